/** Random work in a repository, from a seed: files, folders, links, ignore rules, staging, commits. */
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { filesOnDisk, type Repo } from './repo';

export type Random = (below: number) => number;

/** Whole numbers from 0 up to, not including, what is asked for; the same seed gives the same row (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const FOLDERS = ['', '', 'dir/', 'dir/sub/', 'build/', 'many/', 'a/'];
const NAMES = ['a', 'b', 'c', 'x.log', 'sp ace', 'new\nline', ':(top)ü', 'sub', 'build', '-f'];
const RULES = ['*.log', 'build/', '/b', 'dir/sub', 'many', '!x.log', 'a', '*ü'];

/** Does some edits and says which, one line each. */
export function edit(repo: Repo, random: Random, times: number): string[] {
  return Array.from({ length: times }, () => {
    const [name, action] = EDITS[random(EDITS.length)] ?? EDITS[0];
    return `${name} ${action(repo, random)}`;
  });
}

type Edit = readonly [string, (repo: Repo, random: Random) => string];

const EDITS: readonly [Edit, ...Edit[]] = [
  ['write', (repo, random) => put(repo, random, (file) => writeFileSync(file, text(random, 40)))],
  ['rewrite', (repo, random) => onFile(repo, random, (file) => replace(file, text(random, 40)))],
  ['write', (repo, random) => put(repo, random, (file) => writeFileSync(file, text(random, 40)))],
  [
    'large',
    (repo, random) => put(repo, random, (file) => writeFileSync(file, text(random, 1500).padEnd(1100, '.'))),
  ],
  [
    'link',
    (repo, random) =>
      put(repo, random, (file) => symlinkSync(['a', 'dir', '../gone'][random(3)] ?? '', file)),
  ],
  ['delete', (repo, random) => onFile(repo, random, (file) => rmSync(file))],
  ['rename', rename],
  ['touch', (repo, random) => onFile(repo, random, (file) => touch(file, random))],
  ['chmod', (repo, random) => onFile(repo, random, toggleExecutable)],
  ['crowd', crowd],
  ['remove folder', removeFolder],
  ['ignore', ignore],
  [
    'add',
    (repo, random) =>
      git(repo, 'add', ...(random(3) === 0 ? ['-f'] : []), '--', anyFile(repo, random) ?? '.'),
  ],
  ['add all', (repo) => git(repo, 'add', '--all')],
  [
    'untrack',
    (repo, random) => git(repo, 'rm', '-r', '-q', '-f', '--cached', '--', anyFile(repo, random) ?? '.'),
  ],
  ['commit', (repo) => git(repo, 'commit', '-q', '--allow-empty', '-m', 'Work')],
  ['unstage', (repo) => git(repo, 'reset', '-q')],
];

function text(random: Random, length: number): string {
  return Array.from({ length: random(length) }, () => 'ab\n\0'[random(4)] ?? '').join('');
}

/** Makes something at a random path, in place of whatever is there or on the way. */
function put(repo: Repo, random: Random, make: (file: string) => void): string {
  const path = `${FOLDERS[random(FOLDERS.length)] ?? ''}${NAMES[random(NAMES.length)] ?? ''}`;
  const parts = path.split('/');
  for (const length of parts.slice(1).keys()) {
    const parent = join(repo.top, ...parts.slice(0, length + 1));
    if (kind(parent) === 'file') rmSync(parent);
  }
  const file = join(repo.top, path);
  rmSync(file, { recursive: true, force: true });
  mkdirSync(dirname(file), { recursive: true });
  make(file);
  return path;
}

function kind(file: string): 'absent' | 'folder' | 'file' {
  const status = lstatSync(file, { throwIfNoEntry: false });
  return status === undefined ? 'absent' : status.isDirectory() ? 'folder' : 'file';
}

/** Every path that the edits make. */
export const ALL_PATHS: readonly string[] = FOLDERS.flatMap((folder) => [
  ...NAMES.map((name) => `${folder}${name}`),
  ...[...Array(9).keys()].map((each) => `${folder}f${each}`),
]);

/** What is at every path on the disk, as `filesOnDisk` tells it. */
export function diskOf({ top }: Pick<Repo, 'top'>): Map<string, string> {
  return new Map(
    filesOnDisk(top).map((line) => {
      const [, path = ''] = /^(?:link|file|exec) ([^]*?) (?:->|=) /.exec(line) ?? [];
      return [path, line];
    }),
  );
}

function anyFile(repo: Repo, random: Random): string | undefined {
  const paths = [...diskOf(repo).keys()];
  return paths[random(Math.max(paths.length, 1))];
}

function onFile(repo: Repo, random: Random, change: (file: string) => void): string {
  const path = anyFile(repo, random);
  if (path !== undefined) change(join(repo.top, path));
  return path ?? '-';
}

function replace(file: string, content: string): void {
  rmSync(file);
  writeFileSync(file, content);
}

function rename(repo: Repo, random: Random): string {
  const from = anyFile(repo, random);
  if (from === undefined) return '-';
  const held = join(repo.top, '.git', 'moved');
  renameSync(join(repo.top, from), held);
  return `${from} to ${put(repo, random, (file) => renameSync(held, file))}`;
}

function touch(file: string, random: Random): void {
  if (!lstatSync(file).isSymbolicLink()) utimesSync(file, random(1_000_000), random(1_000_000));
}

function toggleExecutable(file: string): void {
  const status = lstatSync(file);
  if (!status.isSymbolicLink()) chmodSync(file, status.mode ^ 0o111);
}

/** More untracked files in one folder than the limit of the tests. */
function crowd(repo: Repo, random: Random): string {
  const folder = join(repo.top, 'many');
  if (kind(folder) === 'file') rmSync(folder);
  mkdirSync(folder, { recursive: true });
  const files = 3 + random(6);
  for (let each = 0; each < files; each += 1) replaceAny(join(folder, `f${each}`), text(random, 20));
  return `many ${files}`;
}

function replaceAny(file: string, content: string): void {
  rmSync(file, { recursive: true, force: true });
  writeFileSync(file, content);
}

function removeFolder(repo: Repo, random: Random): string {
  const folder = ['dir', 'build', 'many', 'a'][random(4)] ?? '';
  rmSync(join(repo.top, folder), { recursive: true, force: true });
  return folder;
}

function ignore(repo: Repo, random: Random): string {
  const folder = random(4) === 0 && kind(join(repo.top, 'dir')) === 'folder' ? 'dir/' : '';
  const rules = RULES.filter(() => random(3) === 0);
  replaceAny(join(repo.top, `${folder}.gitignore`), rules.map((rule) => `${rule}\n`).join(''));
  return `${folder}.gitignore ${rules.join(' ')}`;
}

/** git may refuse, as it would a person: an ignored path, nothing to add. */
function git(repo: Repo, ...args: string[]): string {
  try {
    repo.git('--literal-pathspecs', ...args);
    return args.slice(1).join(' ');
  } catch (error) {
    if (error instanceof Error && 'status' in error) return `refused ${args.slice(1).join(' ')}`;
    throw error;
  }
}
