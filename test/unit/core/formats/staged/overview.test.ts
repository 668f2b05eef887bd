import assert from 'node:assert/strict';
import { readOverview } from '../../../../../src/core/formats/staged/overview';
import type { Claim } from '../../../../../src/core/plan';

function claimText({ says, means, line, since }: Claim): string {
  return `${says} = ${means ?? '?'} at ${line ?? '?'}${since === undefined ? '' : ` since ${since.slice(0, 10)}`}`;
}

/** Stages with their milestone and claims, then steps. */
function overview(...lines: readonly string[]): string[] {
  const { stages, steps } = readOverview({ text: lines.join('\n'), modified: 0 }, '/w/.renn/track.md');
  return [
    ...[...stages.values()].flatMap(({ number, title, milestone, claims }) => [
      `${number} ${title}${milestone === undefined ? '' : ` (${milestone})`}`,
      ...claims.map((claim) => `  ${claimText(claim)}`),
    ]),
    ...[...steps].map(([id, claims]) => `${id}: ${claims.map(claimText).join('; ')}`),
  ];
}

describe('staged: a line of the overview', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['- [ ] **Stage 1: Set up** - the ground', ['1 Set up', '  [ ] = pending at 0']],
    ['- [x] **Phase 02: Auth** - text', ['02 Auth', '  [x] = complete at 0']],
    ['- [X] Phase 3: Views (3/3 plans)', ['3 Views', '  [x] = complete at 0']],
    [
      '- [x] **Phase 71: Fix** - text (completed 2026-08-21)',
      ['71 Fix', '  [x] (completed 2026-08-21) = complete at 0 since 2026-08-21'],
    ],
    ['- [ ] **Phase 1-5** - a range', []],
    ['- [x] [v1.0](milestones/v1.0-ROADMAP.md)', []],
    ['- [x] Write Phase 3 docs', []],
    ['### Stage 4: Look [UI] (INSERTED)', ['4 Look']],
    ['### Phase 2.1: Hot fix', ['2.1 Hot fix']],
    ['### Phase 36A: Docs', ['36A Docs']],
    ['#### ✅ Phase 5: Ship — SHIPPED 2026-01-02', ['5 Ship', '  SHIPPED = complete at 0 since 2026-01-02']],
    [
      '### Phase 6: Old (completed 2026-02-03)',
      ['6 Old', '  completed 2026-02-03 = complete at 0 since 2026-02-03'],
    ],
    ['### Phase 7: Gone SUPERSEDED', ['7 Gone', '  SUPERSEDED = superseded at 0']],
    ['### Phase 8: Later — DEFERRED', ['8 Later', '  DEFERRED = ? at 0']],
    ['### Phase 9: MERGED INTO Phase 10', ['9 ', '  MERGED INTO Phase 10 = superseded at 0']],
    ['- [ ] 01-01: Types', ['1|1: [ ] = pending at 0']],
    ['- [x] 01-02-PLAN.md — Store', ['1|2: [x] = complete at 0']],
    ['- [x] 38.1-03-slug-PLAN.md — Store', ['38.1|3: [x] = complete at 0']],
    ['- [x] 08.02: Store', ['8|2: [x] = complete at 0']],
    ['- [ ] 12 monkeys', []],
  ];
  for (const [line, expected] of cases) {
    it(line, () => {
      assert.deepEqual(overview(line), expected);
    });
  }
});

describe('staged: the whole overview', () => {
  it('rows of a table, by the names of its columns', () => {
    const four = ['| Stage | Runs Complete | Status | Completed |', '|---|---|---|---|'];
    assert.deepEqual(
      overview(...four, '| 1. Set up | 2/2 | Complete | 2026-01-02 |', '| 2. Auth | 0/3 | Deferred | - |'),
      ['1 Set up', '  Complete = complete at 2 since 2026-01-02', '2 Auth', '  Deferred = ? at 3'],
    );
    const five = ['| Phase | Milestone | Plans | Status | Completed |', '|-|-|-|-|-|'];
    assert.deepEqual(overview(...five, '| 3. Views | v1.0 | 1/2 | In progress | - |'), [
      '3 Views',
      '  In progress = in-progress at 2',
    ]);
    assert.deepEqual(overview('| Milestone | Phases | Status |', '|-|-|-|', '| v1.0 | 1-6 | Complete |'), []);
  });

  it('the same stage in several places is one, with every claim', () => {
    const lines = [
      '- [ ] **Stage 1: Set up** - text',
      '### Stage 01: Set up',
      '| Stage | Status |',
      '| 1 | Complete |',
    ];
    assert.deepEqual(overview(...lines), ['1 Set up', '  [ ] = pending at 0', '  Complete = complete at 3']);
  });

  it('milestones: headings, folded sections, and ranges in a list', () => {
    const lines = [
      '- ✅ **v1.0 First** — Phases 1-2 (shipped 2026-01-01)',
      '- v0.9 is prose',
      '<details>',
      '<summary>✅ v1.1 Second (Phases 3-4) — SHIPPED 2026-02-01</summary>',
      '- [x] Phase 3: Three',
      '</details>',
      '- [ ] Phase 5: Between',
      '### 🚧 v2.0 Third (In Progress)',
      '- [ ] Phase 6: Six',
      '## Phase Details',
      '### Phase 7: Seven',
      '### Phase 2: Two',
    ];
    assert.deepEqual(
      overview(...lines).filter((line) => !line.startsWith(' ')),
      ['3 Three (v1.1 Second)', '5 Between', '6 Six (v2.0 Third)', '7 Seven', '2 Two (v1.0 First)'],
    );
  });

  it('nothing in code fences counts, nor CRLF, nor a byte order mark', () => {
    assert.deepEqual(overview('```', '- [x] **Phase 1: Sample**', '```'), []);
    assert.deepEqual(overview('\uFEFF- [x] **Phase 1: One**\r', '### Phase 2: Two\r', ''), [
      '1 One',
      '  [x] = complete at 0',
      '2 Two',
    ]);
  });

  it('stays quick on hostile lines', () => {
    const lines = ['- [x] '.repeat(20_000), `### Phase 1${'.1'.repeat(50_000)}`, '| '.repeat(50_000)];
    const from = performance.now();
    overview(...lines, ...Array.from({ length: 2000 }, () => `- [x] Phase 1: ${'(completed '.repeat(60)}`));
    assert.ok(performance.now() - from < 5000);
  });
});
