/** Which steps of a batch may be at work side by side (renn-gsd.md 1.4, 2.3). */
import { shortened } from '../formats/planFile/text';
import type { StepView } from '../status';
import { reachOf } from './reach';

/** The order of a batch. */
export interface Rounds {
  /** Keys; the steps of a round run side by side, one round after the other. */
  readonly rounds: readonly (readonly string[])[];
  /** Which files several steps of the batch may change, and why a step runs alone, each a sentence. */
  readonly notes: readonly string[];
}

/** Steps, and by path the first of them that may change what is there. */
interface Reached {
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
  const rounds: Reached[] = [];
  const notes: string[] = [];
  const before = nothing();
  for (const view of steps) {
    const round = roundFor(view, rounds, parallel, isolated) ?? nothing();
    if (round.steps.length === 0) rounds.push(round);
    add(round, view);
    const clash = clashOf(view, before);
    if (clash) notes.push(sentence(view, clash, orderOf(round, clash, rounds)));
    if (parallel > 1 && steps.length > 1 && !isolated && !saysFiles(view))
      notes.push(`${nameOf(view)} does not say which files it changes, so it runs alone.`);
    add(before, view);
  }
  return { rounds: rounds.map((round) => round.steps.map(({ step }) => step.key)), notes };
}

/** The first round that a step may join; what a step without files changes nobody knows. */
function roundFor(
  view: StepView,
  rounds: readonly Reached[],
  parallel: number,
  isolated: boolean,
): Reached | undefined {
  const free = rounds.filter((round) => round.steps.length < parallel);
  if (isolated) return free[0];
  if (!saysFiles(view)) return undefined;
  return free.find((round) => round.steps.every(saysFiles) && clashOf(view, round) === undefined);
}

function nothing(): Reached {
  return { steps: [], ends: new Map(), through: new Map() };
}

function add({ steps, ends, through }: Reached, view: StepView): void {
  steps.push(view);
  for (const file of view.step.files ?? []) {
    const reach = reachOf(file);
    const end = reach.at(-1) ?? '';
    if (!ends.has(end)) ends.set(end, view);
    for (const place of reach) if (!through.has(place)) through.set(place, view);
  }
}

function saysFiles({ step }: StepView): boolean {
  return (step.files ?? []).length > 0;
}

/** The first path of a step that one of these may change too: the same one, a folder above it, or one below it. */
function clashOf({ step }: StepView, { ends, through }: Reached): Clash | undefined {
  for (const file of step.files ?? []) {
    const reach = reachOf(file);
    const above = reach.find((place) => ends.has(place));
    const other = above === undefined ? through.get(reach.at(-1) ?? '') : ends.get(above);
    if (other) return { with: other, file };
  }
  return undefined;
}

type Order = 'before' | 'beside' | 'after';

/** How a step of this round runs to the one that it clashes with. */
function orderOf(round: Reached, { with: other }: Clash, rounds: readonly Reached[]): Order {
  if (round.steps.includes(other)) return 'beside';
  return rounds.findIndex(({ steps }) => steps.includes(other)) < rounds.indexOf(round) ? 'after' : 'before';
}

function sentence(view: StepView, { with: other, file }: Clash, order: Order): string {
  const path = shortened(file.replace(/\s+/g, ' '), LONGEST_PATH);
  const [one, two] = [nameOf(view), nameOf(other)];
  if (order === 'beside')
    return `${two} and ${one} may both change ${path}: what they did is merged in this order.`;
  return `${one} runs ${order} ${two}: both may change ${path}.`;
}

function nameOf({ step }: StepView): string {
  return step.number ?? step.key;
}
