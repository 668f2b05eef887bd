/** Whether steps and stages that others wait for are finished, and why not (renn-gsd.md 1.12, 2.4). */
import { append } from '../../group';
import { plural } from '../../plural';
import type { Schedule } from '../../schedule';
import type { Finished } from './dependencies';
import type { LocalStage } from './local';
import type { StagedProfile } from './names';
import { isBlocked, isHalted, isSuperseded, type LocalStep } from './steps';

/**
 * @param here the stage whose dependencies are looked at, and its schedule: a halt goes on through its steps
 * @param other the stage with a key
 */
export function finishedIn(
  here: LocalStage,
  schedule: Schedule,
  other: (key: string) => LocalStage | undefined,
  profile: StagedProfile,
): Finished {
  const stepsHere = new Map(here.steps.map((step) => [step.key, step]));
  const find = (stage: string, key: string): LocalStep | undefined =>
    stage === here.folder.key
      ? stepsHere.get(key)
      : other(stage)?.steps.find((candidate) => candidate.key === key);
  const halts = haltedBy(here.steps, schedule, profile);
  return {
    step: (stage, key) => {
      const step = find(stage, key);
      if (step === undefined) return `${profile.terms.step} ${key} is not there`;
      return unfinished(step, profile) ?? halts.get(key);
    },
    stage: (key) => {
      const stage = key === here.folder.key ? undefined : other(key);
      return stage && unfinishedStage(stage, profile);
    },
  };
}

function unfinished(step: LocalStep, { terms, gsd }: StagedProfile): string | undefined {
  const name = `${terms.step} ${nameOf(step)}`;
  if (gsd && isSuperseded(step)) return `${name} is superseded`;
  if (step.recap === undefined) return `${name} has no ${terms.handoff}`;
  if (gsd && isBlocked(step)) return `${name} is blocked, says its ${terms.handoff}`;
  return gsd && isHalted(step) ? `${name} was halted, says its ${terms.handoff}` : undefined;
}

/** A passed audit settles a stage, whatever became of its steps. */
function unfinishedStage(
  { folder, steps, proof, summarised }: LocalStage,
  profile: StagedProfile,
): string | undefined {
  if (proof?.verdict === 'passed') return undefined;
  const name = `${profile.terms.stage} ${folder.number ?? folder.name}`;
  if (steps.length === 0) return summarised ? undefined : `${name} has no ${plural(profile.terms.step)} yet`;
  const left = steps.filter(
    (step) => !(profile.gsd && isSuperseded(step)) && unfinished(step, profile) !== undefined,
  );
  if (left.length === 0) return undefined;
  const { step } = profile.terms;
  return `${name} has ${left.length} unfinished ${left.length === 1 ? step : plural(step)}`;
}

/** By step: the halted one that it waits for, directly or through others. */
function haltedBy(
  steps: readonly LocalStep[],
  { dependencies }: Schedule,
  { gsd, terms }: StagedProfile,
): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>();
  if (!gsd) return reasons;
  const dependents = new Map<string, string[]>();
  for (const [key, list] of dependencies) {
    for (const { target } of list) if (target?.kind === 'step') append(dependents, target.step, key);
  }
  const names = new Map(steps.map((step) => [step.key, nameOf(step)]));
  for (const halted of steps.filter(isHalted)) {
    const queue = [halted.key];
    for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
      for (const dependent of dependents.get(key) ?? []) {
        if (reasons.has(dependent) || dependent === halted.key) continue;
        const name = `${terms.step} ${names.get(dependent) ?? dependent}`;
        reasons.set(dependent, `${name} is blocked by ${nameOf(halted)}, which was halted`);
        queue.push(dependent);
      }
    }
  }
  return reasons;
}

function nameOf({ name, plan }: LocalStep): string {
  return name.number ?? plan.stem;
}
