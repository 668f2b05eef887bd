import assert from 'node:assert/strict';
import { strayStop } from '../../../../../../src/core/formats/prompts/run/stray';
import { stopReason } from '../../../../../../src/core/stops';

describe('prompts: stray changes after a rollback', () => {
  it('are no stop where there are none', () => {
    assert.equal(strayStop('cp-01', []), undefined);
  });

  it('are a stop that names them', () => {
    assert.deepEqual(strayStop('cp-01', ['a\n`b`', 'c', 'd', 'e', 'f', 'g', 'h']), {
      code: 'stray_changes',
      detail:
        'After the rollback to “cp-01” these are not as it has them: “a `b`”, “c”, “d”, “e”, “f” and 2 more.',
    });
    assert.equal(stopReason('stray_changes').resume, 'after_fix');
  });
});
