import assert from 'node:assert/strict';
import { GSD, RENN, type StagedProfile } from '../../../../../../src/core/formats/staged/names';
import { readOverview } from '../../../../../../src/core/formats/staged/overview';
import {
  editOverview,
  type OverviewChange,
} from '../../../../../../src/core/formats/staged/run/overviewEdit';

/** The lines that are others after an edit, then why something was refused; twice is the same as once. */
function edit(text: string, change: OverviewChange, profile: StagedProfile = RENN): string[] {
  const { text: after, refused } = editOverview(text, change, profile);
  const again = editOverview(after, change, profile);
  assert.deepEqual([again.text, again.refused], [after, refused], 'a second time');
  const [before, now] = [text.split('\n'), after.split('\n')];
  assert.equal(now.length, before.length, 'the number of lines');
  return [...now.filter((line, at) => line !== before[at]), ...refused];
}

const DONE = { stage: '2', verified: '2026-01-31' } as const;
const PROGRESS = { done: 2, total: 3, status: 'In progress' } as const;
const COMPLETE = { done: 3, total: 3, status: 'Complete' } as const;
const ROWS = '| Stage | Runs Complete | Status | Completed |\n|---|---|---|---|\n';

describe('staged run: checkboxes of the overview', () => {
  const cases: readonly (readonly [string, StagedProfile, string, OverviewChange, readonly string[]])[] = [
    ['a stage of renn', RENN, '- [ ] **Stage 2: Auth** - text  ', DONE, ['- [x] **Stage 2: Auth** - text  ']],
    [
      'a phase of GSD',
      GSD,
      '- [ ] **Phase 02: Auth** - text  ',
      DONE,
      ['- [x] **Phase 02: Auth** - text (completed 2026-01-31)  '],
    ],
    [
      'with CRLF',
      GSD,
      '# R\r\n- [ ] **Phase 2: Auth**\r\n\r\n',
      DONE,
      ['- [x] **Phase 2: Auth** (completed 2026-01-31)\r'],
    ],
    ['after a byte order mark', RENN, '\uFEFF- [ ] **Stage 2: A**', DONE, ['\uFEFF- [x] **Stage 2: A**']],
    ['that is done already', GSD, '- [X] **Phase 2: A** (completed 2026-01-01)', DONE, []],
    ['that somebody else has ticked', GSD, '- [x] **Phase 2: A** - b', DONE, []],
    [
      'of another number',
      RENN,
      '- [ ] **Stage 2.1: A**\n- [ ] **Stage 20: B**\n- [ ] **Stage 2: C**',
      DONE,
      ['- [x] **Stage 2: C**'],
    ],
    ['not of its step', RENN, '- [ ] **Stage 2: A**\n- [ ] 02-01: B', DONE, ['- [x] **Stage 2: A**']],
    [
      'a step',
      RENN,
      '  - [ ] 02-01: A [ ]\n- [ ] 02-02: B',
      { stage: '2', steps: ['01'] },
      ['  - [x] 02-01: A [ ]'],
    ],
    [
      'steps of GSD',
      GSD,
      '- [ ] 02-01-PLAN.md — A\n- [x] 02-02-PLAN.md — B',
      { stage: '02', steps: ['1', '2'] },
      ['- [x] 02-01-PLAN.md — A'],
    ],
    ['none', RENN, '### Stage 2: A\n', DONE, ['No checkbox of stage 2 was found.']],
    ['only in code', RENN, '```\n- [ ] **Stage 2: A**\n```', DONE, ['No checkbox of stage 2 was found.']],
    [
      'twice',
      RENN,
      '- [ ] **Stage 2: A**\n- [ ] Stage 2: again',
      { stage: '2', verified: '2026-01-31', steps: ['1'] },
      [
        'No checkbox of run 2-1 was found.',
        'stage 2 has several checkboxes, in the lines 1, 2: none of them was ticked.',
      ],
    ],
    ['nothing to change', RENN, '- [ ] **Stage 2: A**', { stage: '2' }, []],
  ];
  for (const [name, profile, text, change, expected] of cases) {
    it(name, () => {
      assert.deepEqual(edit(text, change, profile), expected);
    });
  }
});

