import assert from 'node:assert/strict';
import type { Claim, Plan, Proof, Stage, Step } from '../../../src/core/plan';
import { stageMap } from '../../../src/core/stageMap';
import { renderMap } from './stageMapText';
import { driven, missing, plan, run, step } from './mapValues';

const terms = {
  plan: 'project',
  stage: 'stage',
  step: 'run',
  batch: 'batch',
  gate: 'gate',
  handoff: 'recap',
  proof: 'proof',
};

function recap(number: string): Step {
  return step(number, 'complete', {
    markText: '',
    evidence: { file: `/w/${number}-recap.md`, source: 'recap' },
  });
}

function open(number: string, more: Partial<Step> = {}): Step {
  return step(number, 'pending', { markText: '', ...more });
}

function proof(
  verdict: Proof['verdict'],
  text: string,
  more: Partial<Proof> = {},
): NonNullable<Stage['audit']> {
  return { prepared: true, proof: { file: '/w/01-proof.md', verdict, text, ...more } };
}

function track(means: Claim['means'], more: Partial<Claim> = {}): Claim {
  return { by: 'overview', says: '[x]', file: '/w/track.md', ...(means && { means }), ...more };
}

function stage(steps: readonly Step[], more: Partial<Stage> = {}): Stage {
  return {
    key: '01-auth',
    number: '01',
    title: 'Auth',
    folder: '/w/stages/01-auth',
    audit: { prepared: false },
    steps,
    ...more,
  };
}

function staged(stages: readonly Stage[], more: Partial<Plan> = {}): Plan {
  return plan([], { format: 'gsd', stages, terms, ...more });
}

/** The lines about the stage itself. */
function told(value: Stage): string {
  const [view] = stageMap({ plans: [staged([value])], runs: [], statusLog: [] }).plans;
  const lines = renderMap({ plans: view ? [view] : [], done: 0, total: 0, running: [], gates: [] }).split(
    '\n',
  );
  return lines
    .slice(1)
    .filter((line) => /^ {2}\S|^ {4}(?!\d)/.test(line) && !line.startsWith('     '))
    .map((line) => line.slice(2))
    .join('\n');
}

