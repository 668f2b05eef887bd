import assert from 'node:assert/strict';
import { stageGoal } from '../../../../../../src/core/formats/staged/run/stageGoal';

describe('staged run: the goal of a stage', () => {
  const track = [
    '- [ ] **Stage 8: Auth** - text',
    '```',
    '### Stage 8: Sample',
    '**Goal**: not this',
    '```',
    '### Stage 8: Auth [UI]',
    '',
    '**Goal**: People sign in',
    'with a link.',
    '**Depends on**: Stage 7',
    '**Success Criteria** (what must be TRUE):',
    '',
    '  1. A form is shown',
    '  2. A session **lasts**',
    '**Runs**: 2 runs',
    '- [ ] 08-01: Form',
    '### Stage 9: Views',
    '**Goal:** See it',
    '**Success Criteria:**',
    '- one',
  ].join('\n');
  const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
    [track, '08', 'People sign in with a link.', ['A form is shown', 'A session **lasts**']],
    [
      track.replaceAll('\n', '\r\n'),
      '8',
      'People sign in with a link.',
      ['A form is shown', 'A session **lasts**'],
    ],
    [track, '9', 'See it', ['one']],
    [track, '10', '', []],
    [`\uFEFF### Phase 2.1: Fix\n**Goal:** Mend`, '02.1', 'Mend', []],
    ['### Phase 2: A\n### Phase 2: B\n**Goal:** Later', '2', 'Later', []],
    ['', '1', '', []],
  ];
  for (const [text, stage, goal, criteria] of cases) {
    it(`${stage} in ${JSON.stringify(text.slice(0, 30))}`, () => {
      assert.deepEqual(stageGoal(text, stage), { goal, criteria });
    });
  }

  it('stays quick and bounded on hostile texts', () => {
    const from = performance.now();
    const many = `${'### Phase 1: A\n'.repeat(20_000)}**Goal:** ${'x '.repeat(100_000)}\n**Success Criteria**\n${'1. a\n'.repeat(100_000)}`;
    const { goal, criteria } = stageGoal(many, '1');
    assert.ok(goal.length <= 1000 && criteria.length <= 50);
    assert.ok(performance.now() - from < 2000);
  });
});
