/** Generated repositories for figures about checkpoints: always the same files, so that rounds can be compared. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `clean`: as committed; `dirty`: every hundredth file changed; `untracked`: 100 new files beside. */
export const STATES = ['clean', 'dirty', 'untracked'] as const;
export type State = (typeof STATES)[number];

const FILES_IN_FOLDER = 50;

/** A new repository in a temporary folder with `files` committed files of about 4 KiB; gives back its top folder. */
export function makeRepository(files: number): string {
  const top = realpathSync(mkdtempSync(join(tmpdir(), 'stage-runner-bench-')));
  for (let index = 0; index < files; index += 1) {
    if (index % FILES_IN_FOLDER === 0) mkdirSync(folderOf(top, index), { recursive: true });
    writeFileSync(fileOf(top, index), text(index));
  }
  for (const args of [
    ['init', '--quiet'],
    ['config', 'user.name', 'Bench'],
    ['config', 'user.email', 'bench@example.invalid'],
    ['config', 'commit.gpgSign', 'false'],
    ['config', 'gc.auto', '0'],
    ['add', '--all'],
    ['commit', '--quiet', '--message=Start'],
  ]) {
    execFileSync('git', args, { cwd: top });
  }
  return top;
}

/** Brings the repository into the state; `round` makes the contents new each time. */
export function makeState(top: string, files: number, state: State, round: number): void {
  execFileSync('git', ['checkout', '--quiet', '--', '.'], { cwd: top });
  execFileSync('git', ['clean', '--quiet', '-d', '--force'], { cwd: top });
  if (state === 'dirty') {
    for (let index = 0; index < files; index += 100) appendFileSync(fileOf(top, index), `round ${round}\n`);
  }
  if (state === 'untracked') {
    mkdirSync(join(top, 'new'));
    for (let index = 0; index < 100; index += 1) {
      writeFileSync(join(top, 'new', `file${index}.ts`), `${text(index)}round ${round}\n`);
    }
  }
  // As after some work: git has seen the files, so that neither side pays for a stale index.
  execFileSync('git', ['status'], { cwd: top });
}

function folderOf(top: string, index: number): string {
  const folder = Math.floor(index / FILES_IN_FOLDER);
  return join(top, `part${folder % 10}`, `folder${folder}`);
}

function fileOf(top: string, index: number): string {
  return join(folderOf(top, index), `file${index}.ts`);
}

function text(index: number): string {
  return `export const value${index} = ${index};\n`.repeat(120);
}
