import assert from 'node:assert/strict';
import { nextPrompts, type Wanted } from '../../../../../../src/core/formats/prompts/run/next';
import type { StageView, StepView } from '../../../../../../src/core/status';

const WANTED: Wanted = {
  chosen: undefined,
  size: 2,
  choices: { leftOut: [], skipped: [], forced: [] },
  begun: new Set(),
};

/** `09 ready`, `10 blocked 09`, `11 unknown` */
function view(text: string): StepView {
  const [number = '', status = '', ...needs] = text.split(' ');
  const dependsOn = needs.map((need) => ({ number: need, satisfied: false, step: `PROMPT_${need}` }));
  const unread = status === 'unread' ? { unread: 'commits were not read' } : {};
  return {
    step: { key: `PROMPT_${number}`, number, dependsOn, ...unread },
    status: status === 'unread' ? 'unknown' : status,
    contradictions: ['no commit names it'],
    blockedBy: needs.map((need) => `step ${need}`),
  } as unknown as StepView;
}

function next(texts: string, wanted: Partial<Wanted> = {}): string {
  const stage = { steps: texts.split(', ').map(view) } as unknown as StageView;
  const found = nextPrompts(stage, { ...WANTED, ...wanted });
  switch (found.kind) {
    case 'done':
      return 'done';
    case 'batch':
      return found.steps.map(({ step }) => step.number).join(' ');
    case 'blocked':
      return found.steps.map((one) => `${one.view.step.number ?? ''}: ${one.why.join('; ')}`).join(' | ');
  }
}

describe('prompts: which come next', () => {
  const forced = { ...WANTED.choices, forced: ['PROMPT_10'] };
  const leftOut = { ...WANTED.choices, leftOut: ['PROMPT_09'] };
  const skipped = { ...WANTED.choices, skipped: ['PROMPT_09'] };
  const cases: readonly (readonly [
    name: string,
    texts: string,
    expected: string,
    wanted?: Partial<Wanted>,
  ])[] = [
    ['are as many as a batch has', '09 done, 10 ready, 11 ready, 12 ready', '10 11'],
    ['are no system prompts', '08_s ready, 09 ready', '09'],
    [
      'are those that were chosen',
      '09 ready, 10 ready, 11 ready',
      '09 11',
      { chosen: ['PROMPT_11', 'PROMPT_09', 'PROMPT_77'] },
    ],
    ['are none where all are over', '09 done, 10 done', 'done'],
    ['may wait for one before them in the batch', '09 ready, 10 blocked 09', '09 10'],
    ['end before one that waits for another', '09 ready, 10 blocked 08, 11 ready', '09'],
    [
      'are named with what stands in their way',
      '09 blocked 07, 10 contradiction',
      '09: step 07 | 10: no commit names it',
    ],
    [
      'are run all the same where a person says so',
      '10 contradiction, 11 ready',
      '10 11',
      { choices: forced },
    ],
    [
      'are without those that a person left out, and what needs them',
      '09 ready, 10 blocked 09, 11 ready',
      '11',
      { choices: leftOut },
    ],
    ['do not wait for one that was skipped', '09 ready, 10 blocked 09', '10', { choices: skipped }],
    ['do not begin what another has begun', '09 unknown', '09: something else has begun it'],
    ['are begun again where this run has begun them', '09 unknown', '09', { begun: new Set(['PROMPT_09']) }],
    ['wait where nobody can tell what is done', '09 unread', '09: commits were not read'],
  ];
  for (const [name, texts, expected, wanted] of cases)
    it(name, () => {
      assert.equal(next(texts, wanted), expected);
    });
});
