import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JOURNAL_VERSION, type RunEvent } from '../../../src/core/events';
import { nextOrder } from '../../../src/node/order';
import { RunStore } from '../../../src/node/runner/runStore';
import { STARTED } from '../core/sampleRun';
import { newFolder, newRepo, removeFolders } from './checkpoints/repo';
import { RestoreBed } from './checkpoints/restoreBed';

describe('the order of a data folder', () => {
  afterEach(removeFolders);
  const next = async (folder: string, now?: number): Promise<number> => {
    const { order } = await nextOrder(folder, now);
    assert.ok(order !== undefined);
    return order;
  };

  it('rises from call to call, whatever the clock says', async () => {
    const folder = newFolder();
    assert.deepEqual(
      [await next(folder, 5000), await next(folder, 1), await next(folder, 9e9)],
      [5001, 5002, 5003],
    );
  });

  it('rises for everybody who asks at the same time', async () => {
    const folder = newFolder();
    const before = await next(folder, 100);
    await Promise.all(Array.from({ length: 50 }, () => nextOrder(folder)));
    assert.equal(await next(folder), before + 51);
  });

  it('begins beyond what was given out when its file was deleted, or is none of ours', async () => {
    const folder = newFolder();
    const first = await next(folder);
    rmSync(join(folder, 'order'));
    assert.ok((await next(folder, Date.now() + 1000)) > first);
    writeFileSync(join(folder, 'order'), 'something else');
    assert.equal(await next(folder, 7000), 7001);
  });

  it('is not known where nothing can be written', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'order'));
    assert.deepEqual(await nextOrder(folder), {});
  });
});

describe('a clock that is set back', function () {
  this.timeout(20_000);
  const stores: RunStore[] = [];
  afterEach(() => {
    for (const store of stores.splice(0)) store.dispose();
    removeFolders();
  });

  /** So many hours after twelve. */
  const hour = (hours: number): Date => new Date(Date.UTC(2026, 0, 31, 12 + hours));

  it('neither takes back what came after a restore, nor keeps what came before', async () => {
    const repo = newRepo();
    const clock = { hours: 5 };
    const bed = new RestoreBed(repo.top);
    const now = (): Date => hour(clock.hours);
    const store = new RunStore(bed.dataFolder, { key: () => Promise.resolve(Buffer.alloc(32)) });
    stores.push(store);
    await store.open();
    const run = async (id: string): Promise<void> => {
      const base = { schema_version: JOURNAL_VERSION, at: now().toISOString() };
      const node = { type: 'node_entered', token: '0', node: 'a', kind: 'agent', visit: 1 } as const;
      await store.append(id, { ...STARTED, ...base, run: id, folder: repo.top } as unknown as RunEvent);
      await store.append(id, { ...node, ...base });
    };
    const runs = async (): Promise<string> => {
      await store.refresh();
      return store
        .runs()
        .map(({ id }) => id)
        .sort()
        .join(' ');
    };
    bed.now = now;
    await run('before');
    const target = await bed.take('then');
    clock.hours = 9;
    await run('cut');
    repo.write({ a: 'cut\n' });
    // From here on it is four hours earlier than the checkpoint, and later than nothing.
    clock.hours = 1;
    const { safety } = await bed.restored(target, { now });
    await run('after');
    assert.equal(await runs(), 'after before');
    clock.hours = 0;
    await bed.restored(safety, { now });
    await run('last');
    assert.equal(await runs(), 'before cut last');
    const lines = readFileSync(join(bed.dataFolder, 'restores.jsonl'), 'utf8').trim().split('\n');
    assert.equal(lines.length, 4);
  });
});
