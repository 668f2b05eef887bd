import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { refOf } from '../../../../src/core/checkpoints/checkpoint';
import { openCheckpoints } from '../../../../src/node/checkpoints/checkpointStore';
import { gitCommand, within } from '../../../../src/node/checkpoints/gitCommand';
import { GitUnavailable } from '../../../../src/node/checkpoints/refs';
import { filesOnDisk, newFolder, newRepo, removeFolders, untouched } from './repo';
import { World } from './store';

const OPTIONS = {
  tool: { name: 'x', version: '1' },
  settings: () => ({ maxFileSize: 10, tagPrefix: '' }),
  now: () => new Date(),
  newId: () => 'safety',
};

describe('the store of checkpoints', function () {
  this.timeout(20_000);

  afterEach(removeFolders);

  it('takes, records and lists a checkpoint, and leaves the repository as it was', async () => {
    const repo = newRepo({ a: 'a\n', '.gitignore': 'ignored\n' }).write({ b: 'new\n', ignored: 'x' });
    const world = new World(repo);
    const before = untouched(repo);
    const record = await world.take('one', {
      kind: 'before_batch',
      run_id: 'run1',
      attempt: 1,
      outcome: 'completed',
      by: 'Ada',
    });
    assert.ok(record.order !== undefined);
    assert.deepEqual(record, {
      schema_version: 1,
      record_id: 'one',
      tool: { name: 'stage-runner', version: '0.0.1' },
      created_at: '2026-01-01T00:00:00.000Z',
      order: record.order,
      name: 'cp one',
      kind: 'before_batch',
      run_id: 'run1',
      attempt: 1,
      outcome: 'completed',
      by: 'Ada',
      git: {
        ref: refOf('one'),
        tree: repo.git('rev-parse', `${refOf('one')}^{tree}`),
        head: repo.git('rev-parse', 'HEAD'),
        branch: 'main',
        worktree: repo.top,
        files_changed: 1,
        sha: repo.git('rev-parse', refOf('one')),
      },
      left_out: [],
    });
    assert.deepEqual(world.readRecord('one'), record);
    assert.deepEqual(await world.store.list(), [{ record, exists: true, readOnly: false, rebuilt: false }]);
    rmSync(world.dataFolder, { recursive: true });
    assert.deepEqual(untouched(repo), before);
  });

  it('lists newest first, and by the time of writing where the times are the same (runr.md 14 cases 1 and 2)', async () => {
    const world = new World(newRepo(), { now: () => new Date(0) });
    for (const id of ['a', 'b', 'c']) {
      // As an older version wrote it.
      const { order, ...older } = await world.take(id);
      assert.ok(order !== undefined);
      world.writeData(`checkpoints/${id}.json`, JSON.stringify(older));
    }
    utimesSync(world.recordFile('a'), 30, 30);
    utimesSync(world.recordFile('b'), 20, 20);
    utimesSync(world.recordFile('c'), 20, 20);
    assert.equal(await world.shown(), 'a | cp a\nc | cp c\nb | cp b');
    const clock = new World(newRepo());
    for (const id of ['z', 'y']) await clock.take(id);
    assert.equal(await clock.shown(), 'y | cp y\nz | cp z');
  });

  it('keeps two checkpoints of the same moment apart, and never puts one in the place of another (D15)', async () => {
    const world = new World(newRepo(), { now: () => new Date(0) });
    await world.take('a');
    await world.take('b');
    const again = await world.store.take({ id: 'a', name: 'again', kind: 'manual', deadlineMs: 60_000 });
    assert.ok('refused' in again);
    assert.equal(await world.shown(), 'b | cp b\na | cp a');
  });

  it('knows a step by its key and content, not by its place alone (D16)', async () => {
    const world = new World(newRepo());
    const step = { key: 'k', number: '01', title: 'T', index: 0, content_hash: 'abc' };
    await world.take('one', { step });
    assert.deepEqual((await world.store.list())[0]!.record.step, step);
  });

  it('says why there can be none', async () => {
    const options = { ...OPTIONS, folder: newFolder(), dataFolder: newFolder() };
    const opened = await openCheckpoints(options);
    assert.ok('refused' in opened);
    assert.equal(opened.refused.code, 'not_a_repository');
    const inside = await openCheckpoints({ ...options, folder: newRepo({ 'sub/a': 'a' }).top + '/sub' });
    assert.ok(!('refused' in inside));
    inside.dispose();
  });

  it('refuses a repository whose configuration leads to another folder', async () => {
    const repo = newRepo();
    repo.git('config', 'core.worktree', newRepo().top);
    const opened = await openCheckpoints({ ...OPTIONS, folder: repo.top, dataFolder: newFolder() });
    assert.ok('refused' in opened);
    assert.equal(opened.refused.code, 'foreign_worktree');
  });

  it('does not call its checkpoints gone when git cannot be asked', async () => {
    const world = new World(newRepo());
    await world.take('one');
    renameSync(join(world.repo.top, '.git/HEAD'), join(world.repo.top, '.git/HEAD.away'));
    await assert.rejects(world.store.list(), GitUnavailable);
  });

  it('goes back and forth, compares and reads files by the ids of checkpoints', async () => {
    const world = new World(newRepo({ a: 'a\n', b: 'b\n' }).write({ c: 'c\n' }));
    const { repo, store } = world;
    await world.take('one');
    repo.write({ a: 'changed\n', d: 'd\n' }).remove('c');
    await world.take('two');
    const later = filesOnDisk(repo.top);
    const changes = [
      { path: 'a', what: 'changed' },
      { path: 'c', what: 'deleted' },
      { path: 'd', what: 'added' },
    ];
    assert.deepEqual(await store.changes('one'), changes);
    assert.deepEqual(await store.changes('one', 'two'), changes);
    assert.equal((await store.fileAt('one', 'a'))?.toString(), 'a\n');
    assert.equal(await store.fileAt('one', 'd'), undefined);
    const back = async (id: string): Promise<string> => {
      const preview = await store.preview(id);
      assert.ok('changes' in preview);
      const result = await store.restore(id, preview, 'Ada');
      assert.ok('restored' in result);
      assert.equal(result.restored.length, 3);
      return result.safety.record_id;
    };
    const safety = await back('one');
    assert.deepEqual(await store.changes('one'), []);
    assert.equal(await world.shown(), `${safety} | before returning to ‘cp one’\ntwo | cp two\none | cp one`);
    await back(safety);
    assert.deepEqual(filesOnDisk(repo.top), later);
    assert.equal(await store.unfinished(), undefined);
    for (const refused of [await store.preview('x'), await store.changes('one', 'x')])
      assert.ok('refused' in refused && refused.refused.code === 'no_such_checkpoint');
    assert.equal(await store.fileAt('x', 'a'), undefined);
  });

  it('tells what the system refuses, and changes nothing', async () => {
    const world = new World(newRepo({ a: 'a\n' }));
    await world.take('one');
    world.repo.write({ a: 'later\n' });
    const preview = await world.store.preview('one');
    assert.ok('changes' in preview);
    mkdirSync(join(world.dataFolder, 'restores.jsonl'));
    const answers = [await world.store.preview('one'), await world.store.restore('one', preview, 'Ada')];
    const temporary = process.env['TMPDIR'];
    process.env['TMPDIR'] = join(world.repo.top, 'none');
    try {
      answers.push(await world.store.restore('one', preview, 'Ada'));
      const changes = await world.store.changes('one');
      assert.ok('refused' in changes && changes.refused.code === 'system_error');
    } finally {
      if (temporary === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = temporary;
    }
    for (const answer of answers) assert.ok('refused' in answer && answer.refused.code === 'system_error');
    assert.equal(world.repo.read('a'), 'later\n');
  });

  it('gives git up that looks for ever', async function () {
    if (process.platform === 'win32') this.skip();
    const repo = newRepo();
    execFileSync('mkfifo', [join(repo.top, '.gitignore')]);
    const { code } = await within(100, gitCommand)({ folder: repo.top, args: ['status'] });
    assert.equal(code, 'aborted');
  });

  it('refuses a name that is none', async () => {
    const world = new World(newRepo());
    await world.take('one');
    for (const name of ['', '  ', 'x'.repeat(201)])
      assert.equal((await world.store.rename('one', name))?.refused.code, 'bad_name');
    assert.equal((await world.store.rename('two', 'x'))?.refused.code, 'no_such_checkpoint');
    assert.equal((await world.store.rename('../one', 'x'))?.refused.code, 'no_such_checkpoint');
    assert.ok(existsSync(world.recordFile('one')));
  });
});
