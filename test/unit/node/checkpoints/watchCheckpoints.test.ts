import assert from 'node:assert/strict';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newRepo, removeFolders } from './repo';
import { World } from './store';

describe('changes of checkpoints', function () {
  this.timeout(20_000);

  let world: World;
  let other: World;
  let heard: number;
  let next: (() => void) | undefined;

  /** Resolves with the next change that is told. */
  const change = (): Promise<void> => new Promise((resolve) => (next = resolve));

  beforeEach(async () => {
    const repo = newRepo();
    [world, other] = [new World(repo), new World(repo)];
    heard = 0;
    await world.store.open();
    world.store.onDidChange(() => {
      heard += 1;
      next?.();
    });
  });
  afterEach(() => {
    world.store.dispose();
    removeFolders();
  });

  /** The watcher has had its say about everything before once it tells of this. */
  const settled = async (): Promise<void> => {
    const told = change();
    appendFileSync(join(world.dataFolder, 'restores.jsonl'), '\n');
    await told;
  };

  it('of this window are told once, at once', async () => {
    await world.take('one');
    assert.equal(heard, 1);
    await world.store.rename('one', 'Mine');
    assert.equal(heard, 2);
    await world.store.remove(['one']);
    assert.equal(heard, 3);
    await settled();
    assert.equal(heard, 4);
  });

  it('of another window are told when they are there to be read', async () => {
    const taken = change();
    await other.take('one');
    await taken;
    assert.equal(await world.shown(), 'one | cp one');
    const renamed = change();
    await other.store.rename('one', 'Theirs');
    await renamed;
    assert.equal(await world.shown(), 'one | Theirs');
    const removed = change();
    await other.store.remove(['one']);
    await removed;
    assert.equal(await world.shown(), '');
  });

  it('are not told of what is no checkpoint, nor of what changes nothing', async () => {
    world.writeData('checkpoints/half.json.tmp', 'x');
    world.writeData('status.jsonl', 'x');
    assert.equal((await world.store.rename('none', 'x'))?.refused.code, 'no_such_checkpoint');
    await settled();
    assert.equal(heard, 1);
  });

  it('of this window are told where nothing can be watched', async () => {
    const repo = newRepo();
    const blind = new World(repo);
    writeFileSync(blind.dataFolder, 'a file in the place of the folder');
    await blind.store.open();
    assert.match(blind.store.watchProblem ?? '', /is not watched: E/);
    let told = 0;
    blind.store.onDidChange(() => (told += 1));
    await blind.take('one');
    assert.equal(told, 1);
    rmSync(blind.dataFolder);
  });

  it('are not told any more to who has stopped listening', async () => {
    const lone = new World(newRepo());
    const stop = lone.store.onDidChange(() => assert.fail('told'));
    stop();
    await lone.take('one');
  });
});
