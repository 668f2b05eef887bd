import assert from 'node:assert/strict';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { refOf } from '../../../../src/core/checkpoints/checkpoint';
import { openCheckpoints, type CheckpointStore } from '../../../../src/node/checkpoints/checkpointStore';
import { GitUnavailable } from '../../../../src/node/checkpoints/refs';
import { assertSound, filesOnDisk, newFolder, newRepo, removeFolders, Repo, untouched } from './repo';
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
    assert.deepEqual(record, {
      schema_version: 1,
      record_id: 'one',
      tool: { name: 'stage-runner', version: '0.0.1' },
      created_at: '2026-01-01T00:00:00.000Z',
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
    for (const id of ['a', 'b', 'c']) await world.take(id);
    utimesSync(world.recordFile('a'), 30, 30);
    utimesSync(world.recordFile('b'), 20, 20);
    utimesSync(world.recordFile('c'), 20, 20);
    assert.equal(await world.shown(), 'a | cp a\nc | cp c\nb | cp b');
    const clock = new World(newRepo());
    for (const id of ['z', 'y']) await clock.take(id);
    assert.equal(await clock.shown(), 'y | cp y\nz | cp z');
  });

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
    assert.equal(await world.shown(), `${safety} | before returning to 'cp one'\ntwo | cp two\none | cp one`);
    await back(safety);
    assert.deepEqual(filesOnDisk(repo.top), later);
    assert.equal(await store.unfinished(), undefined);
    for (const refused of [await store.preview('x'), await store.changes('one', 'x')])
      assert.ok('refused' in refused && refused.refused.code === 'no_such_checkpoint');
    assert.equal(await store.fileAt('x', 'a'), undefined);
  });

  describe('removes', () => {
    it('ref and record, and nothing else', async () => {
      const world = new World(newRepo(), { tagPrefix: 'cp' });
      for (const id of ['a', 'b', 'c']) await world.take(id);
      rmSync(world.recordFile('b'));
      assert.equal(await world.store.remove(['a', 'b', 'none']), undefined);
      assert.equal(await world.shown(), 'c | cp c');
      assert.deepEqual(readdirSync(join(world.dataFolder, 'checkpoints')), ['c.json']);
      assert.equal(
        world.repo.git('for-each-ref', '--format=%(refname)'),
        `refs/heads/main\n${refOf('c')}\nrefs/tags/cp-02\nrefs/tags/cp-03`,
      );
      assertSound(world.repo);
    });

    it('nothing at all where git refuses', async () => {
      const world = new World(newRepo());
      for (const id of ['a', 'b']) await world.take(id);
      const lock = join(world.repo.top, '.git', `${refOf('b')}.lock`);
      appendFileSync(lock, '');
      assert.equal((await world.store.remove(['a', 'b']))?.refused.code, 'locked');
      assert.equal(await world.shown(), 'b | cp b\na | cp a');
      rmSync(lock);
      assert.equal(await world.store.remove(['a', 'b']), undefined);
      assert.equal(await world.shown(), '');
    });

    it('never what a rollback can still be undone or finished with', async () => {
      const world = new World(newRepo());
      for (const id of ['target', 'safety', 'other', 'back']) await world.take(id);
      const entry = (type: string, id: string, more: object): void => {
        const at = '2026-01-01T00:00:09.000Z';
        appendFileSync(
          join(world.dataFolder, 'restores.jsonl'),
          `${JSON.stringify({ schema_version: 1, type, id, at, ...more })}\n`,
        );
      };
      const started = (checkpoint: string, safety: string): object => ({
        by: 'Ada',
        worktree: world.repo.top,
        checkpoint: { id: checkpoint, at: '2026-01-01T00:00:00.000Z', name: `cp ${checkpoint}` },
        safety: { id: safety, at: '2026-01-01T00:00:08.000Z' },
      });
      const code = async (id: string): Promise<string | undefined> =>
        (await world.store.remove([id]))?.refused.code;
      entry('restore_started', 'r1', started('target', 'safety'));
      assert.equal(await code('target'), 'restore_unfinished');
      assert.equal(await code('safety'), 'restore_unfinished');
      entry('restore_ended', 'r1', { outcome: 'restored', files: 1 });
      assert.equal(await code('safety'), 'undo_of_restore');
      assert.equal(await code('other'), undefined);
      entry('restore_started', 'r2', started('safety', 'back'));
      entry('restore_ended', 'r2', { outcome: 'restored', files: 1 });
      assert.equal(await code('back'), 'undo_of_restore');
      assert.equal(await code('safety'), undefined);
    });
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
