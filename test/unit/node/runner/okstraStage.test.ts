import assert from 'node:assert/strict';
import { OkstraBed } from './okstraBed';

const CARRY = (stage: number): string => `runs/implementation/carry/stage-${stage}.json`;
const REPORT = 'runs/implementation/reports/final-report-implementation-001.md';
const DRAFT = 'runs/implementation/pull-requests/pull-request-implementation-001.md';

describe('a plan of okstra', () => {
  let bed: OkstraBed;
  beforeEach(async () => {
    bed = new OkstraBed();
    await bed.open();
  });
  afterEach(() => bed.close());

  it('is run by okstra’s own batches: rows first, stages in order, one report for each run', async () => {
    const seen: string[] = [];
    bed.execute = (stage) => {
      seen.push(`${stage}: ${bed.rows().join(', ')}`);
      return bed.good(stage);
    };
    const id = await bed.start();
    assert.equal(await bed.rest(id), 'ended stage_complete', JSON.stringify(bed.run(id).stop));
    assert.deepEqual(bed.batches(id), ['1: 1 done, 2 done', '2: 3 done, 4 done']);
    assert.equal(seen[0], `1: started 1 by ${id}, started 2 by ${id}`);
    assert.equal(seen[1], `2: started 1 by ${id}, started 2 by ${id}, done 1 by ${id}`);
    assert.deepEqual(
      bed.shown(),
      [1, 2, 3, 4].map((stage) => `${stage} complete ${CARRY(stage)}`),
    );
    assert.deepEqual(
      bed.world.agents.calls.map(({ task }) => task.role),
      ['executor', 'executor', 'run-reviewer', 'executor', 'executor', 'run-reviewer'],
    );
    const third = bed.world.agents.calls[3]?.task.prompt ?? '';
    assert.match(third, /"identifiers": \["Part1"\]/);
    assert.match(bed.world.agents.calls[2]?.task.prompt ?? '', /^\+good 2$/m);
    const report = bed.text(REPORT);
    assert.match(report, /^# Implementation of stages 1, 2$/m);
    assert.match(report, /post validation passed \(1 of 1 command\)/);
    assert.match(report, /^Verdict: \*\*accepted\*\*$/m);
    assert.match(report, /^2 files, \+2 -1$/m);
    const draft = bed.text(DRAFT.replace('001', '002'));
    assert.match(draft, /^# Stages 3–4: Both; End$/m);
    assert.match(draft, /^## Previous run\n\nStages 1, 2: `runs\/implementation\/reports\/final-report/m);
    assert.match(draft, /^## Next run\n\nNone/m);
  });
});
