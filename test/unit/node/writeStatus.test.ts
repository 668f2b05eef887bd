import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadStatusLog } from '../../../src/node/statusLog';
import { writeStatus } from '../../../src/node/writeStatus';
import { setStatus } from '../core/mapValues';

describe('a status that a person sets', () => {
  let folder: string;
  let plan: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'status-'));
    plan = join(folder, '01-a.md');
    await writeFile(plan, '---\nstatus: pending\n---\n');
  });
  afterEach(() => rm(folder, { recursive: true }));
  const change = setStatus('01', 'complete');

  it('is in the log and in the plan', async () => {
    assert.equal(await writeStatus(plan, 'complete', join(folder, 'data'), change), undefined);
    assert.equal(await readFile(plan, 'utf8'), '---\nstatus: complete\n---\n');
    assert.deepEqual((await loadStatusLog(join(folder, 'data'))).changes, [change]);
  });

  it('is not written into the plan when it cannot be logged', async () => {
    await writeFile(join(folder, 'data'), 'a file where the folder should be');
    await assert.rejects(writeStatus(plan, 'complete', join(folder, 'data'), change));
    assert.equal(await readFile(plan, 'utf8'), '---\nstatus: pending\n---\n');
  });

  it('is not logged when there is nothing to change', async () => {
    assert.match((await writeStatus(plan, 'pending', folder, change)) ?? '', /already/);
    assert.match((await writeStatus(join(folder, 'x.md'), 'pending', folder, change)) ?? '', /no file/);
    assert.deepEqual((await loadStatusLog(folder)).changes, []);
  });
});