const cases: readonly (readonly [string, Stage, string])[] = [
  [
    'without a folder',
    { key: '01', number: '01', title: 'Auth', audit: { prepared: false }, steps: [] },
    '01 Auth: notStarted 0/0\n  plan says no folder',
  ],
  [
    'said to be complete, and nothing of it is left',
    { key: '01', title: 'Auth', audit: { prepared: false }, steps: [], claims: [track('complete')] },
    'Auth: claimed 0/0\n  overview says [x]',
  ],
  [
    'a hint alone makes nothing complete',
    {
      key: '01',
      title: 'Auth',
      audit: { prepared: false },
      steps: [],
      claims: [track('complete', { weak: true })],
    },
    'Auth: notStarted 0/0\n  plan says no folder',
  ],
  [
    'researched',
    stage([], { audit: { prepared: true }, documents: [{ kind: 'research', file: '/w/r.md' }] }),
    '01 Auth: prepared 0/0\n  plan says research, no runs',
  ],
  ['planned', stage([open('01'), open('02')]), '01 Auth: planned 0/2\n  plan says 0 of 2 runs have a recap'],
  [
    'passed, and not by its own count',
    stage([recap('01')], { audit: proof('passed', 'passed', { score: '1/5 truths' }) }),
    '01 Auth: verified 1/1\n  proof says status: passed, 1/5 truths\n  contradiction: proof says passed, its score is 1/5',
  ],
  [
    'passed, and it lists gaps',
    stage([recap('01')], { audit: proof('passed', 'passed', { gaps: 2 }) }),
    '01 Auth: verified 1/1\n  proof says status: passed\n  contradiction: proof says passed, and lists 2 gaps',
  ],
  [
    'planned, and a file could not be read',
    stage([open('01', { unread: true })]),
    '01 Auth: planned 0/1\n  plan says 0 of 1 run has a recap',
  ],
  [
    'planned and blocked',
    stage([open('02', { dependsOn: [missing('01')] })]),
    '01 Auth: planned 0/1\n  plan says 0 of 1 run has a recap',
  ],
  [
    'begun',
    stage([recap('01'), open('02')]),
    '01 Auth: inProgress 1/2\n  handoff says 1 of 2 runs have a recap',
  ],
  [
    'executed, not audited',
    stage([recap('01'), recap('02')], { claims: [track('complete')] }),
    '01 Auth: executed 2/2\n  handoff says 2 of 2 runs have a recap',
  ],
  [
    'an audit whose verdict nobody knows decides nothing',
    stage([recap('01')], { audit: proof('unknown', 'validated') }),
    '01 Auth: executed 1/1\n  handoff says 1 of 1 run has a recap',
  ],
  [
    'verified',
    stage([recap('01')], { audit: proof('passed', 'passed', { score: '3/3' }), claims: [track('complete')] }),
    '01 Auth: verified 1/1\n  proof says status: passed, 3/3',
  ],
  [
    'passed, although a person has to look',
    stage([recap('01')], {
      audit: proof('humanNeeded', 'passed', { reason: '2 items for a person', items: ['a', 'b'] }),
    }),
    '01 Auth: humanNeeded 1/1\n  proof says status: passed, 2 items for a person',
  ],
  [
    'of which a person said that one item holds',
    stage([recap('01')], {
      audit: {
        ...proof('humanNeeded', 'human_needed', { items: ['a', 'b'] }),
        held: { file: '/w/01-uat.md', items: ['a', 'c'] },
      },
    }),
    '01 Auth: humanNeeded 1/1\n  proof says status: human_needed',
  ],
  [
    'of which a person said that all items hold',
    stage([recap('01')], {
      audit: {
        ...proof('humanNeeded', 'human_needed', { items: ['a', 'b'] }),
        held: { file: '/w/01-uat.md', items: ['b', 'a'] },
      },
    }),
    '01 Auth: verified 1/1\n  person says 2 items hold, says 01-uat.md',
  ],
  [
    'with gaps, whatever a person said of the items',
    stage([recap('01')], {
      audit: {
        ...proof('gapsFound', 'gaps_found'),
        held: { file: '/w/01-uat.md', items: ['a'] },
      },
    }),
    '01 Auth: gapsFound 1/1\n  proof says status: gaps_found',
  ],
  [
    'gaps, and the overview says complete',
    stage([recap('01'), open('02')], {
      audit: proof('gapsFound', 'gaps_found'),
      claims: [track('complete')],
    }),
    '01 Auth: gapsFound 1/2\n  proof says status: gaps_found\n  contradiction: track says complete, proof says status: gaps_found',
  ],
  [
    'stale',
    stage([recap('01')], { audit: proof('stale', 'passed', { reason: 'older than 01-recap.md' }) }),
    '01 Auth: stale 1/1\n  proof says status: passed, older than 01-recap.md',
  ],
  [
    'verified, with runs that nobody recapped',
    stage([recap('01'), open('02'), open('03')], { audit: proof('passed', 'passed') }),
    '01 Auth: verified 1/3\n  proof says status: passed\n  contradiction: proof says passed, 2 runs have no recap',
  ],
  [
    'the overview is ahead of the runs',
    stage([recap('01'), open('02'), open('03')], { claims: [track('complete')] }),
    '01 Auth: inProgress 1/3\n  handoff says 1 of 3 runs have a recap\n  contradiction: track says complete, 2 runs have no recap',
  ],
  [
    'the overview is behind the proof',
    stage([recap('01')], { audit: proof('passed', 'passed'), claims: [track('pending')] }),
    '01 Auth: verified 1/1\n  proof says status: passed\n  contradiction: track says not complete, proof says passed',
  ],
  [
    'a hint is no contradiction',
    stage([open('01')], { claims: [track('complete', { weak: true })] }),
    '01 Auth: planned 0/1\n  plan says 0 of 1 run has a recap',
  ],
  [
    'superseded runs do not count',
    stage([recap('01'), step('02', 'superseded')]),
    '01 Auth: executed 1/1\n  handoff says 1 of 1 run has a recap',
  ],
  [
    'its own problems and batches',
    stage(
      [
        { ...recap('01'), batch: { key: '1' } },
        open('02', { batch: { key: '2' } }),
        open('03', { batch: { key: '10' } }),
      ],
      {
        problems: [
          {
            code: 'x',
            severity: 'warning',
            file: '/w',
            range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
            message: 'Two folders have one number.',
          },
        ],
      },
    ),
    '01 Auth: inProgress 1/3\n  handoff says 1 of 3 runs have a recap\n  warning: Two folders have one number.\n' +
      '  batch 1: done 1/1\n  batch 2: active 0/1\n  batch 10: waiting 0/1',
  ],
  ['without an audit', { key: 'a', title: 'Totals', steps: [recap('01')] }, 'Totals 1/1'],
];

