import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { dataFolder, ignoredPaths, userName } from '../../../src/node/git';

describe('git', () => {
  let folder: string;
  const git = (...args: string[]): void => {
    execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
  };

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'git with space ')));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps runs in the common git directory, from a subfolder and from a worktree', async () => {
    git('init', '-q');
    mkdirSync(join(folder, 'süb'));
    git('-c', 'user.name=A', '-c', 'user.email=a@b', 'commit', '-q', '--allow-empty', '-m', 'x');
    git('worktree', 'add', '-q', join(folder, 'tree'));
    for (const place of [folder, join(folder, 'süb'), join(folder, 'tree')])
      assert.deepEqual(await dataFolder(place, 'fallback'), { path: join(folder, '.git', 'stage-runner') });
  });

  it('knows a name for a user that no list of users has', function () {
    // Only root may become such a user.
    if (process.getuid?.() !== 0) this.skip();
    const script = `const { userName } = require(process.argv[1]);
      require('simple-git');
      process.setuid(54321);
      userName('/').then((name) => process.stdout.write(name))`;
    const file = resolve(__dirname, '../../../src/node/git.ts');
    const env = { PATH: process.env['PATH'], USER: 'ada', TSX_DISABLE_CACHE: '1' };
    const args = ['--require=tsx/cjs', '-e', script, file];
    assert.equal(execFileSync(process.execPath, args, { encoding: 'utf8', env }), 'ada');
  });

  it('says why there is no repository and falls back', async () => {
    assert.deepEqual(await dataFolder(folder, 'fallback'), {
      path: 'fallback',
      problem: `${folder} is not in a git repository.`,
    });
    assert.deepEqual(await dataFolder(join(folder, 'gone'), 'fallback'), {
      path: 'fallback',
      problem: `The folder ${join(folder, 'gone')} does not exist.`,
    });
  });

  it('says that git is missing', async () => {
    const path = process.env['PATH'];
    process.env['PATH'] = folder;
    try {
      const { problem } = await dataFolder(folder, 'fallback');
      assert.equal(problem, 'git was not found. Install git, or put it on the PATH.');
    } finally {
      process.env['PATH'] = path;
    }
  });

  it('knows which paths are ignored, and that none is', async () => {
    git('init', '-q');
    writeFileSync(join(folder, '.gitignore'), 'dist\n*.log\n');
    const ignored = await ignoredPaths(folder, ['a.ts', 'dist/ü.js', 'new\nline.log', '-v.log']);
    assert.deepEqual(ignored, { value: new Set(['dist/ü.js', 'new\nline.log', '-v.log']) });
    assert.deepEqual(await ignoredPaths(folder, ['a.ts']), { value: new Set() });
  });

  it('names the user by git, whatever the environment says', async () => {
    git('init', '-q');
    git('config', 'user.name', 'Ada  L');
    process.env['GIT_DIR'] = '/nowhere';
    try {
      assert.equal(await userName(folder), 'Ada  L');
    } finally {
      delete process.env['GIT_DIR'];
    }
  });
});
