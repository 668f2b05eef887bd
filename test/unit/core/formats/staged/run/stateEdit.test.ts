import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { GSD, RENN, type StagedProfile } from '../../../../../../src/core/formats/staged/names';
import { editState } from '../../../../../../src/core/formats/staged/run/stateEdit';
import type { StateChange } from '../../../../../../src/core/formats/staged/run/stateWords';
import { readState } from '../../../../../../src/core/formats/staged/state';

/** The lines that are others after an edit, then why something was refused; twice is the same as once, also later. */
function edit(text: string, change: StateChange, profile: StagedProfile = RENN): string[] {
  const { text: after, refused } = editState(text, change, profile);
  for (const same of [change, later(change)]) {
    const again = editState(after, same, profile);
    assert.deepEqual([again.text, again.refused], [after, refused], 'a second time');
  }
  const [before, now] = [text.split('\n'), after.split('\n')];
  assert.equal(now.length, before.length, 'the number of lines');
  return [...now.filter((line, at) => line !== before[at]), ...refused];
}

/** The same, some days after. */
function later({ activity, session, ...change }: StateChange): StateChange {
  return {
    ...change,
    ...(activity && { activity: { ...activity, date: '2026-02-03' } }),
    ...(session && { session: { ...session, at: '2026-02-03T11:00:00.000Z' } }),
  };
}

const PULSE = [
  '# Pulse',
  '',
  '## Current Position',
  '',
  'Stage: 2 of 8 (Set up)  ',
  'Run: 1 of 3 in current stage',
  'Status: In progress',
  'Last activity: 2026-01-01 - Began',
  '',
  'Progress: [██░░░░░░░░] 20% of all',
  '',
  '## Session Continuity',
  '',
  'Last session: 2026-01-01',
  'Stopped at: Run 02-01',
  'Resume file: None',
];
const CHANGE: StateChange = {
  stage: { number: '3', of: 8, name: 'Auth' },
  step: 'notStarted',
  status: 'readyToPlan',
  activity: { date: '2026-01-31', text: 'Stage 2 complete' },
  progress: { steps: { done: 3, total: 8 }, stages: { done: 2, total: 8 } },
  session: { at: '2026-01-31T10:00:00.000Z', stoppedAt: 'Stage 2 complete' },
};
const AFTER = [
  'Stage: 3 of 8 (Auth)  ',
  'Run: Not started',
  'Status: Ready to plan',
  'Last activity: 2026-01-31 - Stage 2 complete',
  'Progress: [███░░░░░░░] 37% of all',
  'Last session: 2026-01-31T10:00:00.000Z',
  'Stopped at: Stage 2 complete',
];

