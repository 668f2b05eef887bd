/** The question before the run of a step that waits for others: only what is ready runs, unless a person says so. */
import { asksIfBlocked, BLOCKED_GATE, BLOCKED_PLACE, blockedGate } from '../../core/batch/blockedGate';
import { termsOf } from '../../core/subject';
import { askGate, frameOf, recordedAnswer } from './askGate';
import type { Drive } from './drive';
import { hasWorked } from './runCheckpoints';
import type { Rest } from './walking';

const TOKEN = { id: '', node: BLOCKED_PLACE, state: {}, joining: false, writes: {} };

/**
 * Asks before the first node, once. A stage has asked already about the steps that it runs.
 * @returns how the run came to rest; `undefined` when it may begin
 */
export async function ifBlocked(drive: Drive): Promise<Rest | undefined> {
  if (drive.signal.aborted) return { kind: 'paused' };
  if (drive.header.parent || hasWorked(drive) || asksIfBlocked(drive.graph)) return undefined;
  const asked = drive.run().gates.findLast(({ gate }) => gate.node === BLOCKED_PLACE);
  const why = asked ? [] : await blockedBy(drive);
  if (!asked && why.length === 0) return undefined;
  const gate = asked?.gate ?? blockedGate(await frameOf(drive, TOKEN), why, termsOf(drive.header).step);
  const told = asked?.answer && (await recordedAnswer(drive, TOKEN, gate));
  const answer = told ?? (await askGate(drive, TOKEN, gate, asked !== undefined));
  if (answer === undefined) return { kind: 'paused' };
  if (answer.choice === BLOCKED_GATE.yes) return undefined;
  const detail = `${answer.by} chose not to start it.`;
  return { kind: 'stop', stop: { code: 'step_blocked', detail } };
}

/** By the files as they are now. Where the plan or the step is gone, the run itself says so. */
async function blockedBy({ host, header }: Drive): Promise<readonly string[]> {
  const view = await host.planNow?.(header.plan);
  return view?.steps.find(({ step }) => step.key === header.step.key)?.blockedBy ?? [];
}
