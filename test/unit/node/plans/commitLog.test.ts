import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { CommitSubject } from '../../../../src/core/formats/format';
import { gitCommand, type GitAnswer, type GitCommand } from '../../../../src/node/checkpoints/gitCommand';
import { CommitLog } from '../../../../src/node/plans/commitLog';
import { Tree } from './tree';

let tree: Tree;
let asked: number;

const counting: GitCommand = (request) => {
  asked += 1;
  return gitCommand(request);
};

function git(...args: string[]): void {
  const env = {
    ...process.env,
    GIT_COMMITTER_DATE: '2026-01-02T03:04:05+02:00',
    GIT_CONFIG_GLOBAL: '/dev/null',
  };
  execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@t', ...args], { cwd: tree.path, env });
}

async function read(log: CommitLog, folder: string): Promise<readonly CommitSubject[]> {
  const commits = await log.of(folder);
  if (typeof commits === 'string') assert.fail(commits);
  return commits;
}

const subjects = async (log: CommitLog, folder: string): Promise<string[]> =>
  (await read(log, folder)).map(({ subject }) => subject);

describe('CommitLog', () => {
  beforeEach(async () => {
    tree = await Tree.make({ 'pkg/a.txt': 'a' });
    asked = 0;
  });
  afterEach(() => tree.remove());

  it('gives subjects and times, newest first, of a folder in a repository', async () => {
    git('init', '-q', '-b', 'main');
    git('commit', '-q', '--allow-empty', '-m', 'feat(01-02): one\n\nbody');
    git('commit', '-q', '--allow-empty', '-m', 'Zwei – $(x) \x1f y');
    const commits = await read(new CommitLog(gitCommand), tree.at('pkg'));
    assert.deepEqual(
      commits.map(({ subject, at, sha }) => [subject, at, sha.length]),
      [
        ['Zwei – $(x) ', '2026-01-02T01:04:05.000Z', 40],
        ['feat(01-02): one', '2026-01-02T01:04:05.000Z', 40],
      ],
    );
  });

  it('asks git again only when HEAD moved, and says what to watch for that', async () => {
    git('init', '-q', '-b', 'main');
    git('commit', '-q', '--allow-empty', '-m', 'one');
    const log = new CommitLog(counting);
    const first = await log.of(tree.path);
    const before = asked;
    assert.equal(await log.of(tree.path), first);
    assert.equal(asked, before);
    assert.deepEqual(log.logs, [tree.at('.git/logs/HEAD')]);
    git('commit', '-q', '--allow-empty', '-m', 'two');
    assert.deepEqual(await subjects(log, tree.path), ['two', 'one']);
  });

  it('gives the same array where git keeps no log and HEAD stayed', async () => {
    git('init', '-q', '-b', 'main');
    git('-c', 'core.logAllRefUpdates=false', 'commit', '-q', '--allow-empty', '-m', 'one');
    const log = new CommitLog(gitCommand);
    assert.equal(await log.of(tree.path), await log.of(tree.path));
  });

  it('gives none without a commit, and says that there is no repository', async () => {
    const log = new CommitLog(gitCommand);
    assert.equal(await log.of(tree.path), 'the folder is in no git repository');
    git('init', '-q', '-b', 'main');
    assert.deepEqual(await log.of(tree.path), []);
  });

  it('says why git told nothing', async () => {
    const answering = (code: GitAnswer['code'], stderr: string): Promise<unknown> =>
      new CommitLog(() => Promise.resolve({ code, stdout: Buffer.alloc(0), stderr })).of(tree.path);
    assert.deepEqual(
      [
        await answering('not_started', 'spawn git ENOENT'),
        await answering('aborted', ''),
        await answering('killed', ''),
        await answering(128, 'fatal: detected dubious ownership\nTo add an exception'),
      ],
      [
        'git could not be started (spawn git ENOENT)',
        'git did not answer within 10 seconds',
        'git was ended from outside',
        'git says "fatal: detected dubious ownership"',
      ],
    );
  });

  it('says that a repository whose HEAD leads to nothing that is there was not read', async () => {
    git('init', '-q', '-b', 'main');
    writeFileSync(tree.at('.git/refs/heads/main'), `${'a'.repeat(40)}\n`);
    const commits = await new CommitLog(gitCommand).of(tree.path);
    assert.ok(typeof commits === 'string' && /^git says "fatal: bad object HEAD/.test(commits));
  });

  it('starts no program that the repository names', async function () {
    if (process.platform === 'win32') return this.skip();
    git('init', '-q', '-b', 'main');
    git('commit', '-q', '--allow-empty', '-m', 'one');
    mkdirSync(tree.at('bin'));
    writeFileSync(tree.at('bin/evil'), `#!/bin/sh\ntouch ${tree.at('started')}\n`, { mode: 0o755 });
    for (const key of ['gpg.program', 'core.pager', 'core.fsmonitor', 'pager.log'])
      git('config', key, tree.at('bin/evil'));
    git('config', 'log.showSignature', 'true');
    assert.deepEqual(await subjects(new CommitLog(gitCommand), tree.path), ['one']);
    assert.throws(() => execFileSync('ls', [tree.at('started')], { stdio: 'ignore' }));
  });
});
