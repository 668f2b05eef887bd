import assert from 'node:assert/strict';
import { stageMap } from '../../../src/core/stageMap';
import { stepUnderWay } from '../../../src/core/underWay';
import { plan, run, step } from './mapValues';

describe('the step that a run has in hand', () => {
  const under = (phase: 'active' | 'stopped', driven: boolean): string | undefined => {
    const runs = [{ run: run('02', { phase }), driven }];
    const [view] = stageMap({
      plans: [plan([step('01', 'pending'), step('02', 'pending')])],
      runs,
      statusLog: [],
    }).plans;
    return view && stepUnderWay(view)?.step.number;
  };

  it('is one that is driven, or that nobody drives and that is not written down as interrupted', () => {
    assert.deepEqual([under('active', true), under('active', false)], ['02', '02']);
  });

  it('is none when the run is at rest', () => {
    assert.equal(under('stopped', false), undefined);
  });
});
