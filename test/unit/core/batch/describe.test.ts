import assert from 'node:assert/strict';
import { describeStep, handoffSummary } from '../../../../src/core/batch/describe';
import { step } from '../mapValues';

const STEP = step('01', 'pending', { title: 'Add the list of all durations that anybody has' });

describe('what a step builds', () => {
  for (const [name, text, builds, objective] of [
    [
      'an objective under a heading (coyote.md 1.2)',
      '# Step\n\n## Objective\nShow the total time. It counts hours.\n\nMore.\n\n## Context\nx\n',
      'Show the total time',
      'Show the total time. It counts hours.',
    ],
    [
      'an objective in tags (renn-gsd.md 1.3)',
      '---\nbatch: 1\n---\n<objective>\nShow the total time.\n\nPurpose: nobody adds up by hand.\n</objective>\n',
      'Show the total time',
      'Show the total time. nobody adds up by hand.',
    ],
    ['a goal', '## Goal\nShow the total time\n', 'Show the total time', 'Show the total time.'],
    ['nothing of the kind: the title', '# Step\n', 'Add the list of all durations that anybody', ''],
    ['a file that is gone', '', 'Add the list of all durations that anybody', ''],
  ] as const) {
    it(name, () => {
      const told = describeStep(STEP, text);
      assert.deepEqual(told, { key: '01-step', number: '01', title: STEP.title, builds, objective });
    });
  }

  it('is short, whatever the file', () => {
    const { builds, objective } = describeStep(STEP, `## Objective\n${'x'.repeat(1_000_000)}`);
    assert.ok(builds.length <= 80 && objective.length <= 400);
  });
});

describe('what was built', () => {
  for (const [name, text, expected] of [
    [
      'a summary',
      '---\nresult: complete\n---\n## Summary\nTotals are shown.\nIn minutes.\n\nMore.\n',
      'Totals are shown. In minutes.',
    ],
    ['accomplishments', '## Accomplishments\n- Totals are shown.\n', 'Totals are shown.'],
    ['neither', '## Notes\nx\n', ''],
    ['nothing', '', ''],
  ] as const) {
    it(name, () => {
      assert.equal(handoffSummary(text), expected);
    });
  }
});