describe('staged run: the state file of renn', () => {
  it('all lines, and nothing beside them', () => {
    assert.deepEqual(edit(PULSE.join('\n'), CHANGE), AFTER);
  });
  it('with CRLF and a byte order mark', () => {
    assert.deepEqual(
      edit(`\uFEFF${PULSE.join('\r\n')}\r\n`, CHANGE),
      AFTER.map((line) => `${line}\r`),
    );
  });
  it('reads as what was written', () => {
    const { stage, claim, hint } = readState(
      { text: editState(PULSE.join('\n'), CHANGE, RENN).text, modified: 0 },
      '/w/p.md',
    );
    assert.deepEqual(
      [stage, claim?.says, hint?.text],
      ['3', 'status: Ready to plan', 'Stopped at: Stage 2 complete'],
    );
  });

  const cases: readonly (readonly [string, readonly string[], StateChange, readonly string[]])[] = [
    [
      'bold names',
      ['## Current Position', '**Stage:** 1', '**Status**: Planning'],
      { stage: { number: '2.1', name: 'Fix' }, status: 'inProgress' },
      ['**Stage:** 2.1 (Fix)', '**Status**: In progress'],
    ],
    [
      'empty values',
      ['## Current Position', 'Stage:', 'Run: '],
      { stage: { number: '2', name: 'A' }, step: { at: 1, of: 2 } },
      ['Stage: 2 (A)', 'Run: 1 of 2 in current stage'],
    ],
    [
      'the end of a stage',
      ['## Current Position', 'Status: x'],
      { status: 'stageComplete' },
      ['Status: Stage complete'],
    ],
    [
      'the end of a milestone',
      ['## Current Position', 'Status: x'],
      { status: 'milestoneComplete' },
      ['Status: Milestone complete'],
    ],
    ['nothing to change', ['# Pulse'], {}, []],
    [
      'no section',
      ['# Pulse', 'Status: x'],
      { status: 'inProgress' },
      ['The section "Current Position" is not there.'],
    ],
    [
      'two sections',
      ['## Current Position', 'Status: x', '## Current position'],
      { status: 'inProgress' },
      ['The section "Current Position" is there more than once.'],
    ],
    [
      'a section in code',
      ['```', '## Current Position', 'Status: x', '```'],
      { status: 'inProgress' },
      ['The section "Current Position" is not there.'],
    ],
    [
      'no line',
      ['## Current Position', '## Other', 'Status: x'],
      { status: 'inProgress' },
      ['The line "status" is not in the section "Current Position".'],
    ],
    [
      'a line in code',
      ['## Current Position', '```', 'Status: y', '```', 'Status: x'],
      { status: 'inProgress' },
      ['Status: In progress'],
    ],
    [
      'two lines',
      ['## Current Position', 'Status: x', 'Status: y'],
      { status: 'inProgress' },
      ['The line "status" is more than once in the section "Current Position".'],
    ],
    [
      'another bar',
      ['## Current Position', 'Progress: 11/20 runs'],
      { progress: { steps: { done: 1, total: 1 }, stages: { done: 1, total: 1 } } },
      ['The line "progress" is written in another way than the format\'s: 11/20 runs'],
    ],
    [
      'a wide bar, all of it',
      ['## Current Position', 'Progress: [░░░░░░░░░░░░░░░░░░░░]  0%'],
      { progress: { steps: { done: 9, total: 9 }, stages: { done: 1, total: 2 } } },
      ['Progress: [████████████████████] 100%'],
    ],
    [
      'a bar of nothing',
      ['## Current Position', 'Progress: [] 5%'],
      { progress: { steps: { done: 0, total: 0 }, stages: { done: 0, total: 0 } } },
      ['Progress: [░░░░░░░░░░] 0%'],
    ],
    [
      'not 100 before the end',
      ['## Current Position', 'Progress: [██░░] 5%'],
      { progress: { steps: { done: 999, total: 1000 }, stages: { done: 0, total: 0 } } },
      ['Progress: [███░] 99%'],
    ],
    [
      'texts of many lines',
      ['## Session Continuity', 'Last session: x', 'Stopped at: y'],
      { session: { at: 'now', stoppedAt: 'a\n## Current Position\r\nb\u0000' } },
      ['Last session: now', 'Stopped at: a ## Current Position b'],
    ],
  ];
  for (const [name, lines, change, expected] of cases) {
    it(name, () => {
      assert.deepEqual(edit(lines.join('\n'), change), expected);
    });
  }
});

