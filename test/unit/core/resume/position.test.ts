import assert from 'node:assert/strict';
import { type Candidate, planCandidates, recordCandidates } from '../../../../src/core/resume/candidates';
import { commitCandidates } from '../../../../src/core/resume/commits';
import { position } from '../../../../src/core/resume/preview';
import { sidecarCandidates } from '../../../../src/core/resume/sidecars';
import type { Plan } from '../../../../src/core/plan';
import type { SeenCheckpoint } from '../../../../src/core/checkpoints/checkpoint';
import type { SeenRun } from '../../../../src/core/status';
import { approved, driven, ended, gate, handoff, left, missing, plan, run, step } from '../mapValues';
import { after, scopeOf, sidecar, threeSteps, viewOf } from './finds';

interface Case {
  readonly plan?: Plan;
  readonly runs?: readonly SeenRun[];
  readonly checkpoints?: readonly SeenCheckpoint[];
  readonly more?: readonly Candidate[];
  readonly confirmed?: readonly string[];
}

/** One line a step, then where a resume begins. */
function told({ plan: of = threeSteps(), runs = [], checkpoints = [], more = [], confirmed = [] }: Case) {
  const candidates = [...recordCandidates(checkpoints, scopeOf(of)), ...more, ...planCandidates(of)];
  const { at, standings } = position(viewOf(of, runs), candidates, confirmed);
  const flags = (one: (typeof standings)[number]) =>
    `${one.behind ? ' BEHIND' : ''}${one.ahead ? ' AHEAD' : ''}`;
  return [
    ...standings.map((one) => `${one.number} ${one.state} by ${one.by}: ${one.says}${flags(one)}`),
    at ? `at ${at.step.number}: ${at.action}` : 'nothing left',
  ];
}

const complete = handoff('complete');
const done = (number: string) => step(number, 'complete', { handoff: complete });
const pending = (number: string) => step(number, 'pending');
const none = (number: string) => `${number} open by nobody: not begun`;

describe('where a plan goes on', () => {
  it('at its first step when nothing was done', () => {
    assert.deepEqual(told({}), [none('01'), none('02'), none('03'), 'at 01: runStep']);
  });

  it('never redoes what a journal knows as approved', () => {
    const runs = [left(ended('01', 'complete', { approved }))];
    assert.deepEqual(told({ plan: plan([done('01'), pending('02')]), runs }), [
      '01 finished by journal: approved by Ada, says the journal',
      none('02'),
      'at 02: runStep',
    ]);
  });

  it('D5, runr.md 14 case 19: journals gone, checkpoints there: finished, and no approval is claimed', () => {
    assert.deepEqual(told({ plan: plan([done('01'), pending('02')]), checkpoints: [after('01')] }), [
      '01 finished by checkpoint: completed, says its checkpoint; approval unknown',
      none('02'),
      'at 02: runStep',
    ]);
  });

  it('records gone, refs there', () => {
    const [first] = told({ checkpoints: [after('01', {}, { rebuilt: true })] });
    assert.equal(
      first,
      '01 finished by checkpoint: completed, says the message of its checkpoint; approval unknown BEHIND',
    );
  });

  it('nothing but the plan, as in a fresh clone', () => {
    assert.deepEqual(told({ plan: plan([done('01'), step('02', 'complete'), pending('03')]) }), [
      '01 finished by plan: complete, says the plan',
      '02 finished by plan: complete, says the plan (marked complete, no handoff)',
      none('03'),
      'at 03: runStep',
    ]);
  });

  it('a fresh clone with trailers: only after a word of a person', () => {
    const of = plan([pending('01'), pending('02')]);
    const message = 'Do it\n\nStage-Runner-Run: 01ABC\nStage-Runner-Step: 01-step';
    const more = commitCandidates([{ sha: 'c', at: '2026-01-01T00:00:00Z', message }], scopeOf(of));
    assert.equal(told({ plan: of, more }).at(-1), 'at 01: runStep');
    assert.deepEqual(told({ plan: of, more, confirmed: ['c'] }).slice(0, 1), [
      '01 finished by checkpoint: completed, says a commit; approval unknown BEHIND',
    ]);
    assert.equal(told({ plan: of, more, confirmed: ['c'] }).at(-1), 'at 02: runStep');
  });

  for (const [name, mark, checkpoints, expected] of [
    [
      'state 0, checkpoint 0: already checkpointed',
      [pending('01')],
      [after('01')],
      ['01 finished BEHIND', 'at 02'],
    ],
    [
      'state 2, checkpoint 0: ahead, the checkpoint wins',
      [done('01'), step('02', 'complete')],
      [after('01')],
      ['01 finished', '02 open AHEAD', 'at 02'],
    ],
    ['state 1, checkpoint 0: no drift', [done('01')], [after('01')], ['01 finished', 'at 02']],
  ] as const) {
    it(`runr.md 14 case 14: ${name}`, () => {
      const rest = ['01', '02', '03'].slice(mark.length).map(pending);
      const lines = told({ plan: plan([...mark, ...rest]), checkpoints });
      const short = lines.map((text) => text.replace(/ by [^]*?(?= [A-Z]+$|$)/, '').replace(/: .*$/, ''));
      assert.deepEqual(
        short.filter((text) => !/^\d+ open$/.test(text)),
        expected,
      );
    });
  }

  it('runr.md 14 case 15: a checkpoint of the last step leaves nothing, when the plan is that plan', () => {
    const checkpoints = [after('01'), after('02'), after('03')];
    assert.equal(told({ checkpoints }).at(-1), 'nothing left');
    const other = { id: 'coyote:/w/other', format: 'coyote', root: '/w/other', title: 'Other' };
    assert.equal(
      told({
        checkpoints: checkpoints.map((one) => after(one.record.step?.number ?? '', { plan: other })),
      }).at(-1),
      'at 01: runStep',
    );
  });

  it('D7: a place past the end never completes a plan', () => {
    const of = threeSteps();
    const more = commitCandidates(
      [{ sha: 'c', at: '2026-01-01T00:00:00Z', message: 'chore(agent): checkpoint milestone 6' }],
      scopeOf(of),
    );
    assert.equal(told({ more, confirmed: ['c'] }).at(-1), 'at 01: runStep');
  });

  it('D6, runr.md 14 case 16: a pruned commit does not begin the plan again', () => {
    assert.deepEqual(told({ checkpoints: [after('01', {}, { exists: false })] }), [
      '01 finished by checkpoint: completed, says its checkpoint; its commit is gone; approval unknown BEHIND',
      none('02'),
      none('03'),
      'at 02: runStep',
    ]);
  });

  it('a record of a newer version does not begin the plan again', () => {
    assert.equal(told({ checkpoints: [after('01', {}, { readOnly: true })] }).at(-1), 'at 02: runStep');
  });

  it('runr.md 14 case 20: a step without changes is finished beside the others', () => {
    const checkpoints = [after('01'), after('02', { outcome: 'no_changes' }), after('03')];
    assert.equal(told({ checkpoints }).at(-1), 'nothing left');
  });

  it('a confirmed find of Runr says the same of everything before it', () => {
    const more = sidecarCandidates([sidecar(1)], threeSteps(), new Set());
    assert.equal(told({ more }).at(-1), 'at 01: runStep');
    assert.equal(told({ more, confirmed: more.map(({ id }) => id) }).at(-1), 'at 03: runStep');
  });
});

