/** How a whole stage is to be run, and whether it goes on after a batch. */
import type { RunEvent } from '../events';
import type { Run } from '../run';
import type { Stop } from '../stops';

/** Values that a person chose when the run of a stage began or went on. */
export interface StagePolicy {
  /** How many steps may be at work side by side; 1 for one after the other. */
  readonly parallel: number;
  readonly stopAfter: 'stage' | 'gate' | { readonly batches: number };
  /** Only steps that were planned to close gaps (renn-gsd.md 1.2). */
  readonly gapsOnly?: true;
  /** Only these steps, by key; absent: all. */
  readonly steps?: readonly string[];
  /** How many steps make a batch, where the format asks a person (prompts.md 2.3). */
  readonly batchSize?: number;
}

/** The policy that counts: the last one that was given. */
export function policyOf(events: readonly RunEvent[]): StagePolicy {
  const resumed = events.findLast((event) => event.type === 'run_resumed' && event.policy !== undefined);
  if (resumed?.type === 'run_resumed' && resumed.policy) return resumed.policy;
  const started = events.find((event) => event.type === 'run_started');
  return started?.stage?.policy ?? { parallel: 1, stopAfter: 'stage' };
}

/**
 * Why the run of a stage comes to rest between two batches; `undefined` when it goes on. What happened before it was
 * resumed last does not count.
 * @param children the runs of its steps
 */
export function restAfterBatch(events: readonly RunEvent[], children: readonly Run[]): Stop | undefined {
  const since = events.slice(events.findLastIndex(({ type }) => type === 'run_resumed') + 1);
  const asked = since.find((event) => event.type === 'stop_asked');
  if (asked?.type === 'stop_asked')
    return rest(`${asked.by === '' ? 'Somebody' : asked.by} asked to stop after this batch.`);
  const { stopAfter } = policyOf(events);
  const done = since.filter(({ type }) => type === 'batch_ended').length;
  if (typeof stopAfter === 'object' && done >= stopAfter.batches)
    return rest(done === 1 ? 'One batch was asked for.' : `${done} batches were asked for.`);
  if (stopAfter === 'gate' && gateSince(since, children)) return rest('A gate was met.');
  return undefined;
}

/** Whether a person was asked anything since, by the run of the stage or by those of its steps. */
function gateSince(since: readonly RunEvent[], children: readonly Run[]): boolean {
  const from = since[0]?.at ?? '';
  return (
    since.some(({ type }) => type === 'gate_opened') ||
    children.some(({ gates }) => gates.some(({ gate }) => gate.openedAt >= from))
  );
}

function rest(detail: string): Stop {
  return { code: 'stopped_after_batch', detail };
}