describe('staged run: the state file of GSD', () => {
  const body = PULSE.map((line) =>
    line.replace('Stage:', 'Phase:').replace('Run:', 'Plan:').replace(' - ', ' — '),
  );
  const front = [
    '---',
    'milestone: v1.0',
    'current_phase: 2 # of 8',
    "current_phase_name: 'Set up'",
    'current_plan: 1',
    'status: executing',
    'stopped_at: Began',
    'last_updated: "2026-01-01T00:00:00.000Z"',
    'last_activity: 2026-01-01',
    'last_activity_desc: Began — see PR #642, again',
    'progress:',
    '  total_phases: 8',
    '  completed_phases: 1',
    '  total_plans: 8',
    '  completed_plans:  1',
    '  percent: 12',
    'status_note: kept',
    '---',
    '',
  ];

  it('the body, and what front matter repeats of it', () => {
    const text = [...front, ...body].join('\n');
    assert.deepEqual(
      edit(text, { ...CHANGE, activity: { date: '2026-01-31', text: 'Phase 2 complete: "all"' } }, GSD),
      [
        'current_phase: 3',
        'current_phase_name: "Auth"',
        'current_plan: Not started',
        'status: planning',
        'stopped_at: Stage 2 complete',
        'last_updated: "2026-01-31T10:00:00.000Z"',
        'last_activity: 2026-01-31',
        'last_activity_desc: "Phase 2 complete: \\"all\\""',
        '  completed_phases: 2',
        '  completed_plans:  3',
        '  percent: 25',
        'Phase: 3 of 8 (Auth)  ',
        'Plan: Not started',
        'Status: Ready to plan',
        'Last activity: 2026-01-31 — Phase 2 complete: "all"',
        'Progress: [██░░░░░░░░] 25% of all',
        'Last session: 2026-01-31T10:00:00.000Z',
        'Stopped at: Stage 2 complete',
      ],
    );
  });

  it('any text stays the same text as YAML', () => {
    const texts = [
      'a: b',
      '# x',
      '- y',
      'null',
      '08',
      '1.10',
      '36A',
      '"q"',
      "it's",
      '[a',
      '*x',
      'a #b',
      '\\n',
      'é — ü',
      '@x',
      '!t',
      'yes',
      '0x10',
      '1e3',
      '~',
      '{}',
      '%',
      '`c`',
    ];
    for (const text of texts) {
      const change = { stage: { number: text, name: text }, session: { at: text, stoppedAt: text } };
      const [, after = ''] = editState([...front, ...body].join('\n'), change, GSD).text.split('---\n');
      const read = parse(after) as Record<string, unknown>;
      assert.deepEqual(
        [String(read.current_phase), read.current_phase_name, read.stopped_at, read.last_updated],
        [text, text, text, text],
      );
    }
  });

  it('a number that stays one in spelling', () => {
    for (const [number, line] of [
      ['38.1', 'current_phase: 38.1'],
      ['38.10', 'current_phase: "38.10"'],
      ['08', 'current_phase: "08"'],
    ] as const) {
      assert.equal(edit([...front, ...body].join('\n'), { stage: { number, name: 'Set up' } }, GSD)[0], line);
    }
  });

  it('the older way to write the last activity', () => {
    const text = [
      '---',
      'last_activity: 2026-01-01 — Began',
      '---',
      '## Current Position',
      'Last activity: x',
    ].join('\r\n');
    assert.deepEqual(edit(text, { activity: { date: '2026-01-31', text: 'Done' } }, GSD), [
      'last_activity: "2026-01-31 — Done"\r',
      'Last activity: 2026-01-31 — Done',
    ]);
  });

  const refused: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    [
      'a key twice',
      ['status: a', 'status: b'],
      ['Status: In progress', '"status" in the front matter is there more than once.'],
    ],
    [
      'a text of several lines',
      ['status: >', '  a'],
      ['Status: In progress', '"status" in the front matter is no text on one line.'],
    ],
    [
      'a sentence that goes on',
      ['status: a', '  b'],
      ['Status: In progress', '"status" in the front matter is no text on one line.'],
    ],
    ['no such key', ['milestone: v1.0'], ['Status: In progress']],
  ];
  for (const [name, keys, expected] of refused) {
    it(name, () => {
      const text = ['---', ...keys, '---', '## Current Position', 'Status: x'].join('\n');
      assert.deepEqual(edit(text, { status: 'inProgress' }, GSD), expected);
    });
  }

  it('front matter that is never closed is none', () => {
    assert.deepEqual(edit('---\nstatus: a\n## Current Position\nStatus: x', { status: 'inProgress' }, GSD), [
      'Status: In progress',
    ]);
  });
  it('front matter of renn is no part of the format', () => {
    assert.deepEqual(edit('---\nstatus: a\n---\n## Current Position\nStatus: x', { status: 'inProgress' }), [
      'Status: In progress',
    ]);
  });

  it('stays quick on hostile texts', () => {
    const from = performance.now();
    const texts = [
      `## Current Position\n${'Status: x\n'.repeat(50_000)}`,
      '## Current Position\n'.repeat(50_000),
      `## Current Position\nStatus: ${' '.repeat(300_000)}x\nProgress: [${'█'.repeat(300_000)}] 1%`,
      `---\n${'status: x\n'.repeat(20_000)}---\n`,
      `---\nprogress:\n${'  percent: 1\n'.repeat(50_000)}---\n`,
    ];
    for (const text of texts) editState(text, CHANGE, GSD);
    assert.ok(performance.now() - from < 5000);
  });
});
