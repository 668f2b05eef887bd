/** How long a run has worked, by its journal. */
import type { RunEvent } from './events';

/**
 * Milliseconds of work since the start or the last time a person had the run go on: waiting for answers does not
 * count, for a gate has no time-out.
 */
export function workedMs(events: readonly RunEvent[], now: Date): number {
  const from = events.findLastIndex(({ type }) => type === 'run_started' || type === 'run_resumed');
  const waiting = new Set<string>();
  let [worked, before] = [0, from < 0 ? now.getTime() : Date.parse(events[from]?.at ?? '')];
  for (const event of events.slice(0, Math.max(from, 0))) noteGate(waiting, event);
  for (const event of from < 0 ? [] : events.slice(from)) {
    const at = Date.parse(event.at);
    if (waiting.size === 0) worked += Math.max(0, at - before);
    before = at;
    noteGate(waiting, event);
  }
  return waiting.size === 0 ? worked + Math.max(0, now.getTime() - before) : worked;
}

function noteGate(waiting: Set<string>, event: RunEvent): void {
  if (event.type === 'gate_opened') waiting.add(event.gate.id);
  if (event.type === 'gate_answered') waiting.delete(event.answer.gate);
}
