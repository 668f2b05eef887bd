import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { newRepo, removeFolders } from './repo';
import { START, World } from './store';

const DAY = 24 * 60 * 60 * 1000;

describe('cleaning up checkpoints', function () {
  this.timeout(20_000);

  afterEach(removeFolders);

  it('offers what is old, and not the way back from a restore', async () => {
    let day = 0;
    const world = new World(newRepo(), { now: () => new Date(START + DAY * day) });
    for (const id of ['target', 'old', 'newest']) {
      await world.take(id);
      world.repo.write({ a: `after ${id}\n` });
    }
    day = 1;
    const preview = await world.store.preview('target');
    assert.ok('changes' in preview);
    const result = await world.store.restore('target', preview, 'Ada');
    assert.ok('restored' in result);
    day = 40;
    const ids = (await world.store.removable()).map(({ record }) => record.record_id);
    assert.deepEqual(ids.sort(), ['newest', 'old', 'target']);
    assert.equal(await world.store.remove(ids), undefined);
    assert.equal(await world.shown(), `${result.safety.record_id} | before returning to ‘cp target’`);
    assert.deepEqual(await world.store.removable(), []);
  });

  it('counts the bytes that only the deleted ones hold', async () => {
    const world = new World(newRepo());
    const { repo, store } = world;
    const size = async (...ids: string[]): Promise<number> => {
      const bytes = await store.size(ids);
      assert.ok(typeof bytes === 'number');
      return bytes;
    };
    repo.write({ committed: randomBytes(50_000) }).commit();
    await world.take('same');
    repo.write({ shared: randomBytes(20_000), own: randomBytes(10_000) });
    await world.take('first');
    repo.remove('own');
    await world.take('second');
    const near = (bytes: number, expected: number): void => {
      assert.ok(bytes >= expected && bytes < expected + 3000, `${bytes} is not about ${expected}`);
    };
    near(await size('same'), 0);
    near(await size('first'), 10_000);
    near(await size('second'), 0);
    near(await size('first', 'second'), 30_000);
    assert.equal(await size(), 0);
    assert.equal(await size('none'), 0);
  });

  it('is told where git cannot be asked', async () => {
    const world = new World(newRepo());
    await world.take('one');
    world.repo.remove('.git/HEAD');
    const size = await world.store.size(['one']);
    assert.ok(typeof size === 'object' && size.refused.code === 'not_a_repository');
  });
});
