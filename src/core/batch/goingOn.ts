/** The runs of a batch's steps: those that it began, and those of an earlier batch that go on in it. */
import type { RunEvent } from '../events';
import { isAfter } from '../history';
import type { Run } from '../run';
import { mayGoOn } from '../stageRun';
import type { BatchRecord } from './record';

/** What of a batch tells its runs apart from others. */
export type BatchRuns = Pick<BatchRecord, 'number' | 'goesOn'>;

/**
 * The run of a step in a batch; `undefined` where none was begun.
 * @param children the runs of the stage's steps, oldest first
 */
export function runIn(children: readonly Run[], { number, goesOn }: BatchRuns, key: string): Run | undefined {
  const own = children.findLast(({ header }) => header.step.key === key && header.parent?.batch === number);
  return own ?? children.find(({ id }) => id === goesOn?.[key]);
}

/** The run of a stage and those of its steps, and what their journals say. */
export interface StageRuns {
  readonly events: readonly RunEvent[];
  readonly children: readonly Run[];
  readonly eventsOf: (run: string) => readonly RunEvent[];
}

/**
 * By step the run that rests since before a person had the stage go on: resuming a stage resumes what rests in it, also
 * where its batch is over.
 */
export function restingRuns(
  keys: readonly string[],
  { events, children, eventsOf }: StageRuns,
): Readonly<Record<string, string>> {
  const resumed = events.findLast(({ type }) => type === 'run_resumed');
  const resting = keys.flatMap((key) => {
    const run = children.findLast(({ header }) => header.step.key === key);
    const last = run?.phase === 'stopped' && mayGoOn(run) ? eventsOf(run.id).at(-1) : undefined;
    return run && last && resumed && isAfter(resumed, last) ? [[key, run.id] as const] : [];
  });
  return Object.fromEntries(resting);
}
