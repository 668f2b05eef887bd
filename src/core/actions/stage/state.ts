/** What a stage's protocol keeps in its state, read back as what it was. */
import type { StepChoices } from '../../batch/nextBatch';
import type { StagePolicy } from '../../batch/policy';
import type { RunEvent } from '../../events';
import type { State } from '../../protocol/walk';
import type { StageView, StepView } from '../../status';
import { countOf, isTrue, textOf } from '../read';
import type { ActionContext, ActionStopped } from '../action';
import type { StageWork } from '../stageWork';

/** The batch that the protocol is at. */
export interface CurrentBatch {
  readonly number: number;
  readonly key: string;
  /** Keys of steps. */
  readonly steps: readonly string[];
}

/** Number 0 before the first. */
export function currentBatch(state: State): CurrentBatch {
  return {
    number: countOf(state, 'batch_number', 0),
    key: textOf(state, 'batch'),
    steps: keysOf(state, 'batch_steps'),
  };
}

/** What was decided about single steps: at gates, and by "Skip Step…". */
export function choicesOf(state: State, events: readonly RunEvent[]): StepChoices {
  const skipped = events.flatMap((event) => (event.type === 'step_skipped' ? [event.step] : []));
  return {
    leftOut: keysOf(state, 'left_out'),
    skipped: [...keysOf(state, 'skipped'), ...skipped],
    forced: keysOf(state, 'forced'),
  };
}

/** Whether a person had the run go on after it came to rest for this reason, at a moment after an event. */
export function wentOn(events: readonly RunEvent[], code: string, after: number): boolean {
  const rest = events.findLastIndex((event) => event.type === 'run_stopped' && event.stop.code === code);
  return rest > after && events.slice(rest).some(({ type }) => type === 'run_resumed');
}

/** The same since a person last answered a gate: what was answered then has been carried out. */
export function wentOnSinceAnswer(events: readonly RunEvent[], code: string): boolean {
  return wentOn(
    events,
    code,
    events.findLastIndex(({ type }) => type === 'gate_answered'),
  );
}

/** The policy that counts: a stage that closes the gaps of its audit runs nothing else (`start_gaps`). */
export function policyIn(state: State, { policy }: StageWork): StagePolicy {
  if (!isTrue(state, 'gaps_only')) return policy;
  const { parallel, stopAfter } = policy;
  return { parallel, stopAfter, gapsOnly: true };
}

/** A list of keys; anything else in its place is none. */
export function keysOf(state: State, key: string): readonly string[] {
  const value = state[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Throws in runs of single steps. */
export function stageWork({ stage }: ActionContext): StageWork {
  if (stage === undefined) throw new Error('This action belongs to the protocol of a whole stage');
  return stage;
}

/** The plan or the stage was moved, renamed or deleted while it was being run. */
export function goneFor({ gone }: { readonly gone: string }): ActionStopped {
  return { stop: { code: 'plan_missing', detail: gone } };
}

/** `02 Add durations` */
export function nameOf({ step }: StepView): string {
  return `${step.number ?? ''} ${step.title}`.trim();
}

/** The name of a step by its key; of one that is not in the stage any more the key. */
export function nameIn({ steps }: StageView, key: string): string {
  const view = steps.find(({ step }) => step.key === key);
  return view ? nameOf(view) : key;
}
