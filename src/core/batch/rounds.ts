/** Which steps of a batch may be at work side by side (renn-gsd.md 1.4, 2.3). */
import { shortened } from '../formats/planFile/text';
import type { StepView } from '../status';
import { reachOf } from './reach';

export interface Rounds {
  /** Keys; the steps of a round run side by side, one round after the other. */
  readonly rounds: readonly (readonly string[])[];
  /** Why steps that might have run side by side do not, each a sentence. */
  readonly notes: readonly string[];
}

interface Round {
  readonly steps: StepView[];
  /** Whose path reaches to here. */
  readonly ends: Map<string, StepView>;
  /** Whose path leads through here. */
  readonly through: Map<string, StepView>;
}

interface Clash {
  readonly with: StepView;
  readonly file: string;
}

const LONGEST_PATH = 200;

/**
 * Puts steps into rounds in their order. In a shared tree only steps whose files are known and disjoint share a round.
 * @param parallel how many at most; 1 for one after the other
 * @param isolated each step gets a tree of its own, so that files do not matter
 */
export function roundsOf(steps: readonly StepView[], parallel: number, isolated: boolean): Rounds {
  if (parallel <= 1 || steps.length < 2) return { rounds: steps.map(({ step }) => [step.key]), notes: [] };
  const rounds: Round[] = [];
  const notes: string[] = [];
  for (const view of steps) {
    const apart = isolated || saysFiles(view);
    if (!apart) notes.push(`${nameOf(view)} does not say which files it changes, so it runs alone.`);
    const mayJoin = rounds.filter((round) => round.steps.length < parallel && (isolated || isShared(round)));
    const clashes = mayJoin.map((round) => (isolated ? undefined : clashOf(view, round)));
    const place = apart ? clashes.findIndex((clash) => clash === undefined) : -1;
    const first = apart && place !== 0 ? clashes[0] : undefined;
    if (first) notes.push(sentence(view, first));
    const round = mayJoin[place] ?? newRound(rounds);
    join(round, view);
  }
  return { rounds: rounds.map((round) => round.steps.map(({ step }) => step.key)), notes };
}

function newRound(rounds: Round[]): Round {
  const round: Round = { steps: [], ends: new Map(), through: new Map() };
  rounds.push(round);
  return round;
}

function join({ steps, ends, through }: Round, view: StepView): void {
  steps.push(view);
  for (const file of view.step.files ?? []) {
    const reach = reachOf(file);
    ends.set(reach.at(-1) ?? '', view);
    for (const place of reach) through.set(place, view);
  }
}

/** Whether others may join; what a step without files changes nobody knows. */
function isShared({ steps }: Round): boolean {
  return steps.every(saysFiles);
}

function saysFiles({ step }: StepView): boolean {
  return (step.files ?? []).length > 0;
}

/** The first path of a step that one of the round may change too: the same one, a folder above it, or one below it. */
function clashOf({ step }: StepView, { ends, through }: Round): Clash | undefined {
  for (const file of step.files ?? []) {
    const reach = reachOf(file);
    const above = reach.find((place) => ends.has(place));
    const other = above === undefined ? through.get(reach.at(-1) ?? '') : ends.get(above);
    if (other) return { with: other, file };
  }
  return undefined;
}

function sentence(view: StepView, { with: other, file }: Clash): string {
  const path = shortened(file.replace(/\s+/g, ' '), LONGEST_PATH);
  return `${nameOf(view)} runs after ${nameOf(other)}: both may change ${path}.`;
}

function nameOf({ step }: StepView): string {
  return step.number ?? step.key;
}