describe('staged run: the row of the progress table', () => {
  const cases: readonly (readonly [
    string,
    string,
    OverviewChange['progress'],
    string | undefined,
    readonly string[],
  ])[] = [
    [
      'count and status',
      `${ROWS}| 2. Auth | 0/3 | Not started | - |`,
      PROGRESS,
      undefined,
      ['| 2. Auth | 2/3 | In progress | - |'],
    ],
    [
      'with the day',
      `${ROWS}| 2. Auth   |  2/3  | In progress |  -  |\r`,
      COMPLETE,
      '2026-01-31',
      ['| 2. Auth   |  3/3  | Complete |  2026-01-31  |\r'],
    ],
    ['empty cells', `${ROWS}| 2 |  |  ||`, COMPLETE, '2026-01-31', ['| 2 | 3/3 | Complete | 2026-01-31 |']],
    [
      'words of their own that mean the same',
      `${ROWS}| 2 | 3/3 | ✅ Shipped | a1b2c3d |`,
      COMPLETE,
      '2026-01-31',
      [],
    ],
    [
      'back, after gaps',
      `${ROWS}| 2 | 3/3 | Complete | 2026-01-01 |`,
      { done: 3, total: 5, status: 'In progress' },
      undefined,
      ['| 2 | 3/5 | In progress | 2026-01-01 |'],
    ],
    [
      'five columns, in any order',
      '| Status | Phase | Milestone | Plans Complete | Completed |\n|-|-|-|-|-|\n| Not started | Phase 2: A | v1.0 | 0/? | |',
      PROGRESS,
      undefined,
      ['| In progress | Phase 2: A | v1.0 | 2/3 | |'],
    ],
    [
      'not in a table of requirements',
      '| Requirement | Phase | Status |\n|-|-|-|\n| A-1 | Phase 2 | Pending |',
      PROGRESS,
      undefined,
      ['stage 02 has no row in the progress table: nothing was changed there.'],
    ],
    [
      'twice',
      `${ROWS}| 2 | 0/3 | - | - |\n| 02. A | 0/3 | - | - |`,
      PROGRESS,
      undefined,
      ['stage 02 has several rows in the progress table: nothing was changed there.'],
    ],
    [
      'no cell for the day',
      '| Stage | Runs | Status |\n|-|-|-|\n| 2 | 0/3 | - |',
      COMPLETE,
      '2026-01-31',
      ['| 2 | 3/3 | Complete |', 'The row in line 3 has no cell for completed.'],
    ],
    [
      'a short row',
      `${ROWS}| 2 | 0/3`,
      PROGRESS,
      undefined,
      ['| 2 | 2/3', 'The row in line 3 has no cell for status.'],
    ],
  ];
  for (const [name, text, progress, verified, expected] of cases) {
    it(name, () => {
      const boxes = verified === undefined ? '' : '- [x] **Stage 2: A**\n\n';
      const change = {
        stage: '02',
        ...(progress && { progress }),
        ...(verified === undefined ? {} : { verified }),
      };
      const found = edit(boxes + text, change).map((line) => line.replace('line 5', 'line 3'));
      assert.deepEqual(found, expected);
    });
  }

  it('reads as what was written', () => {
    const text = `- [ ] **Phase 2: A**\n- [ ] 02-01-PLAN.md\n\n${ROWS.replace('Runs', 'Plans').replace('Stage', 'Phase')}| 2. A | 0/1 | Not started | - |\n`;
    const change = {
      stage: '02',
      steps: ['01'],
      progress: { done: 1, total: 1, status: 'Complete' },
      verified: '2026-01-31',
    } as const;
    const { stages, steps } = readOverview(
      { text: editOverview(text, change, GSD).text, modified: 0 },
      '/w/R.md',
    );
    assert.deepEqual(
      stages.get('2')?.claims.map(({ means, since }) => [means, since?.slice(0, 10)]),
      [
        ['complete', '2026-01-31'],
        ['complete', '2026-01-31'],
      ],
    );
    assert.deepEqual(
      steps.get('2|1')?.map(({ means }) => means),
      ['complete'],
    );
  });

  it('keeps every byte of a text in which there is nothing to do', () => {
    const change = { ...DONE, stage: '3', steps: ['1'], progress: PROGRESS };
    for (const text of [
      '',
      '\uFEFF',
      '\r\n\r\n',
      'a\rb\r\nc\n\n',
      '| 2 |\u2028| x',
      '- [ ] **Stage 2: \uD800**',
    ])
      assert.equal(editOverview(text, change, RENN).text, text);
  });

  it('stays quick on hostile texts', () => {
    const from = performance.now();
    const texts = [
      '- [ '.repeat(50_000),
      '- [ ] Stage 2: a\n'.repeat(20_000),
      `${ROWS}${'| 2 | 0/3 | - | - |\n'.repeat(20_000)}`,
      '|'.repeat(300_000),
      `- [ ] **Stage 2: ${' '.repeat(200_000)}x`,
    ];
    for (const text of texts) editOverview(text, { ...DONE, progress: COMPLETE, steps: ['1'] }, GSD);
    assert.ok(performance.now() - from < 5000);
  });
});
