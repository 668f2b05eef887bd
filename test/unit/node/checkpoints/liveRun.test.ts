import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ownership } from '../../../../src/node/runner/ownership';
import { systemProcesses } from '../../../../src/node/runner/systemProcesses';
import { newFolder, removeFolders, Repo } from './repo';
import { World } from './store';

describe('a restore while a run is at work', function () {
  this.timeout(30_000);
  afterEach(removeFolders);

  /** A repository with a checkpoint `c1` of "one", and "two" in the file since. */
  async function changed(): Promise<World> {
    const repo = new Repo(newFolder());
    repo.git('init', '--quiet');
    repo.git('config', 'user.name', 'T');
    repo.git('config', 'user.email', 't@localhost');
    const world = new World(repo.write({ a: 'one' }).commit());
    await world.take('c1');
    repo.write({ a: 'two' });
    return world;
  }

  async function restore(world: World, run?: string): Promise<string> {
    const preview = await world.store.preview('c1');
    assert.ok(!('refused' in preview));
    const result = await world.store.restore('c1', preview, 'Ada', 'files', run);
    return 'refused' in result ? result.refused.code : 'restored' in result ? 'restored' : 'stray';
  }

  for (const [name, where, expected] of [
    ['in the worktree', (top: string) => top, 'run_live, two'],
    ['in a folder of the worktree', (top: string) => join(top, 'packages'), 'run_live, two'],
    ['elsewhere', (top: string) => join(top, '..'), 'restored, one'],
  ] as const) {
    it(name, async () => {
      const world = await changed();
      const ownership = new Ownership(join(world.dataFolder, 'runs'), 'w', systemProcesses);
      const hold = await ownership.take({
        run: 'r1',
        folder: where(world.repo.top),
        parent: undefined,
      });
      assert.ok(hold);
      const outcome = await restore(world);
      assert.equal(`${outcome}, ${world.repo.read('a')}`, expected);
      await ownership.give(hold, false);
      if (outcome === 'restored') return;
      const log = readFileSync(join(world.dataFolder, 'restores.jsonl'), 'utf8').trimEnd().split('\n');
      assert.match(log.at(-1) ?? '', /"outcome":"refused","files":0/);
      assert.deepEqual(
        (await world.store.list()).map(({ record }) => record.record_id),
        ['c1'],
      );
      assert.equal(await restore(world), 'restored');
    });
  }

  it('is its own, and no other', async () => {
    const world = await changed();
    const ownership = new Ownership(join(world.dataFolder, 'runs'), 'w', systemProcesses);
    const hold = await ownership.take({ run: 'r1', folder: world.repo.top, parent: undefined });
    assert.ok(hold);
    assert.equal(`${await restore(world, 'r2')}, ${world.repo.read('a')}`, 'run_live, two');
    assert.equal(`${await restore(world, 'r1')}, ${world.repo.read('a')}`, 'restored, one');
    const log = readFileSync(join(world.dataFolder, 'restores.jsonl'), 'utf8').trimEnd().split('\n');
    assert.match(log.at(-2) ?? '', /"type":"restore_started".*"run":"r1"/);
    await ownership.give(hold, false);
  });

  it('and where nothing ever ran', async () => {
    const world = await changed();
    assert.equal(`${await restore(world)}, ${world.repo.read('a')}`, 'restored, one');
  });
});
