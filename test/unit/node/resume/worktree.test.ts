import assert from 'node:assert/strict';
import { symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckpointRecord } from '../../../../src/core/checkpoints/checkpoint';
import { splitDirty } from '../../../../src/core/resume/facts';
import { gitCommand } from '../../../../src/node/checkpoints/gitCommand';
import { worktreeOf } from '../../../../src/node/resume/questions';
import { dirtyPaths, readStatus } from '../../../../src/node/resume/worktree';
import { run } from '../../core/mapValues';
import { emptyRepo, newFolder, newRepo, removeFolders, Repo } from '../checkpoints/repo';
import { ResumeWorld } from './world';

async function dirty(repo: Repo, before?: CheckpointRecord) {
  const problems: string[] = [];
  const ask = await worktreeOf(gitCommand, repo.top, new AbortController().signal, problems);
  assert.ok(ask, problems.join());
  return dirtyPaths(ask, before);
}

/** `what path`, sorted, with whether it is as before where that is known. */
const shown = (paths: Awaited<ReturnType<typeof dirty>>) =>
  paths
    .map(
      ({ what, path, asBefore }) => `${what} ${path}${asBefore === undefined ? '' : asBefore ? ' =' : ' ≠'}`,
    )
    .sort();

describe('runr.md 14 case 23: what is uncommitted', function () {
  this.timeout(20_000);

  afterEach(removeFolders);

  it('nothing, and only ignored files', async () => {
    const repo = newRepo({ '.gitignore': 'dist/\n*.log\n' });
    assert.deepEqual(await dirty(repo.write({ 'dist/a': 'x', 'b.log': 'x' })), []);
  });

  it('tracked, staged, untracked, deleted, renamed; spaces, other letters, line breaks', async () => {
    const text = 'a line that is long enough to be found again\n'.repeat(5);
    const repo = newRepo({ a: 'a\n', gone: 'x\n', 'old name': text });
    repo.git('mv', 'old name', 'new name');
    repo.write({ a: 'b\n', 'two words': 'x', 'ünï/ö': 'x', 'line\nbreak': 'x', staged: 'x' }).remove('gone');
    repo.git('add', 'staged');
    assert.deepEqual(shown(await dirty(repo)), [
      'added staged',
      'changed a',
      'deleted gone',
      'renamed new name',
      'untracked line\nbreak',
      'untracked two words',
      'untracked ünï/ö',
    ]);
  });

  it('a merge conflict', async () => {
    const repo = newRepo();
    repo.git('switch', '--quiet', '--create', 'topic');
    repo.write({ a: 'topic\n' }).commit();
    repo.git('switch', '--quiet', 'main');
    repo.write({ a: 'main\n' }).commit();
    assert.throws(() => repo.git('merge', 'topic'), /CONFLICT|Command failed/);
    assert.deepEqual(shown(await dirty(repo)), ['conflict a']);
  });

  it('a submodule with changes in it, and a repository inside', async () => {
    const inner = newRepo({ i: 'i\n' });
    const repo = newRepo();
    repo.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.top, 'sub');
    repo.commit('Add sub').write({ 'sub/i': 'changed\n' });
    emptyRepo(join(repo.top, 'nested')).write({ n: 'n' }).commit();
    assert.deepEqual(shown(await dirty(repo)), ['submodule sub', 'untracked nested/']);
  });

  it('before the first commit', async () => {
    assert.deepEqual(shown(await dirty(emptyRepo().write({ a: 'a' }))), ['untracked a']);
  });

  it('from a folder inside the repository, by paths from its top', async () => {
    const repo = newRepo().write({ 'in/side/x': 'x', y: 'y' });
    const inside = new Repo(join(repo.top, 'in/side'));
    assert.deepEqual(shown(await dirty(inside)), ['untracked in/side/x', 'untracked y']);
  });

  it('is read from what git says, whatever else git says', () => {
    assert.deepEqual(readStatus('# branch.oid x\0! ignored\0? a b\0'), [{ path: 'a b', what: 'untracked' }]);
    assert.deepEqual(readStatus(''), []);
  });
});

