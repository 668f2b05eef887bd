/** What `git status` found, read from its machine format (porcelain v2, -z). */

/**
 * A path as git has it: bytes, one character each (latin1), because names need not be UTF-8 and git wants back what it
 * gave. `shownPath` makes it readable.
 */
export type BytePath = string;

export interface Change {
  readonly path: BytePath;
  /** How the working tree differs from the index; `besides`: not told by the scan, but to be held all the same. */
  readonly what: 'same' | 'changed' | 'deleted' | 'untracked' | 'conflict' | 'besides';
  /** For a conflict: mode and blob that stand for it where its file cannot be held. */
  readonly fallback?: { readonly mode: string; readonly sha: string };
}

export interface Scan {
  /** The commit of HEAD; absent on an unborn branch. */
  readonly head?: string;
  /** Short name; absent when HEAD is detached. */
  readonly branch?: string;
  /** Every path that differs from HEAD, untracked files one by one. */
  readonly changes: readonly Change[];
  /** Repositories inside the repository that are not submodules. */
  readonly nested: readonly BytePath[];
  /** Submodules with changes that no commit of theirs holds. */
  readonly dirtySubmodules: readonly BytePath[];
}

export const SCAN_ARGS = [
  'status',
  '--porcelain=v2',
  '-z',
  '--branch',
  '--no-ahead-behind',
  '--untracked-files=all',
  '--no-renames',
  '--ignore-submodules=none',
];

export function shownPath(path: BytePath): string {
  return Buffer.from(path, 'latin1').toString();
}

export function readScan(stdout: Buffer): Scan {
  const changes: Change[] = [];
  const nested: BytePath[] = [];
  const dirtySubmodules: BytePath[] = [];
  let head: string | undefined;
  let branch: string | undefined;
  for (const line of stdout.toString('latin1').split('\0')) {
    if (line.startsWith('# branch.oid ')) head = known(line.slice(13), '(initial)');
    else if (line.startsWith('# branch.head ')) branch = known(shownPath(line.slice(14)), '(detached)');
    else if (line.startsWith('? ') && line.endsWith('/')) nested.push(line.slice(2));
    else if (line.startsWith('? ')) changes.push({ path: line.slice(2), what: 'untracked' });
    else if (/^[1u] /.test(line)) {
      const { change, dirtySubmodule } = readTracked(line);
      if (dirtySubmodule) dirtySubmodules.push(change.path);
      if (change.what !== 'same' || !line.startsWith('1 .')) changes.push(change);
    }
  }
  return { ...(head && { head }), ...(branch && { branch }), changes, nested, dirtySubmodules };
}

function known(value: string, none: string): string | undefined {
  return value === none ? undefined : value;
}

/** `1 XY sub mH mI mW hH hI path` or `u XY sub m1 m2 m3 mW h1 h2 h3 path`; the path may hold blanks. */
function readTracked(line: string): { change: Change; dirtySubmodule: boolean } {
  const conflict = line.startsWith('u');
  const fields = line.split(' ');
  const [, states = '', submodule = ''] = fields;
  const path = fields.slice(conflict ? 10 : 8).join(' ');
  const dirtySubmodule = submodule.startsWith('S') && /[MU]/.test(submodule.slice(2));
  if (conflict) return { change: { path, what: 'conflict', ...fallbackOf(fields) }, dirtySubmodule };
  const commitIsSame = submodule.startsWith('S.');
  const worktree = states[1] === 'M' && commitIsSame ? '.' : states[1];
  const what = worktree === '.' ? 'same' : worktree === 'D' ? 'deleted' : 'changed';
  return { change: { path, what }, dirtySubmodule };
}

/** Ours, else theirs, else the common ancestor's. */
function fallbackOf(fields: readonly string[]): Pick<Change, 'fallback'> {
  for (const stage of [2, 3, 1]) {
    const mode = fields[stage + 2] ?? '';
    const sha = fields[stage + 6] ?? '';
    if (/[1-9]/.test(mode)) return { fallback: { mode, sha } };
  }
  return {};
}
