import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { claim, OWNER_VERSION, release } from '../../../../src/node/runner/owner';

const PROCESSES = 6;
const ROUNDS = 150;

describe('the owner of a run', () => {
  it('is one at a time, however often the run is given up and taken meanwhile', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'owner ')));
    const holding = new Set<number>();
    const together: string[] = [];
    const work = async (pid: number): Promise<void> => {
      const owner = {
        ...{ schema_version: OWNER_VERSION, pid, start: `start-${pid}` },
        ...{ window: `w${pid}`, run: 'r1', folder },
      };
      for (let round = 0; round < ROUNDS; round += 1) {
        const claimed = await claim(folder, owner, () => Promise.resolve(true));
        if ('number' in claimed) {
          holding.add(pid);
          await setImmediate();
          if (holding.size > 1) together.push([...holding].join(' and '));
          holding.delete(pid);
          await release(folder, claimed.number);
        }
      }
    };
    try {
      await Promise.all(Array.from({ length: PROCESSES }, (_, at) => work(at + 1)));
      assert.deepEqual(together, []);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
