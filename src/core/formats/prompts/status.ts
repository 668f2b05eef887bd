/**
 * Where a prompt stands (prompts.md 2.5). The format has no status: commits and what a run left behind must agree, and
 * a conflict stays unresolved. What a run left is the run log; the files that a prompt makes lie outside of its folder.
 */
import type { Evidence, Step } from '../../plan';
import type { Stop, StopCode } from '../../stops';
import type { CommitEvidence } from './commits';
import type { LogDigest } from './log';

/** A run log that speaks of a prompt. */
export interface FoundLog {
  /** Absolute path. */
  readonly file: string;
  readonly said: LogDigest;
  readonly modified: number;
}

export interface Traces {
  /** Absolute path of the prompt. */
  readonly file: string;
  readonly system: boolean;
  readonly commit: CommitEvidence;
  /** There are commits: that none names a prompt means something. */
  readonly asked: boolean;
  /** Commits were read, whether or not there are any: that there is no trace of a run means something. */
  readonly read: boolean;
  readonly log: FoundLog | undefined;
  /** A prompt after this one left a trace. */
  readonly passed: boolean;
}

export type Standing = Pick<Step, 'mark' | 'meant' | 'markText'> &
  Partial<Pick<Step, 'evidence' | 'stop' | 'uncounted' | 'unread'>>;

/** The stops of the stage 1 execution log; nobody else's words mean a failure. */
const STOPS: Readonly<Record<string, StopCode>> = {
  failed: 'agent_failed',
  timed_out: 'agent_timeout',
  template_error: 'script_failed',
};

export type LogWord = 'success' | 'failure' | 'takenBack' | 'unknown';

/** Our own word (`PromptStatus`): what the run did is undone, so the prompt is as open as before it. */
const TAKEN_BACK = 'rolled_back';

/** What a log's status means; a log without one, or with another word, says only that there was a run. */
export function logWord({ status = '' }: LogDigest): LogWord {
  if (status === 'success') return 'success';
  if (status === TAKEN_BACK) return 'takenBack';
  return Object.hasOwn(STOPS, status) ? 'failure' : 'unknown';
}

/** Whether anything tells that a prompt was run at all. */
export function hasTrace({ commit, log }: Pick<Traces, 'commit' | 'log'>): boolean {
  return commit.strict !== undefined || commit.loose !== undefined || log !== undefined;
}

export function standing(traces: Traces): Standing {
  const { log } = traces;
  switch (log && logWord(log.said)) {
    case 'failure':
      return failed(traces, log?.said.status ?? '');
    case 'success':
      return succeeded(traces);
    case 'takenBack':
      return traces.commit.strict ? executed(traces) : both('pending', 'its batch was rolled back');
    case 'unknown':
      return traces.commit.strict ? executed(traces) : both('in-progress', 'run log without a known status');
    case undefined:
      return withoutLog(traces);
  }
}

function failed({ commit }: Traces, status: string): Standing {
  const { strict } = commit;
  if (strict) return unresolved(`${committed(strict)}, run log ${status}`, `its run log says ${status}`);
  return { ...both('in-progress', `run log ${status}`), stop: stopOf(status) };
}

function stopOf(status: string): Stop {
  const code = STOPS[status] ?? 'unknown';
  return { code, detail: `The run log says "${status}".`, raw: status };
}

/** A system prompt often makes no commit, and without git nobody can. */
function succeeded(traces: Traces): Standing {
  const { commit, asked, system } = traces;
  if (commit.strict || commit.loose || system || !asked) return executed(traces);
  const missing = commit.reverted ? 'its commit was reverted' : 'no commit names it';
  return unresolved('run log success', missing);
}

function withoutLog(traces: Traces): Standing {
  const { commit, system, passed, read } = traces;
  if (commit.strict) return executed(traces);
  if (commit.reverted) return both('pending', 'its commit was reverted');
  if (commit.loose) return both('in-progress', `${committed(commit.loose)}, a loose match`);
  // Set-up for the agent: it would be pending for ever.
  if (system && passed) {
    return { ...both('unrecognised', 'system prompt without a trace of its own'), uncounted: true };
  }
  return read ? both('pending', 'no trace of a run') : { ...both('pending', UNREAD), unread: UNREAD };
}

const UNREAD = 'no run log, and commits were not read';

function executed({ file, commit, log }: Traces): Standing {
  const by = commit.strict ?? commit.loose;
  const proof = log && logWord(log.said) === 'success' ? log : undefined;
  const words = [...(by ? [committed(by)] : []), ...(proof ? ['run log success'] : [])];
  const evidence: Evidence = {
    file: proof?.file ?? file,
    source: proof ? 'run log' : 'commit',
    ...(by && { commit: by.sha }),
    at: proof?.said.finished ?? by?.at,
  };
  return { ...both('complete', words.join(', ')), evidence };
}

function unresolved(markText: string, missing: string): Standing {
  return { ...both('complete', markText), evidence: { missing } };
}

function both(mark: Step['mark'], markText: string): Standing {
  return { mark, meant: mark, markText };
}

function committed({ sha }: { readonly sha: string }): string {
  return `commit ${sha.slice(0, 7)}`;
}
