import assert from 'node:assert/strict';
import { renn } from '../../../../src/core/formats/renn';
import { inMemory, read, stagedText } from './staged/text';

/** Front matter of a run. */
function run(...lines: readonly string[]): string {
  return ['---', ...lines, '---', ''].join('\n');
}

describe('renn: stages, runs and recaps', () => {
  it('runs with both separators, one of them with a recap', () => {
    const plan = read('renn', {
      'stages/01-set-up/01-01-run.md': run('stage: 01-set-up', 'run: 01', 'batch: 1', 'depends_on: []'),
      'stages/01-set-up/01-01-recap.md': 'Done.',
      'stages/01-set-up/01-02-run.md': run('batch: 2', 'depends_on: ["01"]'),
      'stages/02-auth/02.01-run.md': run('batch: 1', 'depends_on: ["01-02"]'),
    });
    assert.deepEqual(plan.terms.batch, 'batch');
    assert.deepEqual(stagedText(plan), [
      '01 Set up',
      '  01-01 Run 01-01 [complete] <- 01-01-recap.md complete',
      '  01-02 Run 01-02 [pending]',
      '    needs 01: satisfied',
      '02 Auth',
      '  02.01 Run 02.01 [pending]',
      '    needs 01-02: run 01-02 has no recap',
    ]);
  });

  it('a name that means a stage in one folder and a run in another', () => {
    const plan = read('renn', {
      'stages/01-a/01.1-run.md': 'Do it.',
      'stages/01.1-b/01.1-run.md': 'Do it.',
      'stages/01.1-b/01.1.01-run.md': 'Do it.',
    });
    assert.deepEqual(
      plan.stages.map(({ number, steps }) => [number, ...steps.map((step) => `${step.number} ${step.key}`)]),
      [
        ['01', '01.1 01-a/01.1-run'],
        ['01.1', '01.1.01 01.1-b/01.1.01-run', '01.1 01.1-b/01.1-run'],
      ],
    );
  });

  it('stages in order, without a number last, and two with one number told of', () => {
    const names = ['10-j', '2-b', '2.10-d', '2.2-c', '36A-l', '36-k', 'later', '2-b2', '14-'];
    const plan = read('renn', Object.fromEntries(names.map((name) => [`stages/${name}/x-run.md`, ''])));
    assert.deepEqual(
      plan.stages.map(({ key, title }) => `${key}: ${title}`),
      [
        '2-b: B',
        '2-b2: B2',
        '2.2-c: C',
        '2.10-d: D',
        '10-j: J',
        '14-: Stage 14',
        '36-k: K',
        '36A-l: L',
        'later: Later',
      ],
    );
    const told = plan.stages.flatMap(({ problems = [] }) => problems);
    assert.deepEqual(
      told.map(({ code, file, related }) => `${code} ${file} ${related?.file ?? ''}`),
      [
        'stage-number-shared /w/app/.renn/stages/2-b /w/app/.renn/stages/2-b2',
        'stage-number-shared /w/app/.renn/stages/2-b2 /w/app/.renn/stages/2-b',
      ],
    );
  });

  it('a folder without runs is prepared or empty; a file beside the folders is a problem', () => {
    const plan = read('renn', {
      'stages/01-a/01-intel.md': '',
      'stages/02-b/notes.txt': '',
      'stages/loose.md': '',
    });
    assert.deepEqual(stagedText(plan), ['01 A: prepared', '02 B', 'info stage-file-loose stages/loose.md']);
  });

  it('what closes gaps, what is left to say and who paused', () => {
    const plan = read('renn', {
      'stages/01-a/01-04-run.md': run('gap_closure: true', 'batch: 1', 'status: ready'),
      'stages/01-a/.continue-here.md':
        '---\nstage: 01\ntask: 3\ntotal_tasks: 7\nstatus: in_progress\nlast_updated: 2026-01-02T10:00:00Z\n---\n',
      'stages/01-a/01-09-recap.md': 'Done.',
    });
    assert.deepEqual(stagedText(plan), [
      '01 A',
      '  state: paused at task 3 of 7: status in_progress = perhaps in-progress since 2026-01-02',
      '  01-04 Run 01-04 [complete] <- 01-09-recap.md complete',
      '    plan: status: ready = perhaps pending',
      '    plan: gap_closure: true',
      '    info recap-name-mismatch stages/01-a/01-09-recap.md',
    ]);
  });
});

