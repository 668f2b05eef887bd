/** Cycles that go through several stages. */
import type { Problem } from './problem';
import type { Schedule, ScheduledDependency, ScheduleStep, ScheduleWords } from './schedule';
import { cycles } from './scheduleCycles';
import { named, nameOf, related } from './scheduleDependencyProblems';
import { rangeOf } from './written';

/** A stage with what `scheduleStage` made of it. */
export interface ScheduledStage {
  readonly key: string;
  readonly steps: readonly ScheduleStep[];
  readonly schedule: Schedule;
}

/**
 * `dependency-cycle` (error) by step key, at every dependency on another stage by which steps wait for themselves in
 * the end. Looks into steps only where stages wait for each other, so it costs next to nothing where none do.
 */
export function cyclesAcrossStages(
  stages: readonly ScheduledStage[],
  words: ScheduleWords,
): ReadonlyMap<string, readonly Problem[]> {
  const waiting = new Map(stages.map(({ key, schedule }) => [key, schedule.waitsFor]));
  const circular = new Set(cycles(waiting).flat());
  const problems = new Map<string, Problem[]>();
  if (circular.size === 0) return problems;
  const within = stages.filter(({ key }) => circular.has(key));
  const circleOf = new Map(
    cycles(edgesOf(within)).flatMap((circle) => circle.map((node) => [node, circle] as const)),
  );
  const members = within.flatMap(({ key: stage, steps, schedule }) =>
    steps.flatMap((step): Member[] => {
      const circle = circleOf.get(step.key);
      if (circle === undefined) return [];
      const dependencies = (schedule.dependencies.get(step.key) ?? []).filter(
        ({ target }) => circleOf.get(nodeOf(target)) === circle,
      );
      return [{ step, stage, circle, dependencies }];
    }),
  );
  const rings = ringsOf(members);
  for (const member of members) {
    const ring = rings.get(member.circle);
    const out = member.dependencies.find(({ target }) => target?.stage !== member.stage);
    if (ring !== undefined && out !== undefined) {
      problems.set(member.step.key, [problemOf(member, out, ring, words)]);
    }
  }
  return problems;
}

/** A step in a circle, and those of its dependencies that keep it there. */
interface Member {
  readonly step: ScheduleStep;
  readonly stage: string;
  readonly circle: readonly string[];
  readonly dependencies: readonly ScheduledDependency[];
}

/** The members of one circle, by step and the first of each stage. */
interface Ring {
  readonly keys: string[];
  readonly bySteps: Map<string, Member>;
  readonly byStages: Map<string, Member>;
}

function ringsOf(members: readonly Member[]): Map<readonly string[], Ring> {
  const rings = new Map<readonly string[], Ring>();
  for (const member of members) {
    const ring: Ring = rings.get(member.circle) ?? { keys: [], bySteps: new Map(), byStages: new Map() };
    rings.set(member.circle, ring);
    ring.keys.push(member.step.key);
    ring.bySteps.set(member.step.key, member);
    if (!ring.byStages.has(member.stage)) ring.byStages.set(member.stage, member);
  }
  return rings;
}

/** Steps by their keys, and a node for every stage that waits for all of its steps: who waits for it waits for them. */
function edgesOf(stages: readonly ScheduledStage[]): Map<string, string[]> {
  const edges = new Map<string, string[]>();
  for (const { key: stage, steps, schedule } of stages) {
    edges.set(
      stageNode(stage),
      steps.map(({ key }) => key),
    );
    for (const [key, dependencies] of schedule.dependencies) {
      edges.set(
        key,
        dependencies.map(({ target }) => nodeOf(target)),
      );
    }
  }
  return edges;
}

/** No path holds this character, so no step has such a key. */
function stageNode(key: string): string {
  return `\0${key}`;
}

function nodeOf(target: ScheduledDependency['target']): string {
  if (target === undefined) return '';
  return target.kind === 'step' ? target.step : stageNode(target.stage);
}

function problemOf(
  { step }: Member,
  { written, target }: ScheduledDependency,
  { keys, bySteps, byStages }: Ring,
  words: ScheduleWords,
): Problem {
  const other = target?.kind === 'step' ? bySteps.get(target.step) : byStages.get(target?.stage ?? '');
  const back = other?.dependencies[0]?.written;
  return {
    code: 'dependency-cycle',
    severity: 'error',
    file: step.file,
    range: rangeOf(written),
    message:
      `These ${words.step}s of several ${words.stage}s wait for each other, so none can start: ` +
      `${named(keys)}. Take one of the dependencies out.`,
    ...(other === undefined
      ? {}
      : { related: related(other.step, back, `${nameOf(other.step.key)} waits here.`) }),
  };
}
