/** Commits that say that a step is finished: by our trailers, or by the subject that Runr's checkpoints have. */
import { readCheckpointSubject } from '../formats/runr/sidecar';
import { type Plan, stepsOf } from '../plan';
import { type Candidate, type CandidateScope, isIndex, type RejectReason } from './candidates';

export interface FoundCommit {
  readonly sha: string;
  /** Committer date, ISO 8601. */
  readonly at: string;
  /** Subject and body as they are. */
  readonly message: string;
}

const TRAILER = /^([A-Za-z0-9-]+): (.*\S)\s*$/;

/**
 * The candidates among commits. Only whole subjects and the trailers at the very end count: a commit that quotes the
 * pattern in its text says nothing (D8).
 * An agent writes the trailers under everything that it commits (`renderPrompt`), so they count for a run that ended
 * with success; a trailer whose run has no journal here needs a person's word.
 */
export function commitCandidates(commits: readonly FoundCommit[], scope: CandidateScope): Candidate[] {
  return commits.flatMap((commit) => fromTrailers(commit, scope) ?? fromSubject(commit, scope.plan) ?? []);
}

function fromTrailers({ sha, at, message }: FoundCommit, scope: CandidateScope): Candidate | undefined {
  const trailers = trailersOf(message);
  const run = trailers.get('Stage-Runner-Run');
  const key = trailers.get('Stage-Runner-Step');
  if (run === undefined && key === undefined) return undefined;
  const index = stepsOf(scope.plan).findIndex((step) => step.key === key);
  const owner = run === undefined ? undefined : scope.planOfRun.get(run);
  const foreign = owner !== undefined && owner !== scope.plan.id;
  const named = run !== undefined && key !== undefined && /^[A-Za-z0-9]+$/.test(run);
  const why = !named
    ? 'missing_field'
    : foreign
      ? 'wrong_run'
      : index < 0
        ? 'not_in_plan'
        : scope.unfinished.has(run)
          ? 'not_completed'
          : scope.counts({ at })
            ? undefined
            : 'rolled_back';
  return {
    id: sha,
    source: 'branch_commit',
    sha,
    createdAt: at,
    needsConfirmation: owner === undefined,
    ...(run !== undefined && { run }),
    ...(key !== undefined && { title: key }),
    ...(index >= 0 && key !== undefined && { step: key, index }),
    ...(why && { why }),
  };
}

/** The last paragraph, where every line of it is a trailer; a message of one paragraph has none. A name given twice does not count. */
function trailersOf(message: string): ReadonlyMap<string, string> {
  const paragraphs = message
    .replaceAll('\r\n', '\n')
    .trimEnd()
    .split(/\n[ \t]*\n/);
  const lines = paragraphs.length > 1 ? (paragraphs.at(-1) ?? '').split('\n') : [];
  const found = lines.map((line) => TRAILER.exec(line));
  if (found.includes(null)) return new Map();
  const names = found.map((match) => match?.[1] ?? '');
  return new Map(
    found.flatMap((match): [string, string][] => {
      const [, name = '', value = ''] = match ?? [];
      return names.filter((other) => other === name).length === 1 ? [[name, value]] : [];
    }),
  );
}

function fromSubject({ sha, at, message }: FoundCommit, plan: Plan): Candidate | undefined {
  const read = readCheckpointSubject(message.split(/\r?\n/, 1)[0] ?? '');
  if (!read) return undefined;
  return importedCandidate(plan, read.index, undefined, {
    id: sha,
    imported: read.source,
    sha,
    createdAt: at,
    ...('runId' in read && { run: read.runId }),
  });
}

/** A find of another tool: it knows its steps by their place only, so it counts only on a person's word. */
export function importedCandidate(
  plan: Plan,
  index: unknown,
  why: RejectReason | undefined,
  more: Pick<Candidate, 'id'> & Partial<Candidate>,
): Candidate {
  const steps = stepsOf(plan);
  const step = isIndex(index, steps.length) ? steps[index] : undefined;
  const reason = why ?? (step ? undefined : 'bad_index');
  return {
    source: 'imported_legacy',
    needsConfirmation: true,
    ...(step && isIndex(index, steps.length) && { step: step.key, index }),
    ...more,
    ...(reason && { why: reason }),
  };
}