describe('what a resume does not pass over', () => {
  it('a gate that waits', () => {
    const runs = [driven(run('01', { gates: [{ gate: gate('Deviation', '01') }] }))];
    assert.deepEqual(
      [...told({ runs }).slice(0, 1), told({ runs }).at(-1)],
      ['01 held by journal: waits for an answer: Deviation', 'at 01: answerGate'],
    );
  });

  it('an interrupted run, even when a later step is finished', () => {
    const runs = [left(run('01')), left(ended('02', 'complete', { approved }))];
    assert.deepEqual(told({ plan: plan([pending('01'), done('02')]), runs }), [
      '01 halted by journal: begun and not finished, says the journal: nobody drives its run any more',
      '02 finished by journal: approved by Ada, says the journal',
      'at 01: resume',
    ]);
  });

  it('a failed run that cannot go on begins anew', () => {
    const runs = [left(ended('01', 'fix_budget_spent'))];
    assert.equal(told({ runs }).at(-1), 'at 01: runStep');
  });

  it('a crash between the checkpoint and the journal: the checkpoint of the same run knows', () => {
    const lines = told({ runs: [left(run('01'))], checkpoints: [after('01')] });
    assert.equal(
      lines[0],
      '01 finished by checkpoint: completed, says its checkpoint; approval unknown BEHIND',
    );
    const again = told({ runs: [left(run('01'))], checkpoints: [after('01', { run_id: 'earlier' })] });
    assert.match(again[0] ?? '', /^01 halted/, 'a later attempt is newer than an earlier checkpoint');
  });

  it('a step that nobody approved, and one with gaps', () => {
    const steps = [done('01'), step('02', 'complete', { handoff: handoff('partial') })];
    const runs = [left(ended('01', 'complete'))];
    assert.deepEqual(told({ plan: plan(steps), runs }), [
      '01 held by journal: its run ended well, and nobody has approved it',
      '02 held by plan: marked complete, and its handoff says partial',
      'at 01: openHandoff',
    ]);
  });

  it('a step begun elsewhere', () => {
    const lines = told({ plan: plan([step('01', 'in-progress')]) });
    assert.deepEqual(lines, [
      '01 halted by plan: the plan says "in-progress", and no run is known',
      'at 01: runStep',
    ]);
  });

  it('but one that waits for a later step gives way to it', () => {
    const first = step('01', 'pending', { dependsOn: [missing('02')] });
    assert.deepEqual(told({ plan: plan([first, pending('02')]) }), [
      '01 open by nobody: waits for other steps',
      none('02'),
      'at 02: runStep',
    ]);
  });
});
