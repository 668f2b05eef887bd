import assert from 'node:assert/strict';
import { describeStep, handoffSummary } from '../../../../src/core/batch/describe';
import { step } from '../mapValues';

const STEP = step('01', 'pending', { title: 'Add the list of all durations that anybody has' });

describe('what a step builds', () => {
  for (const [name, text, builds, objective, format = 'coyote'] of [
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
      'renn',
    ],
    [
      'an objective without marks of a heading (coyote.md 1.2)',
      '# Step\nObjective:\nShow the total time.\nContext\n`src/a.ts`\n',
      'Show the total time',
      'Show the total time.',
    ],
    [
      'a bare objective of a prompt (prompts.md 2.2)',
      'Stage-2 Prompt 1/3\nTitle: Totals\n\nObjective\nShow the total\ntime.\n\nDependencies / Sequencing\n- none\n',
      'Show the total time',
      'Show the total time.',
      'prompts',
    ],
    [
      'a prompt whose sections follow each other without blank lines',
      'Title: Totals\n## Objective\nShow the total time.\nAnti-Scope (do NOT do)\n- x\n',
      'Show the total time',
      'Show the total time.',
      'prompts',
    ],
    [
      'the prose below the title of a prompt',
      'Title: Totals\n\nShow the total time.\n\n## Acceptance Criteria\nx\n',
      'Show the total time',
      'Show the total time.',
      'prompts',
    ],
    [
      'a prompt whose title is on the next line, and no more: the title',
      '# Title:\nTotals\n\n## Acceptance Criteria\nx\n',
      'Add the list of all durations that anybody',
      '',
      'prompts',
    ],
    [
      'a prompt with an empty objective: the title',
      'Title: Totals\n\n## Objective\n\n## Acceptance Criteria\nx\n',
      'Add the list of all durations that anybody',
      '',
      'prompts',
    ],
    ['a goal', '## Goal\nShow the total time\n', 'Show the total time', 'Show the total time.'],
    ['nothing of the kind: the title', '# Step\n', 'Add the list of all durations that anybody', ''],
    ['a file that is gone', '', 'Add the list of all durations that anybody', ''],
  ] as const) {
    it(name, () => {
      const told = describeStep(format, STEP, text);
      assert.deepEqual(told, { key: '01-step', number: '01', title: STEP.title, builds, objective });
    });
  }

  it('is short, whatever the file', () => {
    const { builds, objective } = describeStep('coyote', STEP, `## Objective\n${'x'.repeat(1_000_000)}`);
    assert.ok(builds.length <= 80 && objective.length <= 400);
  });
});

/** Stage 2 says what it is for, and the report has an objective of its own. */
const REPORT = `# Report

## Objective

Everything at once.

## 4.5 Stage Map

| stage | title | depends-on | step-count |
|---|---|---|---|
| 1 | Base | (none) | 1 |
| 2 | Words | 1 | 1 |

## 4.5.1 Stage 1: Base

### Stepwise Execution Order

| step | action |
|---|---|
| 1 | Begin |

## 4.5.2 Stage 2: Words

Show the total time.

More of it.

### Stage Exit Contract

- x
`;

describe('what a stage of okstra builds (okstra.md 3.3)', () => {
  for (const [key, builds, objective] of [
    ['1', 'Base', ''],
    ['2', 'Show the total time', 'Show the total time.'],
    ['3', 'Base', ''],
  ] as const) {
    it(`of ${key}`, () => {
      const told = describeStep('okstra', { ...STEP, key, title: 'Base' }, REPORT);
      assert.deepEqual([told.builds, told.objective], [builds, objective]);
    });
  }
});

describe('what was built', () => {
  for (const [name, text, expected, format = 'renn'] of [
    [
      'what is missing and what is other than planned (coyote.md 1.5)',
      '## Summary\nTotals are shown.\n\n## Completed\n- all\n\n## Not completed\n- No hours yet.\n- The\n  list.\n\n## Deviations\nMinutes, not hours.\n',
      'Totals are shown. Not completed: No hours yet; The list. Deviations: Minutes, not hours.',
      'coyote',
    ],
    [
      'that nothing is missing',
      '## Summary\nTotals are shown.\n## Not completed\nNone.\n## Deviations\n- None\n',
      'Totals are shown.',
      'coyote',
    ],
    [
      'the fields of a sidecar (okstra.md 3.7)',
      '{ "stage": 2, "identifiers": ["total", "sum"], "api": { "path": "/t" }, "commit": "4d5e6f7", "none": [] }',
      'identifiers: total, sum; api: {"path":"/t"}; commit: 4d5e6f7.',
      'okstra',
    ],
    ['a sidecar that cannot be read', '{ "stage": 2', '', 'okstra'],
    [
      'drifts and problems (renn-gsd.md 1.7)',
      '**Totals are shown**\n\n## Drifts from Run\nMinutes.\n\n## Issues Encountered\nSlow.\n',
      'Totals are shown. Drifts: Minutes. Problems: Slow.',
    ],
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
      assert.equal(handoffSummary(format, text), expected);
    });
  }
});