const steps: readonly (readonly [string, Step, string])[] = [
  ['a recap decides', recap('01'), 'done\n  handoff says recap'],
  [
    'a recap in the words of its format',
    step('01', 'complete', {
      markText: '',
      evidence: { file: '/w/r.md', source: 'recap' },
      claims: [{ by: 'handoff', says: 'status: complete', file: '/w/r.md', means: 'complete' }],
    }),
    'done\n  handoff says status: complete',
  ],
  [
    'a commit decides',
    step('01', 'complete', {
      markText: '',
      evidence: { file: '/w/.git', source: 'commit', commit: '0123456789', at: '2026-01-01T09:00:00Z' },
    }),
    'done\n  commit says commit 0123456',
  ],
  [
    'ticked, and no recap',
    open('01', { claims: [track('complete')] }),
    'contradiction\n  overview says [x]\n  contradiction: track says complete, no recap\n  next: openPlan',
  ],
  [
    'ticked in a stale file',
    open('01', { claims: [track('complete', { weak: true })] }),
    'ready\n  plan says no status\n  next: runStep',
  ],
  [
    'somebody has begun it',
    open('01', { claims: [{ by: 'commit', says: 'a1 feat(01-01)', means: 'in-progress' }] }),
    'unknown\n  commit says a1 feat(01-01)\n  next: openPlan',
  ],
  ['superseded', step('01', 'superseded'), 'superseded\n  plan says status: superseded'],
  [
    'halted by its own tool',
    { ...recap('01'), stop: { code: 'halted', detail: 'The recap says halted.' } },
    'failed\n  handoff says recap\n  next: runStep',
  ],
];

describe('stageMap of staged plans', () => {
  for (const [name, value, expected] of cases) {
    it(`stage: ${name}`, () => {
      assert.equal(told(value), expected);
    });
  }

  for (const [name, value, expected] of steps) {
    it(`step: ${name}`, () => {
      const map = stageMap({
        plans: [staged([{ key: '', title: '', steps: [value] }])],
        runs: [],
        statusLog: [],
      });
      const [, first = '', ...rest] = renderMap(map).trimEnd().split('\n');
      assert.equal([first.replace(/^.*?: /, ''), ...rest.map((line) => line.slice(2))].join('\n'), expected);
    });
  }

  it('counts neither superseded steps nor archives, and begins at the first stage that is left to do', () => {
    const named = (key: string, number: string, more: Partial<Stage>): Stage =>
      stage([open(`${number}-1`)], { key, number, title: key, ...more });
    const [view] = stageMap({
      plans: [
        staged(
          [
            named('old', '01', { archive: 'v1' }),
            named('later', '999', { backlog: true }),
            named('audited', '02', { audit: proof('passed', 'passed') }),
            stage([recap('03-1'), step('03-2', 'superseded')], { key: 'done', number: '03' }),
            stage(
              [
                open('04-1', { batch: { key: '2' }, dependsOn: [missing('04-2')] }),
                open('04-2', { batch: { key: '1' }, dependsOn: [missing('x')] }),
                open('04-3', { batch: { key: '1' } }),
              ],
              { key: 'now', number: '04' },
            ),
          ],
          { archives: [{ key: 'v1', title: 'v1', stages: 1, opened: true }] },
        ),
      ],
      runs: [],
      statusLog: [],
    }).plans;
    assert.deepEqual(
      [view?.done, view?.total, view?.steps.length, view?.firstUnfinished?.key, view?.next?.step.number],
      [1, 6, 8, 'now', '04-3'],
    );
  });

  it('names the number of a step in another stage that blocks', () => {
    const first = stage([open('01')]);
    const second = stage([open('02', { dependsOn: [missing('01')] })], { key: '02' });
    const [view] = stageMap({ plans: [staged([first, second])], runs: [], statusLog: [] }).plans;
    assert.deepEqual(view?.stages[1]?.steps[0]?.blockers, ['01']);
  });

  it('keeps the views of what did not change', () => {
    const [one, two, three] = [
      stage([open('01')], { key: '01' }),
      stage([open('02', { dependsOn: [missing('01')] })], { key: '02' }),
      stage([open('03')], { key: '03' }),
    ];
    const whole = staged([one, two, three]);
    const look = (of: Plan, runs: Parameters<typeof stageMap>[0]['runs'] = []) =>
      stageMap({ plans: [of], runs, statusLog: [] }).plans[0];
    const before = look(whole);
    assert.equal(look(whole), before);
    const changed = look({ ...whole, stages: [one, two, { ...three, title: 'Other' }] });
    assert.deepEqual(
      changed?.stages.map((view, at) => view === before?.stages[at]),
      [true, true, false],
    );
    const running = look(whole, [driven(run('01'))]);
    assert.deepEqual(
      running?.stages.map((view, at) => view === before?.stages[at]),
      [false, false, true],
    );
    assert.equal(look(whole, [driven(run('01'))])?.stages[0]?.steps[0]?.status, 'running');
    assert.equal(look(whole)?.stages[0]?.steps[0]?.status, 'ready');
  });
});
