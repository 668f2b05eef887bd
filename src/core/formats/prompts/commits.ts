/** Commits as evidence that a prompt was executed (prompts.md 2.5), strictly by their subject or loosely by a phrase in it. */
import { plainNumber } from '../coyote/names';
import type { Hint } from '../../plan';
import type { CommitSubject, PlanSource } from '../format';

/** What the commits say about one prompt; of each kind the newest. */
export interface CommitEvidence {
  /** `[PROMPT_NN]` or `[PROMPT_NN, AGENT_ROLE]`: executed. */
  readonly strict?: CommitSubject;
  /** `… by PROMPT_NN`: older repositories say it so. */
  readonly loose?: CommitSubject;
  /** Follow-ups, and prompt files that were written or edited: no evidence of execution. */
  readonly other?: CommitSubject;
  /** The strict one that another commit took back, and nothing newer. */
  readonly reverted?: CommitSubject;
}

const EXECUTED = /^\[PROMPT_(\d{1,18})(?:, *AGENT_[A-Z_]+)?\]/;
/** `[PROMPT_NN extra]`, `[PROMPT_NN PRE-FLIGHT]`, `[NEW PROMPT_NN-MM]`, `[UPDATE PROMPT_NN]`, `[PROMPT_XX-YY]`. */
const WRITTEN = /^\[(?:(?:NEW|UPDATE) )?PROMPT_(\d{1,18})[^\]]{0,80}\]/;
const LIFECYCLE = /^\[(?:STAGE-\d+ )?(?:PRE-FLIGHT|POST-FLIGHT|PLAN)\]/;
const LOOSE = /\bby PROMPT_(\d{1,18})(_s)?(?![A-Za-z0-9])/;
const REVERT = /^Revert "(.*)"$/s;

export type CommitIndex = ReadonlyMap<string, CommitEvidence>;

/** Those that were read; whether they were is `PlanSource.commits` to say. */
export function commitsIn({ commits }: Pick<PlanSource, 'commits'>): readonly CommitSubject[] {
  return typeof commits === 'object' ? commits : NONE;
}

const NONE: readonly CommitSubject[] = [];

/** What a person should know where the commits are not there to bear anything out. */
export function unreadCommits(
  { commits = 'git was not asked' }: Pick<PlanSource, 'commits'>,
  file: string,
): Hint[] {
  if (typeof commits === 'object') return [];
  return [{ text: `Commits were not read: ${commits}. Statuses rest on run logs alone.`, file }];
}

const indexed = new WeakMap<readonly CommitSubject[], CommitIndex>();

/**
 * What commits say, by `commitKey`. The same list is read once.
 * @param commits newest first
 */
export function commitIndex(commits: readonly CommitSubject[]): CommitIndex {
  const known = indexed.get(commits) ?? read(commits);
  indexed.set(commits, known);
  return known;
}

/** Subjects name a task by its number, and a system prompt by its number with `_s`, where they tell the two apart. */
export function commitKey(id: string, system: boolean): string {
  return system ? `${id}_s` : id;
}

function read(commits: readonly CommitSubject[]): CommitIndex {
  const index = new Map<string, CommitEvidence>();
  const reverted = new Set<string>();
  const note = (key: string, kind: keyof CommitEvidence, commit: CommitSubject): void => {
    const before = index.get(key);
    if (before?.[kind] === undefined) index.set(key, { ...before, [kind]: commit });
  };
  for (const commit of commits) {
    const { subject } = commit;
    const undone = REVERT.exec(subject)?.[1];
    const executed = EXECUTED.exec(subject)?.[1];
    const written = WRITTEN.exec(subject)?.[1];
    const loose = LOOSE.exec(subject);
    if (undone !== undefined) reverted.add(undone);
    else if (executed !== undefined) {
      const key = plainNumber(executed);
      if (!reverted.delete(subject)) note(key, 'strict', commit);
      else if (index.get(key)?.strict === undefined) note(key, 'reverted', commit);
    } else if (written !== undefined) note(plainNumber(written), 'other', commit);
    else if (loose !== null && !LIFECYCLE.test(subject) && !reverted.delete(subject)) {
      note(commitKey(plainNumber(loose[1] ?? ''), loose[2] !== undefined), 'loose', commit);
    }
  }
  return index;
}
