/** What goes wrong around a record's writing: the checkpoint exists from its ref on (runr.md 12.4). */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gitCommand } from '../../../../src/node/checkpoints/gitCommand';
import { snapshotWith } from '../../../../src/node/checkpoints/snapshot';
import { assertSound, newRepo, removeFolders, untouched } from './repo';
import { World } from './store';

const SOURCE = resolve(__dirname, '../../../../src/node/checkpoints');

describe('records of checkpoints that cannot be written', function () {
  this.timeout(20_000);

  afterEach(removeFolders);

  it('runr.md 14 case 21: are told, the checkpoint is there, and nothing is left half-written', async () => {
    const world = new World(newRepo());
    // A folder in the record's place: no rename can replace it, whoever tries.
    mkdirSync(join(world.recordFile('one'), 'in the way'), { recursive: true });
    const result = await world.store.take({ id: 'one', name: 'One', kind: 'manual', deadlineMs: 60_000 });
    assert.ok('record' in result);
    assert.match(result.recordProblem ?? '', /^The record .*one\.json could not be written: E/);
    assert.equal(await world.shown(), 'one | One | rebuilt');
    assert.deepEqual(readdirSync(join(world.dataFolder, 'checkpoints')), ['one.json']);
    rmSync(world.recordFile('one'), { recursive: true });
    assert.equal(await world.store.rename('one', 'Mine'), undefined);
    assert.equal(await world.shown(), 'one | Mine');
  });

  it('runr.md 14 case 21: are told for a folder that may not be written to', async function () {
    // Root may write everywhere.
    if (process.getuid?.() === 0) this.skip();
    const world = new World(newRepo());
    const folder = join(world.dataFolder, 'checkpoints');
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o500);
    const result = await world.store.take({ id: 'one', name: 'One', kind: 'manual', deadlineMs: 60_000 });
    chmodSync(folder, 0o700);
    assert.ok('record' in result);
    assert.match(result.recordProblem ?? '', /EACCES/);
    assert.equal(await world.shown(), 'one | One | rebuilt');
  });

  it('are told when the folder itself cannot be made, and are noticed by who listens', async () => {
    const world = new World(newRepo());
    world.writeData('checkpoints', 'a file in the place of the folder');
    const heard: string[] = [];
    world.store.onDidChange(() => heard.push('change'));
    const result = await world.store.take({ id: 'one', name: 'One', kind: 'manual', deadlineMs: 60_000 });
    assert.ok('record' in result && result.recordProblem !== undefined);
    assert.deepEqual(heard, ['change']);
  });

  // runr.md 14 case 22: the process dies before each call of git, and once more between the ref and the record.
  const steps = ['rev-parse', 'status', 'hash-object', 'update-ref', 'record'];
  for (const step of steps)
    it(`runr.md 14 case 22: a crash before "${step}" leaves nothing, or a checkpoint that is found`, async () => {
      const world = new World(newRepo().write({ b: 'new\n' }));
      const before = untouched(world.repo);
      const script = `
        const { CheckpointStore } = require(${JSON.stringify(join(SOURCE, 'checkpointStore.ts'))});
        const { snapshotWith } = require(${JSON.stringify(join(SOURCE, 'snapshot.ts'))});
        const { stepwise } = require(${JSON.stringify(join(__dirname, 'stepwise.ts'))});
        const step = ${JSON.stringify(step)};
        const git = stepwise((command) => {
          if (command === step) process.kill(process.pid, 'SIGKILL');
        });
        const snapshot = async (request) => {
          const result = await snapshotWith(git)(request);
          if (step === 'record') process.kill(process.pid, 'SIGKILL');
          return result;
        };
        new CheckpointStore({
          dataFolder: ${JSON.stringify(world.dataFolder)},
          tool: { name: 'stage-runner', version: '0.0.1' },
          settings: () => ({ maxFileSize: 10, tagPrefix: '' }),
          now: () => new Date(0),
          newId: () => 'x',
          top: ${JSON.stringify(world.repo.top)},
          git,
          snapshot,
        }).take({ id: 'one', name: 'One', kind: 'manual', deadlineMs: 60000 });
      `;
      const { signal } = spawnSync(process.execPath, ['--require=tsx/cjs', '-e', script], {
        cwd: resolve(__dirname, '../../../..'),
      });
      assert.equal(signal, 'SIGKILL');
      assert.deepEqual(untouched(world.repo), before);
      assertSound(world.repo);
      assert.equal(await world.shown(), step === 'record' ? 'one | One | rebuilt' : '');
      await world.take('two');
      assert.match(await world.shown(), /^two \| cp two/);
    });

  it('are not written where git gave no checkpoint', async () => {
    const world = new World(newRepo(), {
      snapshot: snapshotWith((asked) =>
        asked.args[0] === 'hash-object'
          ? Promise.resolve({ code: 128, stdout: Buffer.alloc(0), stderr: 'fatal: no' })
          : gitCommand(asked),
      ),
    });
    const result = await world.store.take({ id: 'one', name: 'One', kind: 'manual', deadlineMs: 60_000 });
    assert.ok('refused' in result);
    assert.equal(await world.shown(), '');
    assert.equal(world.repo.git('for-each-ref', 'refs/stage-runner'), '');
  });
});