describe('renn: the proof of a stage', () => {
  const proof = (status: string, body = ''): string =>
    `---\nstage: 01-a\nstatus: ${status}\nscore: "3/3"\n---\n${body}`;
  const human = '## Human Verification Required\n\n### 1. Look at it\n**Test:** open\n**Expected:** nice\n';
  const none = '## Human Verification Required\n\nNone - all checked by machine.\n';
  const cases: readonly (readonly [string, string, string])[] = [
    ['passed', proof('passed'), '01 A: passed'],
    ['passed with nothing for a person', proof('passed', none), '01 A: passed'],
    ['gaps', proof('gaps_found'), '01 A: gapsFound'],
    ['a person is asked', proof('human_needed'), '01 A: humanNeeded'],
  ];
  for (const [name, text, expected] of cases) {
    it(name, () => {
      const plan = read('renn', { 'stages/01-a/01-01-run.md': 'Do it.', 'stages/01-a/01-proof.md': text });
      assert.equal(stagedText(plan)[0], expected);
    });
  }

  it('passed with items for a person is overridden, with the reason', () => {
    const plan = read('renn', { 'stages/01-a/01-proof.md': proof('passed', human) });
    const found = plan.stages[0]?.audit?.proof;
    assert.equal(found?.verdict, 'humanNeeded');
    assert.equal(found.text, 'passed');
    assert.match(found.reason ?? '', /person|human/i);
  });

  it('only the report with the stage’s number counts; that of a run is its document, another is a problem', () => {
    const plan = read('renn', {
      'stages/01-a/01-01-run.md': 'Do it.',
      'stages/01-a/01-02-run.md': 'Do it.',
      'stages/01-a/01-proof.md': proof('passed'),
      'stages/01-a/proof.md': proof('gaps_found'),
      'stages/01-a/01-02-proof.md': proof('gaps_found'),
      'stages/01-a/07-proof.md': proof('gaps_found'),
    });
    assert.deepEqual(stagedText(plan).slice(0, 3), [
      '01 A: passed',
      '  info proof-unclaimed stages/01-a/07-proof.md',
      '  info proof-unclaimed stages/01-a/proof.md',
    ]);
    const documents = plan.stages[0]?.steps[1]?.documents;
    assert.deepEqual(documents, [{ kind: 'proof', file: '/w/app/.renn/stages/01-a/01-02-proof.md' }]);
  });
});

describe('renn: track and pulse are claims', () => {
  const files = {
    'track.md':
      '# Track: Shop\n\n- [x] **Stage 1: The ground** - text\n- [ ] **Stage 3: Later on** - text\n\n- [x] 01-02: Types\n',
    'pulse.md':
      '# Pulse\n\n## Current Position\n\nStage: 1 of 3 (The ground)\nRun: 1 of 2 in current stage\nStatus: In progress\nLast activity: 2026-01-02\n\n## Session Continuity\n\nLast session: 2026-01-02\nStopped at: before types\n',
    'stages/01-ground/01-01-run.md': 'Do it.',
    'stages/01-ground/01-01-recap.md': 'Done.',
    'stages/01-ground/01-02-run.md': 'Do it.',
  };

  it('beside what the disk shows', () => {
    const plan = read('renn', files);
    assert.equal(plan.title, 'Shop');
    assert.deepEqual(stagedText(plan), [
      'hint: Stopped at: before types (2026-01-02T00:00:00.000Z)',
      '01 The ground',
      '  overview: [x] = complete',
      '  state: status: In progress = in-progress',
      '  01-01 Run 01-01 [complete] <- 01-01-recap.md complete',
      '  01-02 Run 01-02 [pending]',
      '    overview: [x] = complete',
      '3 Later on: no folder',
      '  overview: [ ] = pending',
    ]);
  });
});

