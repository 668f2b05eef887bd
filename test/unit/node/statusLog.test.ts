import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendStatusChange, loadStatusLog } from '../../../src/node/statusLog';
import { setStatus } from '../core/mapValues';

describe('the status log', () => {
  let folder: string;

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'stage-runner-')), 'data');
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('is empty where there is none', async () => {
    assert.deepEqual(await loadStatusLog(folder), { changes: [], damaged: [] });
  });

  it('gives back what was appended, in order, newer versions included', async () => {
    const first = setStatus('01', 'pending');
    const second = { ...setStatus('02', 'complete'), schema_version: 2, unknown: true };
    await appendStatusChange(folder, first);
    await appendStatusChange(folder, second);
    assert.deepEqual(await loadStatusLog(folder), { changes: [first, second], damaged: [] });
  });

  it('closes a torn line before it appends', async () => {
    const [first, second] = [setStatus('01', 'pending'), setStatus('02', 'complete')];
    await appendStatusChange(folder, first);
    await appendFile(join(folder, 'status.jsonl'), '{"schema_version":1,"at":"20');
    await appendStatusChange(folder, second);
    assert.deepEqual(await loadStatusLog(folder), { changes: [first, second], damaged: [2] });
  });

  it('names damaged lines and keeps the others', async () => {
    const change = setStatus('01', 'pending');
    await appendStatusChange(folder, change);
    const wrong = ['{"torn', '[]', '{"schema_version":1}', JSON.stringify({ ...change, to: 'finished' })];
    await appendFile(join(folder, 'status.jsonl'), `${wrong.join('\n')}\n`);
    assert.deepEqual(await loadStatusLog(folder), { changes: [change], damaged: [2, 3, 4, 5] });
  });
});
