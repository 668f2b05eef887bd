import assert from 'node:assert/strict';
import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refOf } from '../../../../src/core/checkpoints/checkpoint';
import { openCheckpoints, type CheckpointStore } from '../../../../src/node/checkpoints/checkpointStore';
import { filesOnDisk, newFolder, newRepo, removeFolders, Repo } from './repo';
import { World } from './store';

const OPTIONS = {
  tool: { name: 'x', version: '1' },
  settings: () => ({ maxFileSize: 10, tagPrefix: '' }),
  now: () => new Date(),
  newId: () => 'safety',
};

describe('what there is of checkpoints', function () {
  this.timeout(20_000);

  afterEach(removeFolders);

  it('runr.md 14 case 7: reads past what is no record, and tells of it', async () => {
    const world = new World(newRepo());
    await world.take('good');
    await world.take('damaged');
    for (const [name, text] of Object.entries({
      'index.json': '{"good": 1}',
      'bad.json': '{',
      'empty.json': '',
      'half.json.0f0e.tmp': '{"schema',
      'damaged.json': '{"schema_version":1',
      'notes.txt': 'x',
    }))
      world.writeData(`checkpoints/${name}`, text);
    mkdirSync(world.recordFile('folder'));
    assert.equal(await world.shown(), 'damaged | cp damaged | rebuilt\ngood | cp good');
    const rejected = (await world.store.rejected()).map(
      ({ place, why, detail }) => `${place.slice(world.dataFolder.length)} ${why}: ${detail}`,
    );
    assert.deepEqual(rejected.map((text) => text.replace(/: It is not JSON.*|: It could not.*/, '')).sort(), [
      '/checkpoints/bad.json bad_json',
      '/checkpoints/empty.json bad_json: It is empty.',
      '/checkpoints/folder.json bad_json',
      '/checkpoints/index.json missing_field: "record_id" is missing; "name" is missing; "kind" is missing; ' +
        '"created_at" is missing.',
    ]);
  });

  it('runr.md 14 case 9: believes a whole record, also where the message of the commit says something else', async () => {
    const world = new World(newRepo());
    await world.take('one');
    await world.store.rename('one', 'Renamed');
    assert.equal(await world.shown(), 'one | Renamed');
  });

  it('runr.md 14 case 4: shows what a newer version wrote, and never changes or deletes it', async () => {
    const world = new World(newRepo());
    await world.take('one');
    await world.take('two');
    const newer = `{"schema_version":2,"weather":"rain",${JSON.stringify(world.readRecord('one')).slice(20)}`;
    world.writeData('checkpoints/one.json', newer);
    world.writeData(
      'checkpoints/two.json',
      JSON.stringify({ ...world.readRecord('two'), schema_version: '2.0' }),
    );
    assert.equal(await world.shown(), 'two | cp two | read only | rebuilt\none | cp one | read only');
    for (const id of ['one', 'two']) {
      assert.equal((await world.store.rename(id, 'Mine'))?.refused.code, 'newer_version');
      assert.equal((await world.store.remove([id]))?.refused.code, 'newer_version');
    }
    assert.equal(world.readRecord('one')['weather'], 'rain');
  });

  describe('rebuilds from the refs', () => {
    it('what has lost its record, and writes a record again when it is renamed', async () => {
      const world = new World(newRepo());
      const record = await world.take('one', { run_id: 'run1', attempt: 2 });
      rmSync(world.recordFile('one'));
      assert.deepEqual(await world.store.list(), [{ record, exists: true, readOnly: false, rebuilt: true }]);
      assert.equal(await world.store.rename('one', ' Mine '), undefined);
      assert.deepEqual(world.readRecord('one'), { ...record, name: 'Mine' });
      assert.equal(await world.shown(), 'one | Mine');
    });

    it('many at once, whatever their names are', async () => {
      const world = new World(newRepo());
      const names = ['two\nlines', 'tree 123\n\nx', '大きさ', '"'];
      for (const [index, name] of names.entries()) await world.take(`n${index}`, { name });
      rmSync(join(world.dataFolder, 'checkpoints'), { recursive: true });
      const seen = await world.store.list();
      assert.deepEqual(seen.map(({ record }) => record.name).reverse(), names);
    });

    it('nothing from a ref that names something else, and says so', async () => {
      const { repo, store } = new World(newRepo());
      repo.git('update-ref', refOf('head'), 'HEAD');
      repo.git('update-ref', refOf('blob'), repo.git('rev-parse', 'HEAD:a'));
      repo.git('update-ref', `${refOf('deep')}/er`, 'HEAD');
      assert.deepEqual(await store.list(), []);
      assert.deepEqual(
        (await store.rejected()).map(({ place, why }) => `${place} ${why}`),
        [`${refOf('head')} ref_moved`],
      );
    });
  });

  it('tells a checkpoint whose commit is gone, or whose ref names another one, from a whole one', async () => {
    const world = new World(newRepo());
    for (const id of ['gone', 'moved', 'loose']) await world.take(id);
    const { repo } = world;
    repo.git('update-ref', refOf('moved'), 'HEAD');
    repo.git('update-ref', '-d', refOf('loose'));
    repo.git('update-ref', '-d', refOf('gone'));
    const sha = world.readRecord('gone').git!.sha;
    world.writeData(
      'checkpoints/gone.json',
      JSON.stringify(world.readRecord('gone')).replace(sha, '0'.repeat(40)),
    );
    assert.equal(
      await world.shown(),
      'loose | cp loose | ref_moved\nmoved | cp moved | ref_moved\ngone | cp gone | gone | object_missing',
    );
  });

  it('has only those of its own worktree, and keeps them when a worktree is removed and made again (D3, runr.md 14 case 18)', async () => {
    const main = new World(newRepo());
    const place = join(newFolder(), 'tree');
    main.repo.git('worktree', 'add', '--quiet', place);
    await main.take('main');
    const linked = new World(new Repo(place));
    await linked.take('linked');
    assert.equal(linked.dataFolder, main.dataFolder);
    assert.equal(await main.shown(), 'main | cp main');
    assert.equal(await linked.shown(), 'linked | cp linked');
    assert.equal((await main.store.rename('linked', 'x'))?.refused.code, 'other_worktree');
    main.repo.git('worktree', 'remove', '--force', place);
    main.repo.git('worktree', 'add', '--quiet', place, 'tree');
    assert.equal(await linked.shown(), 'linked | cp linked');
  });

  it('finds them again after the folder was moved, and not in a copy', async () => {
    const place = join(newFolder(), 'first');
    const repo = newRepo().top;
    renameSync(repo, place);
    const open = async (folder: string): Promise<CheckpointStore> => {
      const dataFolder = join(folder, '.git/stage-runner');
      const store = await openCheckpoints({ ...OPTIONS, folder, dataFolder });
      assert.ok(!('refused' in store));
      store.dispose();
      return store;
    };
    const ids = async (folder: string): Promise<string[]> =>
      (await (await open(folder)).list()).map(({ record }) => `${record.record_id} ${record.git!.worktree}`);
    await (await open(place)).take({ id: 'one', name: 'One', kind: 'manual', deadlineMs: 60_000 });
    const copy = join(newFolder(), 'copy');
    cpSync(place, copy, { recursive: true });
    assert.deepEqual(await ids(copy), []);
    const moved = join(newFolder(), 'moved');
    renameSync(place, moved);
    assert.deepEqual(await ids(moved), [`one ${moved}`]);
    writeFileSync(join(moved, 'a'), 'later\n');
    const store = await open(moved);
    const preview = await store.preview('one');
    assert.ok('changes' in preview);
    assert.ok('restored' in (await store.restore('one', preview, 'Ada')));
    assert.deepEqual(filesOnDisk(moved), ['file a = a\n']);
  });

  it('keeps everything when git cleans the folder of all that it does not track (D5, runr.md 14 case 19)', async () => {
    const world = new World(newRepo({ a: 'a\n', '.gitignore': '*.json\n' }));
    await world.take('one');
    assert.equal(world.repo.git('status', '--porcelain', '--ignored'), '');
    world.repo.git('clean', '-fdx', '--quiet');
    world.repo.git('reflog', 'expire', '--expire=now', '--all');
    world.repo.git('gc', '--quiet', '--prune=now');
    assert.equal(await world.shown(), 'one | cp one');
  });

  it('keeps the records of two steps between which nothing changed, each with its own checks (D1, D2, runr.md 14 case 20)', async () => {
    const world = new World(newRepo());
    const gates = [{ id: 'test', command: 'npm test', exit_code: 0, duration_ms: 1 }];
    const step = (number: string): { key: string; number: string; title: string } => ({
      key: `step-${number}`,
      number,
      title: number,
    });
    const first = await world.take('one', {
      step: step('01'),
      outcome: 'completed',
      verification: { status: 'passed', gates },
    });
    await world.take('two', {
      step: step('02'),
      outcome: 'completed',
      verification: { status: 'not_run', gates: [] },
      unchangedTree: first.git!.tree,
    });
    const seen = await world.store.list();
    assert.deepEqual(
      seen.map(
        ({ record: { step: of, outcome, verification } }) => `${of?.key} ${outcome} ${verification?.status}`,
      ),
      ['step-02 no_changes not_run', 'step-01 completed passed'],
    );
    assert.equal(seen[0]!.record.git!.tree, seen[1]!.record.git!.tree);
  });
});
