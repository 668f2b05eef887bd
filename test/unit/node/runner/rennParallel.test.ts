import assert from 'node:assert/strict';
import { PROJECT, RennBed } from './rennBed';

const OFF = '{ "parallelization": false }';
const TWO = '{ "parallelization": { "enabled": true, "max_concurrent_agents": 2 } }';
const FROM_THREE = '{ "parallelization": { "enabled": true, "min_runs_for_parallel": 3 } }';

describe('how many runs of a renn batch are at work side by side', () => {
  let bed: RennBed;
  afterEach(() => bed.close());

  for (const [set, config, expected] of [
    [undefined, '{}', 2],
    [undefined, OFF, 1],
    [undefined, TWO, 2],
    [undefined, FROM_THREE, 1],
    [8, OFF, 2],
    [8, FROM_THREE, 2],
    [1, TWO, 1],
  ] as const)
    it(`is ${expected} where ${set === undefined ? 'nobody has set it' : `${set} is set`} for ${config}`, async () => {
      bed = await new RennBed().open({ ...PROJECT, '.renn/config.json': config });
      const id = await bed.startStage({ parallel: set, stopAfter: 'stage' });
      for (let at = 0; at < expected; at++) await bed.next();
      const { rounds } = bed.window.store.run(id)?.batches[0] ?? {};
      assert.equal(rounds?.[0]?.length, expected);
      await bed.window.runner.stop(id, 'Ada');
    });
});
