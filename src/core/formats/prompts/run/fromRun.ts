/** What a prompt came to, from the run of it. */
import type { StepResult } from '../../../batch/record';
import type { Run } from '../../../run';
import { stopReason, type RecordedStop } from '../../../stops';
import type { KeptChanges } from './kept';
import type { PromptOutcome, PromptStatus } from './outcome';
import { reportedChecks } from './promptTask';

export interface PromptRun {
  readonly key: string;
  readonly title: string;
  /** Absent where none was started, or a restore took it back. */
  readonly run: Run | undefined;
  readonly kept: KeptChanges | undefined;
  readonly commits: readonly string[];
  /** What the journal of its stage says of it; absent while its batch is under way. */
  readonly result: StepResult | undefined;
  /** Its batch is over. */
  readonly ended: boolean;
}

/** By its run where it has one, else by what its stage says of it. */
export function promptOutcome(prompt: PromptRun): PromptOutcome {
  const { key, title, run, kept, commits, result, ended } = prompt;
  const said = { key, title, commits, ...(kept && { size: kept.size }) };
  if (run !== undefined) return { ...said, ...ofRun(run) };
  if (result?.run !== undefined)
    return { ...said, status: 'rolled_back', detail: 'Its batch was taken back.' };
  const left = ended && result === undefined ? 'Its batch ended before it.' : undefined;
  const detail = result?.outcome === 'skipped' ? result.text : left;
  return { ...said, status: 'not_run', ...(detail !== undefined && { detail }) };
}

type OfRun = Pick<PromptOutcome, 'status' | 'detail' | 'startedAt' | 'finishedAt' | 'summary' | 'reported'>;

function ofRun(run: Run): OfRun {
  const { header, stop, phase, lastAt, attempts } = run;
  const outcome = attempts.at(-1)?.outcome;
  const answer = outcome?.kind === 'result' ? outcome.result : undefined;
  return {
    ...(stop === undefined ? { status: 'stopped', detail: 'It is under way.' } : ofStop(stop)),
    startedAt: header.at,
    ...(phase !== 'active' && { finishedAt: lastAt }),
    ...(answer && { summary: answer.summary, reported: reportedChecks(answer.fields) }),
  };
}

/** How a stop is told in a run log: as a status, and in a sentence where it is no success. */
export function ofStop(stop: RecordedStop): Pick<PromptOutcome, 'status' | 'detail'> {
  const { family, title } = stopReason(stop.code);
  if (family === 'success') return { status: 'success' };
  return { status: statusOf(stop.code, family), detail: `${title}. ${stop.detail}`.trim() };
}

function statusOf(code: string, family: ReturnType<typeof stopReason>['family']): PromptStatus {
  if (code === 'agent_timeout') return 'timed_out';
  return family === 'user' || code === 'step_rejected' ? 'stopped' : 'failed';
}
