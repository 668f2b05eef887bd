import assert from 'node:assert/strict';
import promises from 'node:fs/promises';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { whileLocked } from '../../../src/node/fileLock';

const DEAD = JSON.stringify({ schema_version: 1, pid: process.pid, start: '0', id: 'x' });

describe('a lock file', () => {
  const { rm, open } = promises;
  let folder: string;
  let lock: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lock '));
    lock = join(folder, 'log.lock');
  });
  afterEach(() => {
    Object.assign(promises, { rm, open });
    rmSync(folder, { recursive: true, force: true });
  });

  it('of a dead process is removed by one alone of two who find it, and no lock of the other with it', async () => {
    writeFileSync(lock, DEAD);
    let goOn = (): void => undefined;
    const moment = new Promise<void>((resolve) => (goOn = resolve));
    const removals: Promise<void>[] = [];
    // The first who removes is held back until the other works already, or waits for its turn to look.
    promises.rm = (path, options) => {
      if (path !== lock) return rm(path, options);
      const removal = (removals.length === 0 ? moment : Promise.resolve()).then(() => rm(path, options));
      removals.push(removal);
      return removal;
    };
    let turns = 0;
    promises.open = (path, flags, mode) => {
      if (/\.lock\.[0-9a-f]{16}$/.test(String(path)) && (turns += 1) > 2) goOn();
      return open(path, flags, mode);
    };
    const kept: boolean[] = [];
    const work = async (): Promise<void> => {
      goOn();
      await Promise.all(removals);
      kept.push(existsSync(lock));
    };
    const answers = await Promise.all([whileLocked(lock, work, 10_000), whileLocked(lock, work, 10_000)]);
    assert.ok(answers.every((answer) => 'value' in answer));
    assert.deepEqual(kept, [true, true]);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('that somebody put in its place is not removed by who held it before', async () => {
    await whileLocked(
      lock,
      () => {
        writeFileSync(lock, 'theirs');
        return Promise.resolve();
      },
      10,
    );
    assert.deepEqual(readdirSync(folder), ['log.lock']);
  });
});
