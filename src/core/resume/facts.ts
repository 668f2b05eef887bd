/** What git and the disk say about a resume: gathered by `node/resume`, judged by `drift.ts`. */

/** How HEAD stands to the commit on which the checkpoint was taken. */
export type HistoryRelation =
  | { readonly kind: 'same' }
  /** The checkpoint's commit is an ancestor of HEAD. */
  | {
      readonly kind: 'forward';
      readonly commits: number;
      /** Newest first, some of them. */
      readonly subjects: readonly string[];
      /** As git counts: "2 files changed, 3 insertions(+)". */
      readonly shortstat: string;
    }
  | {
      readonly kind: 'rewritten';
      readonly how: Rewrite;
      /** Commits up to the checkpoint's that HEAD does not have, and how many of them it has in another form. */
      readonly commits: number;
      readonly found: number;
    };

/**
 * `amended`: the last commit was replaced. `rebased`: every change is there again, the old commits are on no branch.
 * `cherry_picked`: every change is there again, and the old commits are still on another branch. `same_tree`: other
 * commits, same files. `squashed`: no change by itself, all of them together. `moved_back`: HEAD stands before the
 * checkpoint. `lost`: not all of it is in HEAD.
 */
export type Rewrite =
  'amended' | 'rebased' | 'cherry_picked' | 'same_tree' | 'squashed' | 'moved_back' | 'lost';

/** A path that differs from HEAD, untracked ones included, ignored ones not. */
export interface DirtyPath {
  /** Relative to the worktree's top folder, `/`-separated. */
  readonly path: string;
  readonly what: 'changed' | 'added' | 'deleted' | 'renamed' | 'untracked' | 'submodule' | 'conflict';
  /** It is as the checkpoint before the run has it; unknown where there is none. */
  readonly asBefore?: boolean;
  /** Modification time, milliseconds since the epoch; a path that is gone has none. */
  readonly modified?: number;
}

export interface LockfileChange {
  readonly path: string;
  readonly what: 'changed' | 'added' | 'deleted';
  /** What that means for packages, a line that begins with the path. */
  readonly says?: string;
}

export interface GitFacts {
  /** Short name; absent when HEAD is detached. */
  readonly branch?: string;
  /** Absent where no checkpoint is chosen or its commit cannot be compared. */
  readonly history?: HistoryRelation;
  readonly dirty: readonly DirtyPath[];
  /** Against the same checkpoint. */
  readonly lockfiles: readonly LockfileChange[];
}

/** Names of lockfiles, wherever they lie (D10). */
const LOCKFILES: ReadonlySet<string> = new Set(
  [
    'package-lock.json npm-shrinkwrap.json pnpm-lock.yaml yarn.lock bun.lock bun.lockb Cargo.lock poetry.lock uv.lock',
    'pdm.lock Pipfile.lock pylock.toml go.sum go.work.sum Gemfile.lock composer.lock packages.lock.json pubspec.lock mix.lock',
    'Package.resolved Podfile.lock deno.lock gradle.lockfile flake.lock',
  ].flatMap((line) => line.split(' ')),
);

/** Whether a `/`-separated path is a lockfile by its name. */
export function isLockfile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return LOCKFILES.has(name) || /^pylock\.[\w-]+\.toml$/.test(name);
}

/** When the attempt that left things behind was at work, ISO 8601 UTC. */
export interface Attempt {
  readonly startedAt: string;
  readonly lastAt: string;
}

/** File systems keep coarse times, and an agent's last write may land just after its last event. */
const SLACK_MS = 2000;

/**
 * Tells what a stopped attempt left behind from what a person changed (D14). In doubt it is the person's: a path is
 * the attempt's only if it changed since the run began and was last written while the run was at work.
 */
export function splitDirty(
  dirty: readonly DirtyPath[],
  attempt: Attempt | undefined,
): { readonly leftovers: readonly string[]; readonly edits: readonly string[] } {
  const ofAttempt = ({ asBefore, modified }: DirtyPath): boolean => {
    if (!attempt || asBefore === true) return false;
    if (modified === undefined) return asBefore === false;
    const from = Date.parse(attempt.startedAt) - SLACK_MS;
    const to = Date.parse(attempt.lastAt) + SLACK_MS;
    return modified >= from && modified <= to;
  };
  return {
    leftovers: dirty.filter(ofAttempt).map(({ path }) => path),
    edits: dirty.filter((one) => !ofAttempt(one)).map(({ path }) => path),
  };
}
