import assert from 'node:assert/strict';
import { gsd } from '../../../../src/core/formats/gsd';
import { inMemory, read, stagedText } from './staged/text';

describe('gsd: what is a plan of it', () => {
  const cases: readonly (readonly [string, readonly string[], boolean])[] = [
    ['a folder of phases', ['phases/'], true],
    ['a roadmap', ['ROADMAP.md'], true],
    ['a state file', ['STATE.md'], true],
    ['archived phases alone', ['milestones/', 'milestones/v1.0-phases/'], true],
    ['some other .planning', ['notes.md', 'milestones/'], false],
  ];
  for (const [name, listing, expected] of cases) {
    it(name, () => {
      assert.equal(gsd.recognises(listing), expected);
    });
  }

  it('looks in .planning of the workspace folder and of packages, and nowhere else', () => {
    const paths = ['.planning', 'packages/api/.planning', 'planning', 'a.planning', '.planning/phases'];
    assert.deepEqual(
      paths.filter((path) => gsd.looksIn?.(path)),
      paths.slice(0, 2),
    );
  });
});

/** Front matter of a plan. */
function plan(...lines: readonly string[]): string {
  return ['---', ...lines, '---', ''].join('\n');
}

describe('gsd: phases and plans', () => {
  it('a phase with two plans, one of them summarised', () => {
    const found = read('gsd', {
      'phases/01-set-up/01-01-PLAN.md': '# First\n',
      'phases/01-set-up/01-01-SUMMARY.md': '# Summary\n',
      'phases/01-set-up/01-02-PLAN.md': `${plan('wave: 2', 'depends_on: ["01-01"]')}# Second\n`,
    });
    assert.deepEqual(stagedText(found), [
      '01 Set up',
      '  01-01 First [complete] <- 01-01-SUMMARY.md complete',
      '  01-02 Second [pending]',
      '    needs 01-01: satisfied',
    ]);
    assert.deepEqual(
      found.stages[0]?.steps.map(({ key, batch, handoffFile }) => [
        key,
        batch?.key,
        batch?.computed,
        handoffFile,
      ]),
      [
        ['01-set-up/01-01-PLAN', '1', 1, '/w/app/.planning/phases/01-set-up/01-01-SUMMARY.md'],
        ['01-set-up/01-02-PLAN', '2', 2, '/w/app/.planning/phases/01-set-up/01-02-SUMMARY.md'],
      ],
    );
  });

  it('a dependency across phases, on a phase, on one that was put away, and one that nothing fits', () => {
    const found = read('gsd', {
      'phases/02-b/02-01-PLAN.md': 'Do it.',
      'phases/03-c/03-01-PLAN.md': plan('depends_on: ["02-01", "Phase 2", "01-01", "Phase 1", "wave-0"]'),
      'milestones/v1.0-phases/01-a/01-01-PLAN.md': 'Do it.',
      'milestones/v1.0-phases/01-a/01-01-SUMMARY.md': 'Done.',
    });
    const needs = stagedText(found).filter((line) => line.includes('needs') || line.includes('dependency'));
    assert.deepEqual(needs, [
      '    needs 02-01: plan 02-01 has no summary',
      '    needs Phase 2: phase 02 has 1 unfinished plan',
      '    needs 01-01: satisfied',
      '    needs Phase 1: satisfied',
      '    needs wave-0: satisfied',
      '    warning dependency-unknown phases/03-c/03-01-PLAN.md',
    ]);
  });

  it('steps of several phases that wait for each other are told of once each', () => {
    const found = read('gsd', {
      'phases/01-a/01-01-PLAN.md': plan('depends_on: ["02-01"]'),
      'phases/02-b/02-01-PLAN.md': plan('depends_on: ["01-01"]'),
      'phases/03-c/03-01-PLAN.md': plan('depends_on: ["02-01"]'),
    });
    assert.deepEqual(
      stagedText(found).filter((line) => line.includes('cycle')),
      [
        'error dependency-cycle phases/01-a/01-01-PLAN.md',
        'error dependency-cycle phases/02-b/02-01-PLAN.md',
      ],
    );
  });

  it('a phase that waits for one without plans', () => {
    const found = read('gsd', {
      'phases/01-a/01-CONTEXT.md': '',
      'phases/02-b/02-SUMMARY.md': 'Done.',
      'phases/03-c/03-01-PLAN.md': plan('depends_on: ["Phase 1", "Phase 2"]'),
    });
    assert.deepEqual(stagedText(found), [
      '01 A: prepared',
      '02 B',
      '  handoff: summarised at phase level = complete',
      '03 C',
      '  03-01 Plan 03-01 [pending]',
      '    needs Phase 1: phase 01 has no plans yet',
      '    needs Phase 2: satisfied',
    ]);
  });

  it('halted holds back all that depends on it, blocked counts as no summary, superseded is left out', () => {
    const summary = (status: string): string => plan(`status: ${status}`);
    const found = read('gsd', {
      'phases/01-a/01-01-PLAN.md': 'Do it.',
      'phases/01-a/01-01-SUMMARY.md': summary('halted # designed'),
      'phases/01-a/01-02-PLAN.md': plan('depends_on: ["01-01"]'),
      'phases/01-a/01-02-SUMMARY.md': summary('complete'),
      'phases/01-a/01-03-PLAN.md': plan('depends_on: ["01-02"]'),
      'phases/01-a/01-04-PLAN.md': 'Do it.',
      'phases/01-a/01-04-SUMMARY.md': summary('blocked'),
      'phases/01-a/01-05-PLAN.md': plan('status: superseded'),
      'phases/01-a/01-06-PLAN.md': plan('depends_on: ["01-04", "01-05"]'),
    });
    const lines = stagedText(found).filter((line) => /\[|needs/.test(line));
    assert.deepEqual(lines, [
      '  01-01 Plan 01-01 [complete] <- 01-01-SUMMARY.md partial',
      '  01-02 Plan 01-02 [complete] <- 01-02-SUMMARY.md complete',
      '    needs 01-01: plan 01-01 was halted, says its summary',
      '  01-03 Plan 01-03 [pending]',
      '    needs 01-02: plan 01-02 is blocked by 01-01, which was halted',
      '  01-04 Plan 01-04 [pending] <- 01-04-SUMMARY.md blocked',
      '  01-05 Plan 01-05 [superseded]',
      '  01-06 Plan 01-06 [pending]',
      '    needs 01-04: plan 01-04 is blocked, says its summary',
      '    needs 01-05: plan 01-05 is superseded',
    ]);
  });

  it('renn has none of these words', () => {
    const found = read('renn', {
      'stages/01-a/01-01-run.md': plan('status: superseded'),
      'stages/01-a/01-01-recap.md': plan('status: blocked'),
    });
    assert.equal(found.stages[0]?.steps[0]?.mark, 'complete');
  });

  it('a loosely named plan is shown with a warning, nested ones as they are', () => {
    const found = read('gsd', {
      'phases/01-a/01-PLAN-name.md': 'Do it.',
      'phases/02-b/plans/PLAN-01.md': 'Do it.',
      'phases/02-b/plans/SUMMARY-01.md': 'Done.',
    });
    assert.deepEqual(stagedText(found), [
      '01 A',
      '  01 Name [pending]',
      '    warning step-name-loose phases/01-a/01-PLAN-name.md',
      '02 B',
      '  01 Plan 01 [complete] <- SUMMARY-01.md complete',
    ]);
  });

  it('a plan that lies too deep is told of and not read, as are two with one number', () => {
    const found = inMemory('gsd', {
      'phases/01-a/01-plan/PLAN.md': 'Do it.',
      'phases/01-a/pictures/plan.png': '',
      'phases/01-a/plans/PLAN-01.md': 'Do it.',
      'phases/02-b/02-01-data-PLAN.md': 'Do it.',
      'phases/02-b/02-1-view-PLAN.md': 'Do it.',
    });
    assert.ok(!found.asked.includes('phases/01-a/01-plan/PLAN.md'));
    assert.deepEqual(stagedText(gsd.read(found.source)), [
      '01 A',
      '  info step-too-deep phases/01-a/01-plan/PLAN.md',
      '  01 Plan 01 [pending]',
      '02 B',
      '  02-01 Data [pending]',
      '  02-1 View [pending]',
      '    info step-number-shared phases/02-b/02-1-view-PLAN.md',
    ]);
    assert.ok(gsd.enters?.('phases/01-a/01-plan/'));
  });

  it('0 and 999 are kept for later', () => {
    const names = ['00-before', '01-now', '999.1-some-day'];
    const found = read('gsd', Object.fromEntries(names.map((name) => [`phases/${name}/PLAN.md`, ''])));
    assert.deepEqual(
      found.stages.map(({ number, backlog }) => `${number ?? ''} ${backlog ? 'later' : 'now'}`),
      ['00 later', '01 now', '999.1 later'],
    );
  });
});

describe('gsd: the verification of a phase', () => {
  const passed = plan('status: passed', 'score: 3/3 must-haves verified');
  const MINUTE = 60_000;

  /** The first line of a phase with a summary that was written so much later than the report. */
  function verdict(report: string, later = 0): string {
    const files = {
      'phases/01-a/01-01-PLAN.md': 'Do it.',
      'phases/01-a/01-01-SUMMARY.md': ['Done.', 10 * MINUTE + later] as const,
      'phases/01-a/01-VERIFICATION.md': [report, 10 * MINUTE] as const,
    };
    return stagedText(read('gsd', files))[0] ?? '';
  }

  it('passed', () => {
    assert.equal(verdict(passed), '01 A: passed');
  });

  it('stale when a summary is newer, by the files’ times; a checkout’s order is no reason', () => {
    assert.equal(verdict(passed, MINUTE), '01 A: passed');
    const reason = "01-01-SUMMARY.md was changed after it, by the files' times of change";
    assert.equal(verdict(passed, 5 * MINUTE), `01 A: stale (${reason})`);
    assert.equal(verdict(plan('status: gaps_found'), 5 * MINUTE), '01 A: gapsFound');
  });

  it('passed, with how many gaps it lists nevertheless', () => {
    const gaps = ['gaps:', '  - truth: "It runs"', '    status: failed', '  - truth: "It stops"'];
    const files = {
      'phases/01-a/01-01-PLAN.md': 'Do it.',
      'phases/01-a/01-01-SUMMARY.md': 'Done.',
      'phases/01-a/01-VERIFICATION.md': plan('status: passed', ...gaps),
    };
    assert.equal(read('gsd', files).stages[0]?.audit?.proof?.gaps, 2);
  });

  it('a word that the tool does not know stays unknown', () => {
    assert.match(verdict(plan('status: approved')), /^01 A: unknown/);
  });

  it('the only report of a phase with one plan is the phase’s, with a problem that says so', () => {
    const found = read('gsd', {
      'phases/01-a/01-01-PLAN.md': 'Do it.',
      'phases/01-a/01-01-VERIFICATION.md': passed,
    });
    assert.deepEqual(stagedText(found).slice(0, 2), [
      '01 A: passed',
      '  info proof-name-mismatch phases/01-a/01-01-VERIFICATION.md',
    ]);
  });

  it('what people tested is told', () => {
    const uat = `${plan('status: testing')}## Tests\n\n### 1. One\nresult: pass\n\n### 2. Two\nresult: [pending]\n`;
    const found = read('gsd', { 'phases/01-a/01-01-PLAN.md': 'Do it.', 'phases/01-a/01-UAT.md': uat });
    assert.deepEqual(stagedText(found)[1], '  proof: uat status: testing, 1 pass, 1 pending');
  });
});

describe('gsd: workstreams and archives', () => {
  const files = {
    'ROADMAP.md':
      '# Roadmap: Shop\n\n- [x] **Phase 1: Ground**\n- [ ] **Phase 2: Walls**\n- ✅ **v0.9 Trial** — Phases 1-1\n',
    'phases/02-walls/02-01-PLAN.md': 'Do it.',
    'workstreams/api/ROADMAP.md': '- [x] **Phase 1: Routes**\n- [ ] **Phase 2: Docs**\n',
    'workstreams/api/STATE.md': '---\ncurrent_phase: 1\nstatus: executing\n---\n',
    'workstreams/api/phases/01-routes/01-01-PLAN.md': 'Do it.',
    'workstreams/api/phases/01-routes/01-02-PLAN.md': plan('depends_on: ["01-01"]'),
    'milestones/v0.9-phases/01-ground/01-01-PLAN.md': 'Do it.',
    'milestones/ws-web-2026-01-02/phases/01-pages/01-01-PLAN.md': 'Do it.',
  };

  it('a workstream is a group of stages with its own overview and state; archives are named and counted', () => {
    const found = read('gsd', files);
    assert.equal(found.title, 'Shop');
    assert.deepEqual(stagedText(found), [
      '02 Walls',
      '  overview: [ ] = pending',
      '  02-01 Plan 02-01 [pending]',
      '01 Routes: in workstream api',
      '  overview: [x] = complete',
      '  state: status: executing = in-progress',
      '  01-01 Plan 01-01 [pending]',
      '  01-02 Plan 01-02 [pending]',
      '    needs 01-01: plan 01-01 has no summary',
      '2 Docs: no folder, in workstream api',
      '  overview: [ ] = pending',
    ]);
    assert.deepEqual(
      found.stages.map(({ key }) => key),
      ['02-walls', 'workstreams/api/phases/01-routes', 'workstreams/api/2'],
    );
    assert.deepEqual(found.archives, [
      { key: 'ws-web-2026-01-02', title: 'ws-web-2026-01-02', stages: 1, opened: false },
      { key: 'v0.9', title: 'v0.9 Trial', stages: 1, opened: false },
    ]);
  });

  it('a workstream of which there is only the list of its phases is there too', () => {
    const found = read('gsd', {
      'ROADMAP.md': '',
      'workstreams/ui/ROADMAP.md': '- [ ] **Phase 1: Pages** - a\n',
      'workstreams/api/phases/01-routes/01-01-PLAN.md': 'Do it.',
      'workstreams/notes/README.md': '',
    });
    assert.deepEqual(stagedText(found), [
      '01 Routes: in workstream api',
      '  01-01 Plan 01-01 [pending]',
      '1 Pages: no folder, in workstream ui',
      '  overview: [ ] = pending',
    ]);
  });

  it('opened, with the steps of that archive alone', () => {
    const found = read('gsd', files, ['v0.9']);
    assert.deepEqual(stagedText(found).slice(-3), [
      '01 Ground: in v0.9 Trial',
      '  overview: [x] = complete',
      '  01-01 Plan 01-01 [pending]',
    ]);
    const asked = inMemory('gsd', files, ['v0.9']).asked.filter((name) => name.startsWith('milestones/'));
    assert.deepEqual(asked, ['milestones/v0.9-phases/01-ground/01-01-PLAN.md']);
  });
});

describe('gsd: what waits or comes next is a hint with its age', () => {
  const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
    [
      'a question',
      'WAITING.json',
      '{"status":"waiting","type":"decision","question":"Which?","since":"2026-01-02T10:00:00Z","phase":"3"}',
      ['hint: waiting, decision: Which? (2026-01-02T10:00:00.000Z)'],
    ],
    [
      'without a question, by the time of the file',
      'WAITING.json',
      '{"status":"waiting","question":null}',
      ['hint: waiting: no question is written (1970-01-01T00:00:00.000Z)'],
    ],
    [
      'a hand-made one',
      'WAITING.json',
      '{"status":"ready","type":"next_step","next_step":"Plan 4"}',
      ['hint: ready, next_step: Plan 4 (1970-01-01T00:00:00.000Z)'],
    ],
    [
      'a pause',
      'HANDOFF.json',
      '{"timestamp":"2026-01-02T10:00:00Z","phase":"3","plan":2,"task":4,"next_action":"Go on","human_actions_pending":[{"action":"log in"}]}',
      [
        'hint: Paused at phase 3, plan 2, task 4; next: Go on; 1 actions of a person pending (2026-01-02T10:00:00.000Z)',
      ],
    ],
    ['no JSON', 'HANDOFF.json', 'phase 3', ['info staged-hint-damaged HANDOFF.json']],
  ];
  for (const [name, file, text, expected] of cases) {
    it(name, () => {
      assert.deepEqual(stagedText(read('gsd', { 'ROADMAP.md': '', [file]: text })), expected);
    });
  }
});
