/** Which steps of a batch may be at work side by side (renn-gsd.md 1.4, 2.3). */
import { samePath } from '../scheduleBatchProblems';
import type { StepView } from '../status';

export interface Rounds {
  /** Keys; the steps of a round run side by side, one round after the other. */
  readonly rounds: readonly (readonly string[])[];
  /** Why steps that might have run side by side do not, each a sentence. */
  readonly notes: readonly string[];
}

interface Round {
  readonly steps: StepView[];
  readonly files: Map<string, StepView>;
}

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
    const first = rounds.find((round) => round.steps.length < parallel);
    const why = first && !isolated ? conflict(view, first) : undefined;
    if (why !== undefined) notes.push(why);
    const round = rounds.find(
      (one) => one.steps.length < parallel && (isolated || conflict(view, one) === undefined),
    );
    if (round) join(round, view);
    else rounds.push(join({ steps: [], files: new Map() }, view));
  }
  return { rounds: rounds.map((round) => round.steps.map(({ step }) => step.key)), notes };
}

function join(round: Round, view: StepView): Round {
  round.steps.push(view);
  for (const file of filesOf(view)) round.files.set(file, view);
  return round;
}

/** Why a step may not be at work beside those of a round, as a sentence. */
function conflict(view: StepView, { steps, files }: Round): string | undefined {
  const unknown = [...steps, view].find((one) => filesOf(one).length === 0);
  if (unknown) return `${nameOf(unknown)} does not say which files it changes, so it runs alone.`;
  const file = filesOf(view).find((one) => files.has(one));
  const other = file === undefined ? undefined : files.get(file);
  if (file === undefined || other === undefined) return undefined;
  return `${nameOf(view)} runs after ${nameOf(other)}: both change ${file}.`;
}

function filesOf({ step }: StepView): readonly string[] {
  return (step.files ?? []).map(samePath);
}

function nameOf({ step }: StepView): string {
  return step.number ?? step.key;
}
