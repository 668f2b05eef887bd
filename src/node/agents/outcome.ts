/** Waiting for the end of an attempt. The result file decides, then the records; never an exit code alone. */
import { open } from 'node:fs/promises';
import * as path from 'node:path';
import type { AgentOutcome } from '../../core/agentResult';
import { noResultHint, type AgentProfile } from '../../core/agents/profile';
import { findSentinel } from '../../core/agents/sentinel';
import type { AgentTask, AttemptPlace } from '../../core/agentTask';
import { profileOf } from '../../core/formats/staged/names';
import { printedOutcome } from '../../core/formats/staged/run/printed';
import { OUTPUT_LOG, type Records } from '../launcher/records';
import { watchFolders } from '../launcher/watch';
import { errorCode } from '../runner/files';
import { type Answer, readAnswer } from './answer';
import { endAttempt, type Life, readLife, recordUnstarted } from './life';
import type { Timing } from './timing';

export interface OutcomeContext {
  readonly profile: AgentProfile;
  readonly timing: Timing;
  readonly now: () => Date;
}

/** Resolves with how the attempt ended, its processes gone. Rejects with the signal's reason when that aborts. */
export async function awaitOutcome(
  context: OutcomeContext,
  task: AgentTask,
  place: AttemptPlace,
  signal: AbortSignal,
): Promise<AgentOutcome> {
  const watch = watchFolders([place.records, place.answers]);
  const wake = (): void => {
    watch.close();
  };
  signal.addEventListener('abort', wake);
  const patience = mendPatience(context.timing);
  try {
    for (;;) {
      signal.throwIfAborted();
      // In this order: whatever an agent wrote before its end is seen with its end.
      const life = await readLife(place.records);
      const answer = await readAnswer(task, place);
      const outcome = await judge(context, task, place, life, answer, patience(answer));
      if (outcome) return outcome;
      await watch.next(answer.kind === 'malformed' ? context.timing.mendEvery : context.timing.lookEvery);
    }
  } finally {
    signal.removeEventListener('abort', wake);
    watch.close();
  }
}

/** Tells whether a malformed answer has stayed the same for so long that nobody will mend it. */
function mendPatience(timing: Timing): (answer: Answer) => boolean {
  let raw: string | undefined;
  let since = 0;
  return (answer) => {
    const seen = answer.kind === 'malformed' ? answer.problem + answer.raw : undefined;
    if (seen !== raw) since = performance.now();
    raw = seen;
    return seen !== undefined && performance.now() - since >= timing.mendWithin;
  };
}

/** The outcome, or `undefined` to look again later. May end processes. */
async function judge(
  context: OutcomeContext,
  task: AgentTask,
  place: AttemptPlace,
  life: Life,
  answer: Answer,
  beyondMending: boolean,
): Promise<AgentOutcome | undefined> {
  const { records, state } = life;
  const end = (reason: 'turn_over' | 'timed_out'): Promise<void> =>
    endAttempt(place, reason, context.now(), context.timing);
  if (records.stop?.reason === 'stopped') {
    if (!(life.launcherLives && state === 'running'))
      await endAttempt(place, 'stopped', context.now(), context.timing);
    return state === 'over' ? { kind: 'stopped' } : undefined;
  }
  if (answer.kind === 'result' || (answer.kind === 'malformed' && (beyondMending || state === 'over'))) {
    if (records.launch) await end('turn_over');
    return answer;
  }
  if (state === 'over') {
    // Launcher and agent were both killed: what the agent started may live on.
    if (!records.end) await end('turn_over');
    return afterEnd(context, task, place, records);
  }
  if (state === 'absent') return notStarted(context, place, records);
  if (!life.launcherLives) {
    await end('turn_over');
    return { kind: 'interrupted', detail: KILLED };
  }
  if (records.start && isExpired(context, task, records.start.startedAt)) await end('timed_out');
  return undefined;
}

const KILLED = 'Its process is gone without an end record: it was killed, or the machine went down.';

function isExpired({ now }: OutcomeContext, task: AgentTask, startedAt: string): boolean {
  return now().getTime() - Date.parse(startedAt) >= task.timeoutSeconds * 1000;
}

/** Nothing was started so far. After the deadline the start is claimed, so that it does not happen later either. */
async function notStarted(
  { now, timing }: OutcomeContext,
  place: AttemptPlace,
  { launch }: Records,
): Promise<AgentOutcome | undefined> {
  if (!launch) return { kind: 'not_started', problem: 'The attempt was prepared but never begun.' };
  if (now().getTime() - Date.parse(launch.createdAt) < timing.startWithin) return undefined;
  const seconds = Math.round(timing.startWithin / 1000);
  const problem = `The terminal did not start the launcher within ${seconds} seconds. Look at the terminal's message, and check the setting stageRunner.agents.`;
  if (!(await recordUnstarted(place, now(), { reason: 'not_started', problem }))) return undefined;
  return { kind: 'not_started', problem };
}

/** The attempt is over and left no answer. */
async function afterEnd(
  { profile }: OutcomeContext,
  task: AgentTask,
  place: AttemptPlace,
  { end, stop }: Records,
): Promise<AgentOutcome> {
  switch (end?.reason ?? stop?.reason) {
    case 'not_started':
      return { kind: 'not_started', problem: end?.problem ?? 'It could not be started.' };
    case 'timed_out':
      return { kind: 'timed_out', seconds: task.timeoutSeconds };
    case 'stopped':
      return { kind: 'stopped' };
    case 'terminal_closed':
      return { kind: 'interrupted', detail: 'Its terminal was closed.' };
    case 'turn_over':
    case undefined:
      return { kind: 'interrupted', detail: KILLED };
    case 'exited':
      break;
  }
  if (end?.signal) return { kind: 'interrupted', detail: `Its process was ended by ${end.signal}.` };
  const output = await readOutput(place);
  const printed = profileOf(task.plan.format) && printedOutcome(output, task.prompt);
  if (printed) return printed;
  const sentinel = findSentinel(output, task.prompt);
  if (sentinel) return { kind: 'sentinel', ...sentinel };
  return { kind: 'no_result', exitCode: end?.exitCode ?? null, hint: noResultHint(profile) };
}

const MAX_OUTPUT = 1024 * 1024;

/** The end of the captured output; empty when nothing was captured. */
async function readOutput(place: AttemptPlace): Promise<string> {
  try {
    const file = await open(path.join(place.records, OUTPUT_LOG));
    try {
      const { size } = await file.stat();
      const length = Math.min(size, MAX_OUTPUT);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  }
}
