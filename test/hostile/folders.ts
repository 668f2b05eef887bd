/** Ways to spoil a workspace's folders; each gives back the paths that it changed, and how to put them back. */
import { lstatSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Random } from './random';

export interface Spoiled {
  readonly paths: readonly string[];
  undo(): void;
}

const BIG = 50 * 1024 * 1024;
const NAMES = [
  '..md',
  '...',
  '..\\..\\x.md',
  '%2e%2e.md',
  '-rf.md',
  '\u202e.md',
  'a\nb-PLAN.md',
  `${'9'.repeat(200)}-PLAN.md`,
  'con.md',
  '$(x)-01-PLAN.md',
];

type Spoil = (file: string, outside: string, random: Random) => Spoiled;

const SPOILS: readonly Spoil[] = [
  (file) => instead(file, () => undefined),
  (file) => instead(file, () => symlinkSync(file, file)),
  (file, outside) => instead(file, () => symlinkSync(outside, file)),
  (file) => instead(file, () => symlinkSync(dirname(file), file)),
  (file) => instead(file, () => mkdirSync(file)),
  (file) =>
    instead(file, () => {
      writeFileSync(file, '---\n');
      truncateSync(file, BIG);
    }),
  (file, _outside, random) => beside(file, join(dirname(file), random.of(NAMES))),
  (file, outside) => instead(dirname(file), () => symlinkSync(dirname(outside), dirname(file))),
  (file) => instead(dirname(file), () => writeFileSync(dirname(file), 'no folder')),
  (file) => instead(dirname(file), () => symlinkSync('..', dirname(file))),
  (file) => instead(dirname(file), () => undefined),
];

/** @param outside absolute path of a file that is outside of the workspace */
export function spoilFolders(file: string, outside: string, random: Random): Spoiled {
  return random.of(SPOILS)(file, outside, random);
}

/** Puts something else, or nothing, in the place of a file or folder. */
function instead(path: string, make: () => void): Spoiled {
  const aside = `${path}~aside`;
  renameSync(path, aside);
  make();
  return {
    paths: [path, aside],
    undo: () => {
      rmSync(path, { force: true, recursive: true });
      renameSync(aside, path);
    },
  };
}

function beside(file: string, name: string): Spoiled {
  if (lstatSync(name, { throwIfNoEntry: false })) return { paths: [], undo: () => undefined };
  writeFileSync(name, '---\nplan: 01\n---\n');
  return {
    paths: [name, file],
    undo: () => {
      rmSync(name, { force: true });
    },
  };
}