describe('renn: what is never opened', () => {
  const secrets = {
    'secrets.json': '{"token":"hunter2"}',
    'stages/01-a/01-01-run.md': 'Do it.',
    'stages/01-a/secrets.json': '',
  };

  it('secrets.json is not asked for, digested or watched', () => {
    const { asked } = inMemory('renn', secrets);
    assert.deepEqual(asked, ['stages/01-a/01-01-run.md']);
    for (const name of [
      'secrets.json',
      'stages/secrets.json',
      'stages/01-a/secrets.json',
      'quick/1-a/secrets.json',
    ])
      assert.equal(renn.digest?.takes(name), false, name);
    assert.deepEqual(renn.watches[0], { folder: '', pattern: '{*.md,config.json}' });
    assert.equal(JSON.stringify(renn.watches).includes('*.json'), false);
    assert.equal(JSON.stringify(read('renn', secrets)).includes('secrets'), false);
  });

  it('nor are folders that hold no runs listed', () => {
    const folders = [
      'stages/',
      'stages/01-a/',
      'milestones/',
      'milestones/v1-stages/',
      'milestones/v1-stages/01-a/',
      'quick/',
      'quick/1-a/',
    ];
    const others = [
      'research/',
      'codebase/',
      'design/',
      'todos/pending/',
      'debug/',
      'stages/01-a/plans/',
      'workstreams/',
    ];
    assert.deepEqual(
      [...folders, ...others].filter((folder) => renn.enters?.(folder)),
      folders,
    );
  });
});

describe('renn: quick tasks and archives', () => {
  const files = {
    'quick/002-icons/002-run.md': '# Icons\n',
    'quick/001-typo/001-run.md': 'Do it.',
    'quick/001-typo/001-recap.md': 'Done.',
    'quick/003-odd/003-recap.md': 'Done.',
    'milestones/v1.0-track.md': '- [x] **Stage 1: The first** - text\n',
    'milestones/v1.0-stages/01-first/01-01-run.md': 'Do it.',
    'milestones/v1.0-stages/01-first/01-01-recap.md': 'Done.',
  };

  it('quick tasks are one stage', () => {
    assert.deepEqual(stagedText(read('renn', files)), [
      '- Quick tasks: backlog',
      '  001 Typo [complete] <- 001-recap.md complete',
      '  002 Icons [pending]',
    ]);
  });

  it('of which the table of the state file says what it knows', () => {
    const pulse = [
      '## Accumulated Context',
      '### Quick Tasks Completed',
      '',
      '| # | Description | Date | Commit | Directory |',
      '|---|---|---|---|---|',
      '| 1 | Typo | 2026-01-02 | abc | [001-typo](./quick/001-typo/) |',
      '| 002 | Icons | | | |',
      '### Roadmap Evolution',
      '| # | x |',
      '|---|---|',
      '| 1 | no |',
    ];
    const state = [
      '### Quick Tasks Completed',
      '| # | Description | Status |',
      '|---|---|---|',
      '| 260102-abc | Typo | Needs Review |',
      '| 260102-abd | Icons | Verified |',
    ];
    assert.deepEqual(stagedText(read('renn', { ...files, 'pulse.md': pulse.join('\r\n') })).slice(1), [
      '  001 Typo [complete] <- 001-recap.md complete',
      '    state: Quick Tasks Completed = complete since 2026-01-02',
      '  002 Icons [pending]',
      '    state: Quick Tasks Completed = complete',
    ]);
    const gsd = {
      'quick/260102-abc-typo/260102-abc-PLAN.md': 'Do it.',
      'quick/260102-abd-icons/260102-abd-PLAN.md': 'Do it.',
      'STATE.md': state.join('\n'),
    };
    assert.deepEqual(stagedText(read('gsd', gsd)).slice(1), [
      '  260102-abc Typo [pending]',
      '    state: Quick Tasks Completed: Needs Review',
      '  260102-abd Icons [pending]',
      '    state: Quick Tasks Completed: Verified = complete',
    ]);
  });

  it('an archive is read only when somebody opened it', () => {
    assert.deepEqual(
      inMemory('renn', files).asked.filter((name) => name.startsWith('milestones/')),
      [],
    );
    const opened = read('renn', files, ['v1.0']);
    assert.deepEqual(opened.archives, [{ key: 'v1.0', title: 'v1.0', stages: 1, opened: true }]);
    assert.deepEqual(stagedText(opened).slice(0, 3), [
      '01 The first: in v1.0',
      '  overview: [x] = complete',
      '  01-01 Run 01-01 [complete] <- 01-01-recap.md complete',
    ]);
    assert.deepEqual(read('renn', files).archives, [
      { key: 'v1.0', title: 'v1.0', stages: 1, opened: false },
    ]);
  });
});
