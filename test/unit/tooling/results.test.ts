import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readResults, single, summary } from '../../../scripts/test/results';

describe('the summary of npm test', () => {
  it('ends with the count', () => {
    const results = new Map([
      ['lint', single('lint', true)],
      ['unit', { passed: ['a', 'b'], failed: [], skipped: [] }],
    ]);
    assert.equal(summary(results), '3 passed, 0 failed');
  });

  it('names what was skipped and what failed, and counts the skipped only when there are any', () => {
    const results = new Map([
      ['types', single('types', false)],
      ['unit', { passed: ['a'], failed: ['b c'], skipped: ['d'] }],
      ['e2e', { passed: [], failed: [], skipped: ['the whole suite'] }],
    ]);
    assert.equal(
      summary(results),
      [
        'skipped: unit: d',
        'skipped: e2e: the whole suite',
        'failed: types: types',
        'failed: unit: b c',
        'skipped in all: 2',
        '1 passed, 2 failed',
      ].join('\n'),
    );
  });
});

describe('the results of a suite', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'stage-runner-results-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('count a suite that left none as failed, whatever its exit code', async () => {
    const { failed } = await readResults('e2e', path.join(folder, 'none.json'), true);
    assert.deepEqual(failed, ['e2e ended without results']);
  });

  it('count a bad end after good tests as failed', async () => {
    const file = path.join(folder, 'good.json');
    await writeFile(file, JSON.stringify({ passed: ['a'], failed: [], skipped: [] }));
    assert.deepEqual((await readResults('unit', file, true)).failed, []);
    assert.deepEqual((await readResults('unit', file, false)).failed, [
      'unit ended with an error after its tests',
    ]);
  });
});
