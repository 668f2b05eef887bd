/** Real repositories in temporary folders, and what can be compared of them. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const made: string[] = [];

/** An empty folder that `removeFolders` removes. */
export function newFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'stage-runner-test-')));
  made.push(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** A repository whose own settings do not depend on the person's. */
export class Repo {
  constructor(readonly top: string) {}

  git(...args: string[]): string {
    return this.run(args).trimEnd();
  }

  /** git with input and untrimmed output; throws with what git said. */
  run(args: readonly string[], input = ''): string {
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' };
    const options = { cwd: this.top, input, env, maxBuffer: 1 << 28 };
    return execFileSync('git', [...args], { ...options, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });
  }

  write(files: Readonly<Record<string, string | Buffer>>): this {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.top, path)), { recursive: true });
      writeFileSync(join(this.top, path), text);
    }
    return this;
  }

  read(path: string): string {
    return readFileSync(join(this.top, path), 'utf8');
  }

  remove(...paths: string[]): this {
    for (const path of paths) rmSync(join(this.top, path), { recursive: true });
    return this;
  }

  commit(message = 'Work'): this {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '-m', message);
    return this;
  }

  /** `mode path = content` of every path of a tree or commit; a submodule as the commit that it names. */
  tree(name: string): string[] {
    const rows = this.run(['ls-tree', '-r', '-z', '--full-tree', name]).split('\0').filter(Boolean);
    return rows.map((row) => {
      const [, mode = '', type = '', sha = '', path = ''] = /^(\d+) (\w+) (\w+)\t(.*)$/s.exec(row) ?? [];
      const content = type === 'commit' ? sha : this.run(['cat-file', 'blob', sha]);
      return `${mode} ${path} = ${content.trimEnd()}`;
    });
  }
}

/** A repository without a commit. */
export function emptyRepo(top = newFolder()): Repo {
  mkdirSync(top, { recursive: true });
  const repo = new Repo(top);
  repo.git('init', '--quiet', '--initial-branch=main');
  repo.git('config', 'user.name', 'Test');
  repo.git('config', 'user.email', 'test@example.invalid');
  repo.git('config', 'commit.gpgSign', 'false');
  repo.git('config', 'protocol.file.allow', 'always');
  return repo;
}

/** A repository with the files committed on `main`. */
export function newRepo(files: Readonly<Record<string, string | Buffer>> = { a: 'a\n' }): Repo {
  return emptyRepo().write(files).commit('Start');
}

/** Every file below a folder, with type, mode and content, `.git` of the top left out: for comparing whole trees. */
export function filesOnDisk(top: string, below = ''): string[] {
  return readdirSync(join(top, below))
    .sort()
    .flatMap((name) => {
      const path = below === '' ? name : `${below}/${name}`;
      if (path === '.git') return [];
      const status = lstatSync(join(top, path));
      if (status.isDirectory()) return filesOnDisk(top, path);
      if (status.isSymbolicLink()) return [`link ${path} -> ${readlinkSync(join(top, path))}`];
      const mode = (status.mode & 0o111) === 0 ? 'file' : 'exec';
      return [`${mode} ${path} = ${readFileSync(join(top, path)).toString('latin1')}`];
    });
}

/**
 * What a snapshot must not touch, as text to compare before and after: index bytes, HEAD, refs but ours, reflogs, config,
 * everything else in the git directory but objects and the count of `nextOrder`, and the files on the disk.
 */
export function untouched(repo: Repo): string[] {
  const gitDir = repo.git('rev-parse', '--absolute-git-dir');
  const ours = /^file (objects\/|refs\/stage-runner\/|stage-runner\/order )/;
  const inGitDir = filesOnDisk(gitDir).filter((line) => !ours.test(line));
  return [...inGitDir, ...filesOnDisk(repo.top), repo.git('stash', 'list')];
}

/** Fails unless the repository is sound. */
export function assertSound(repo: Repo): void {
  const said = repo.git('fsck', '--strict', '--no-dangling', '--no-progress');
  assert.equal(said, '');
}
