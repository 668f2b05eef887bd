import assert from 'node:assert/strict';
import { policyOfStep } from '../../../../src/core/batch/protocols';

describe('one step by itself', () => {
  it('is of okstra a run of the stage that is asked for it alone (okstra.md 3.5)', () => {
    assert.deepEqual(policyOfStep('okstra', '3'), { stopAfter: 'stage', steps: ['3'] });
  });

  for (const format of ['coyote', 'renn', 'gsd', 'prompts', '__proto__'])
    it(`has of ${format} a run of its own`, () => {
      assert.equal(policyOfStep(format, '3'), undefined);
    });
});
