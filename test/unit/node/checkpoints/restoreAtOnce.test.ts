import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { CheckpointRecord } from '../../../../src/core/checkpoints/checkpoint';
import type { RestoreResult } from '../../../../src/node/checkpoints/ports';
import { filesOnDisk, newRepo, removeFolders, type Repo } from './repo';
import { RestoreBed } from './restoreBed';
import type { Order } from './restoreInProcess';

interface Scene {
  readonly repo: Repo;
  readonly bed: RestoreBed;
  readonly target: CheckpointRecord;
  readonly other: CheckpointRecord;
  /** The tree of `target`. */
  readonly then: readonly string[];
}

/** Two checkpoints; git waits for `go` when it writes `slow`. */
async function makeScene(): Promise<Scene> {
  const files = (word: string) => ({ a: `${word}\n`, slow: `${word}\n`, z: `${word}\n` });
  const repo = newRepo({ '.gitattributes': 'slow filter=slow\n', ...files('then') });
  const bed = new RestoreBed(repo.top);
  const target = await bed.take('then');
  const then = filesOnDisk(repo.top);
  const other = await bed.take('other');
  repo.write(files('now'));
  const inGit = (name: string): string => join(repo.top, '.git', name);
  repo.write({
    '.git/slow.sh': `#!/bin/sh\n: > '${inGit('writing')}'\nwhile ! [ -e '${inGit('go')}' ]; do sleep 0.02; done\ncat\n`,
  });
  chmodSync(inGit('slow.sh'), 0o755);
  repo.git('config', 'filter.slow.smudge', `'${inGit('slow.sh')}'`);
  return { repo, bed, target, other, then };
}

async function inAnotherProcess({ repo, bed, target }: Scene): Promise<RestoreResult> {
  const order: Order = { top: repo.top, target, preview: await bed.see(target) };
  const script = join(import.meta.dirname, 'restoreInProcess.ts');
  const child = spawn(process.execPath, ['--import=tsx', script, JSON.stringify(order)]);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await new Promise((resolve) => child.on('close', resolve));
  return (JSON.parse(said) as { result: RestoreResult }).result;
}

describe('two restores of a worktree at the same time', function () {
  this.timeout(60_000);
  before(function () {
    if (process.platform === 'win32') this.skip();
  });
  afterEach(removeFolders);

  const ways = {
    'in this window': ({ bed, target }: Scene) => bed.restore(target),
    'in another window': inAnotherProcess,
  };
  for (const [where, begin] of Object.entries(ways))
    it(`are not mixed: the second is refused while the first is at work ${where}`, async () => {
      const scene = await makeScene();
      const { repo, bed, other } = scene;
      let first: Promise<RestoreResult> | undefined;
      const refused = await bed.refused(other, {
        // From here on the second has looked, and knows of no other.
        take: async ({ kind, name, by, captured }) => {
          first = begin(scene);
          while (!existsSync(join(repo.top, '.git', 'writing'))) await pause(10);
          return { record: await bed.take(name, { kind, by, captured }) };
        },
      });
      assert.equal(refused.code, 'restore_under_way');
      assert.equal(await bed.unfinished(), undefined, 'one that is at work is not cut short');
      repo.write({ '.git/go': '' });
      const done = await first;
      assert.ok(done && 'restored' in done, JSON.stringify(done));
      assert.deepEqual(filesOnDisk(repo.top), scene.then);
      assert.equal(await bed.unfinished(), undefined);
      await bed.restored(done.safety);
      assert.equal(repo.read('a'), 'now\n');
    });
});
