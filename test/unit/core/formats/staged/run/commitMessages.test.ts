import assert from 'node:assert/strict';
import { GSD, RENN } from '../../../../../../src/core/formats/staged/names';
import {
  commitScope,
  recapCommit,
  stageCommit,
  stageCommitFiles,
  taskCommit,
} from '../../../../../../src/core/formats/staged/run/commitMessages';

describe('staged run: how commits are named', () => {
  const scopes: readonly (readonly [string | undefined, string | undefined, string, string])[] = [
    ['08', '08-02', '08.02', '08-02'],
    ['08', '08.02', '08.02', '08-02'],
    ['01.1', '01.1-01', '01.1.01', '01.1-01'],
    ['01.1', '01.1', '01.1', '01.1'],
    ['36A', '36A-01', '36A.01', '36A-01'],
    ['8', '02', '8.02', '8-02'],
    ['08', undefined, '08', '08'],
    [undefined, '012', '012', '012'],
    [undefined, undefined, '', ''],
  ];
  for (const [stage, step, renn, gsd] of scopes) {
    it(`the scope of ${step ?? 'no step'} in ${stage ?? 'no stage'}`, () => {
      assert.deepEqual([commitScope({ stage, step }, RENN), commitScope({ stage, step }, GSD)], [renn, gsd]);
    });
  }

  it('messages', () => {
    const numbers = { stage: '08', step: '08-02' };
    assert.deepEqual(
      [
        taskCommit('fix', numbers, 'close it', RENN),
        taskCommit('fix', {}, 'close it', GSD),
        recapCommit(numbers, 'Login "form" $(id) `x`\n\u0000', GSD),
        recapCommit(numbers, '登录', RENN),
        recapCommit(numbers, '', RENN),
        stageCommit('08', RENN),
        stageCommit('38.1', GSD),
        stageCommit(undefined, GSD),
      ],
      [
        'fix(08.02): close it',
        'fix: close it',
        'docs(08-02): complete login form id x plan',
        'docs(08.02): complete 登录 run',
        'docs(08.02): complete run',
        'docs(stage-08): complete stage execution',
        'docs(phase-38.1): complete phase execution',
        'docs(phase): complete phase execution',
      ],
    );
  });

  it('the files of a finished stage, and no others', () => {
    assert.deepEqual(stageCommitFiles('/w/.renn', ['/w/.renn/stages/08-a/08-proof.md'], RENN), [
      '/w/.renn/track.md',
      '/w/.renn/pulse.md',
      '/w/.renn/stages/08-a/08-proof.md',
      '/w/.renn/specs.md',
    ]);
    assert.deepEqual(stageCommitFiles('/w/.planning/workstreams/a', ['/w/p.md'], GSD), [
      '/w/.planning/workstreams/a/ROADMAP.md',
      '/w/.planning/workstreams/a/STATE.md',
      '/w/p.md',
      '/w/.planning/workstreams/a/REQUIREMENTS.md',
    ]);
  });
});
