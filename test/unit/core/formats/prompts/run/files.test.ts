import assert from 'node:assert/strict';
import { runFiles } from '../../../../../../src/core/formats/prompts/run/files';

describe('prompts: where a run leaves its documents', () => {
  const cases: readonly (readonly [stage: string, expected: readonly string[]])[] = [
    [
      'stage2',
      [
        '/w/skills-foundry/reports/stage2-checkpoints.md',
        '/w/skills-foundry/reports/stage2-run-summary.md',
        '/w/.prompts/run-logs/stage2/PROMPT_09.md',
      ],
    ],
    [
      'other',
      [
        '/w/.prompts/run-logs/stage/checkpoints.md',
        '/w/.prompts/run-logs/stage/summary.md',
        '/w/.prompts/run-logs/stage/PROMPT_09.md',
      ],
    ],
    [
      '',
      [
        '/w/.prompts/run-logs/stage/checkpoints.md',
        '/w/.prompts/run-logs/stage/summary.md',
        '/w/.prompts/run-logs/stage/PROMPT_09.md',
      ],
    ],
    [
      'stage../../x',
      [
        '/w/.prompts/run-logs/stage/checkpoints.md',
        '/w/.prompts/run-logs/stage/summary.md',
        '/w/.prompts/run-logs/stage/PROMPT_09.md',
      ],
    ],
  ];
  for (const [stage, expected] of cases)
    it(`of ${stage || 'a plan without stages'}`, () => {
      const { checkpoints, summary, log } = runFiles('/w/.prompts', stage);
      assert.deepEqual([checkpoints, summary, log('PROMPT_09')], expected);
    });

  it('has no log for what is no prompt', () => {
    const { log } = runFiles('/w/.prompts', 'stage2');
    for (const key of ['../../x', 'PROMPT_09/../x', 'PROMPT_META_RUNNER', ''])
      assert.throws(() => log(key), /No prompt/);
  });
});
