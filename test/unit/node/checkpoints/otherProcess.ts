/** Runs `takeInProcess.ts`. */
import assert from 'node:assert/strict';
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { join } from 'node:path';
import type { SnapshotRequest, SnapshotResult } from '../../../../src/node/checkpoints/ports';
import { newFolder, type Repo } from './repo';
import { requestFor } from './snapshotRequest';
import type { Order } from './takeInProcess';

const NOBODY = 65_534;

/** As the person who runs the tests; root, whom no right stops, becomes nobody, to whom the repository is given. */
export function takenByOrdinaryPerson(repo: Repo, changed: Partial<SnapshotRequest> = {}): SnapshotResult {
  const root = process.getuid?.() === 0;
  const home = newFolder();
  const giveTo = (person: number): void => {
    if (root) spawnSync('chown', ['-R', '--no-dereference', String(person), repo.top, home]);
  };
  const request = requestFor(repo, changed);
  giveTo(NOBODY);
  const child = run({ request }, home, root ? { uid: NOBODY, gid: NOBODY } : {});
  giveTo(0);
  assert.equal(child.status, 0, child.stderr);
  return JSON.parse(child.stdout) as SnapshotResult;
}

/** Kills the process before its n-th git command; `undefined` when it was. */
export function takenUnlessKilled(repo: Repo, dieBefore: number): SnapshotResult | undefined {
  const child = run({ request: requestFor(repo), dieBefore }, newFolder(), {});
  return child.signal === 'SIGKILL' ? undefined : (JSON.parse(child.stdout) as SnapshotResult);
}

function run(order: Order, home: string, person: { uid?: number; gid?: number }): SpawnSyncReturns<string> {
  const script = join(import.meta.dirname, 'takeInProcess.ts');
  const env = { ...process.env, HOME: home, TMPDIR: home };
  return spawnSync(process.execPath, ['--import=tsx', script, JSON.stringify(order)], {
    ...person,
    env,
    encoding: 'utf8',
  });
}
