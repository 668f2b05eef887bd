import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { CheckpointRecord } from '../../../../src/core/checkpoints/checkpoint';
import { appendRestoreEntry } from '../../../../src/node/checkpoints/restoreLog';
import { identify } from '../../../../src/node/processes/identity';
import { filesOnDisk, newRepo, removeFolders, Repo } from './repo';
import { RestoreBed } from './restoreBed';
import type { Order } from './restoreInProcess';

const NUMBERS = [...Array(40).keys()];

interface Scene {
  readonly repo: Repo;
  readonly bed: RestoreBed;
  readonly target: CheckpointRecord;
  readonly then: readonly string[];
  readonly now: readonly string[];
}

async function makeScene(): Promise<Scene> {
  const files = (word: string) =>
    Object.fromEntries(NUMBERS.map((each) => [`f${each}`, `${word} ${each}\n`]));
  const repo = newRepo({ '.gitattributes': '* filter=slow\n', ...files('then') });
  const bed = new RestoreBed(repo.top);
  const target = await bed.take('then');
  const then = filesOnDisk(repo.top);
  // Where git waits below: nothing is in its way then, however the restore goes on.
  repo.write(files('now')).remove('f11');
  return { repo, bed, target, then, now: filesOnDisk(repo.top) };
}

/** The window dies when git writes one of the first files; its git waits for `go`, then writes the others. */
async function dieWhileGitWrites({ repo, bed, target }: Scene): Promise<void> {
  const inGit = (name: string): string => join(repo.top, '.git', name);
  writeFileSync(
    inGit('slow.sh'),
    `#!/bin/sh
if [ "$1" = f11 ]; then
  ps -o pgid= -p $$ > '${inGit('group')}'
  kill -9 "$RESTORING_PROCESS"
  while ! [ -e '${inGit('go')}' ]; do sleep 0.05; done
fi
cat
`,
  );
  chmodSync(inGit('slow.sh'), 0o755);
  repo.git('config', 'filter.slow.smudge', `'${inGit('slow.sh')}' %f`);
  const order: Order = { top: repo.top, target, preview: await bed.see(target) };
  const script = join(import.meta.dirname, 'restoreInProcess.ts');
  const child = spawnSync(process.execPath, ['--import=tsx', script, JSON.stringify(order)]);
  assert.equal(child.signal, 'SIGKILL', child.stderr.toString());
  repo.git('config', '--unset', 'filter.slow.smudge');
}

/** Lets the git that was left go on, and waits for its end and that of its filters. */
async function letGo({ repo }: Scene): Promise<void> {
  repo.write({ '.git/go': '' });
  const group = Number(repo.read('.git/group'));
  assert.ok(group > 1);
  while (lives(group)) await pause(20);
}

function lives(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch (error) {
    assert.ok(error instanceof Error && 'code' in error && error.code === 'ESRCH');
    return false;
  }
}

describe('a git that its window left behind in the middle of a restore', function () {
  this.timeout(60_000);
  before(function () {
    if (process.platform === 'win32') this.skip();
  });
  afterEach(removeFolders);

  for (const way of ['finish', 'undo'] as const)
    it(`is ended before anything else is done: ${way}`, async () => {
      const scene = await makeScene();
      await dieWhileGitWrites(scene);
      const { bed, target } = scene;
      const unfinished = await bed.unfinished();
      assert.ok(unfinished);
      await bed.restored(way === 'finish' ? target : await bed.recorded(unfinished.safety.id));
      await letGo(scene);
      assert.deepEqual(filesOnDisk(scene.repo.top), way === 'finish' ? scene.then : scene.now);
      assert.equal(await bed.unfinished(), undefined);
    });

  it('is left alone, and nothing is restored, while the window that began lives', async () => {
    const { bed, target, repo, now } = await makeScene();
    const safety = await bed.take('safety', { kind: 'safety' });
    const other = await identify(process.ppid);
    await appendRestoreEntry(bed.dataFolder, {
      schema_version: 1,
      type: 'restore_started',
      id: 'elsewhere',
      at: new Date().toISOString(),
      by: 'Test',
      worktree: repo.top,
      checkpoint: { id: target.record_id, at: target.created_at, name: target.name },
      safety: { id: safety.record_id, at: safety.created_at },
      process: other,
    });
    const preview = await bed.preview(target);
    assert.ok('refused' in preview);
    assert.equal(preview.refused.code, 'restore_under_way');
    assert.equal(await bed.unfinished(), undefined, 'it is not cut short');
    assert.match(preview.refused.detail, new RegExp(`process ${other.pid}`));
    assert.deepEqual(filesOnDisk(repo.top), now);
  });
});