describe('D14: against the checkpoint before the run', function () {
  this.timeout(20_000);

  afterEach(removeFolders);

  const MINUTE = 60_000;
  const began = Date.parse(run('01').header.at);
  const touch = (repo: Repo, path: string, minute: number) => {
    const at = new Date(began + minute * MINUTE);
    utimesSync(join(repo.top, path), at, at);
  };

  it('tells what a stopped run left from what a person changed before and after', async () => {
    const world = new ResumeWorld();
    const { repo } = world;
    repo.write({ a: 'mine before\n', 'mine before': 'x', removed: 'x' });
    const before = await world.take('01', { kind: 'before_batch' });
    repo.write({ 'by run': 'x', 'plans/steps/02-step.md': 'by run\n', 'mine after': 'x' }).remove('removed');
    symlinkSync('a', join(repo.top, 'link'));
    touch(repo, 'by run', 5);
    touch(repo, 'plans/steps/02-step.md', 6);
    touch(repo, 'a', -5);
    touch(repo, 'mine before', 5);
    touch(repo, 'mine after', 50);
    const paths = await dirty(repo, before);
    assert.deepEqual(shown(paths), [
      'changed a =',
      'untracked by run ≠',
      'untracked link',
      'untracked mine after ≠',
      'untracked mine before =',
      'untracked plans/steps/02-step.md ≠',
    ]);
    const { header, lastAt } = run('01');
    assert.deepEqual(splitDirty(paths, { startedAt: header.at, lastAt }), {
      leftovers: ['by run', 'plans/steps/02-step.md'],
      edits: ['a', 'link', 'mine after', 'mine before'],
    });
  });

  it('asks for nothing where all of it was left by the stopped run', async () => {
    const world = new ResumeWorld();
    await world.take('01', { kind: 'before_batch' });
    world.repo.write({ 'by run': 'x' });
    touch(world.repo, 'by run', 5);
    world.runs = [world.ran(run('01'))];
    const { drifts } = await world.preview();
    assert.deepEqual(
      drifts.map(({ class: of, action, details }) => `${of} (${action}): ${details}`),
      ['dirty_tree (note): Uncommitted: 1 left by the stopped run.'],
    );
  });

  it('is told in the preview', async () => {
    const world = new ResumeWorld();
    await world.take('01', { kind: 'before_batch' });
    world.repo.write({ 'by run': 'x', mine: 'x' });
    touch(world.repo, 'by run', 5);
    touch(world.repo, 'mine', 50);
    world.runs = [world.ran(run('01'))];
    assert.deepEqual(await world.told(), [
      'none -',
      'dirty_tree: Uncommitted: 1 left by the stopped run, 1 of your own.',
      '  by run',
      '  mine',
      'at 01',
    ]);
  });

  it('what the checkpoint left out cannot be compared', async () => {
    const world = new ResumeWorld();
    const taken = await world.take('01', { kind: 'before_batch' });
    world.repo.write({ 'big/file': 'x', other: 'x' });
    const before = { ...taken, left_out: [{ path: 'big/', reason: 'too_many' as const }] };
    assert.deepEqual(shown(await dirty(world.repo, before)), ['untracked big/file', 'untracked other ≠']);
  });

  it('line ends that git converts are no change', async () => {
    const world = new ResumeWorld();
    world.repo.git('config', 'core.autocrlf', 'true');
    world.repo.write({ text: 'one\r\ntwo\r\n' });
    const before = await world.take('01', { kind: 'before_batch' });
    assert.deepEqual(shown(await dirty(world.repo, before)), ['untracked text =']);
  });

  it('a folder that is no repository has no worktree', async () => {
    const problems: string[] = [];
    assert.equal(
      await worktreeOf(gitCommand, newFolder(), new AbortController().signal, problems),
      undefined,
    );
    assert.equal(problems.length, 1);
  });
});
