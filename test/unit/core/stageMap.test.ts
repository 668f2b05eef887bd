import assert from 'node:assert/strict';
import type { Step } from '../../../src/core/plan';
import type { Run } from '../../../src/core/run';
import { stageMap } from '../../../src/core/stageMap';
import { renderMap } from './stageMapText';
import type { SeenRun, StatusChange } from '../../../src/core/status';
import { fromForeign } from '../../../src/core/stops';
import {
  allPassed,
  approved,
  check,
  driven,
  ended,
  gate,
  handoff,
  left,
  missing,
  plan,
  problem,
  run,
  setStatus,
  step,
} from './mapValues';

const MARK = { at: '2026-01-01T10:00:00.000Z' };
const TAKEN = {
  state: 'taken',
  ...{ id: 'c2', name: 'before step 01', sha: 's', tree: 't', worktree: '/w', filesChanged: 2, leftOut: 1 },
  recordProblem: 'The disk is full.',
} as const;

interface Case {
  readonly name: string;
  readonly step: Step;
  readonly runs?: readonly SeenRun[];
  readonly log?: readonly StatusChange[];
  readonly expected: string;
}

const complete = handoff('complete');
const partial = handoff('partial');

const cases: readonly Case[] = [
  {
    name: 'pending without dependencies',
    step: step('01', 'pending'),
    expected: 'ready\n  plan says status: pending\n  next: runStep',
  },
  {
    name: 'pending with an open dependency',
    step: step('02', 'pending', { dependsOn: [missing('01')] }),
    expected:
      'blocked\n  plan says status: pending\n  blocked by: - step 1: no handoff found (step not executed?)\n  next: openPlan',
  },
  {
    name: 'complete by its mark, where the folder of the handoffs could not be read',
    step: step('02', 'complete', { unread: 'handoffs/ could not be read' }),
    expected: 'unknown\n  plan says handoffs/ could not be read\n  next: openPlan',
  },
  {
    name: 'pending, said to be complete, where what would show it could not be read',
    step: step('02', 'pending', {
      unread: 'tasks/ could not be read',
      claims: [{ by: 'overview', says: '[x]', means: 'complete' }],
    }),
    expected: 'unknown\n  plan says tasks/ could not be read\n  next: openPlan',
  },
  {
    name: 'a file that could not be read, in a format that takes it for skipped',
    step: step('02', 'unrecognised', { unread: true, markText: '' }),
    expected: 'unknown\n  plan says its file could not be read\n  next: openPlan',
  },
  {
    name: 'a file that could not be read',
    step: step('02', 'pending', { unread: true, markText: '', dependsOn: [missing('01')] }),
    expected:
      'unknown\n  plan says its file could not be read\n  blocked by: - step 1: no handoff found (step not executed?)\n  next: openPlan',
  },
  {
    name: 'pending with a partial handoff is ready again',
    step: step('01', 'pending', { handoff: partial }),
    expected: 'ready\n  plan says status: pending\n  next: runStep',
  },
  {
    name: 'complete with a complete handoff and no run of ours',
    step: step('01', 'complete', { handoff: complete }),
    expected: 'done\n  plan says status: complete',
  },
  {
    name: 'complete, approved and verified',
    step: step('01', 'complete', { handoff: complete }),
    runs: [left(ended('01', 'complete', { approved, checks: allPassed }))],
    expected: 'done\n  journal says run 1 ended: Step complete\n  approved by Ada\n  verified',
  },
  {
    name: 'complete and approved, but nothing was checked',
    step: step('01', 'complete', { handoff: complete }),
    runs: [left(ended('01', 'complete', { approved }))],
    expected:
      'done\n  journal says run 1 ended: Step complete\n  approved by Ada\n  not verified (not run: lint, build, test)',
  },
  {
    name: 'complete and approved although tests failed and lint was not run',
    step: step('01', 'complete', { handoff: complete }),
    runs: [
      left(
        ended('01', 'complete', { approved, checks: [check('build', 'passed'), check('test', 'failed')] }),
      ),
    ],
    expected:
      'done\n  journal says run 1 ended: Step complete\n  approved by Ada\n  not verified (failed: test; not run: lint)',
  },
  {
    name: 'complete by a run that recorded no approval',
    step: step('01', 'complete', { handoff: complete }),
    runs: [left(ended('01', 'complete', { checks: allPassed }))],
    expected: 'needsReview\n  journal says run 1 ended: Step complete\n  verified\n  next: openHandoff',
  },
  {
    name: 'complete by evidence of its own, by a run of ours that nobody had to approve',
    step: step('01', 'complete', { evidence: { file: '/w/01-recap.md', source: 'recap' } }),
    runs: [left(ended('01', 'complete', { checks: allPassed }))],
    expected: 'done\n  plan says status: complete\n  verified',
  },
  {
    name: 'complete with a partial handoff',
    step: step('01', 'complete', { handoff: partial }),
    expected: 'doneWithGaps\n  handoff says result: partial\n  next: openHandoff',
  },
  {
    name: 'complete without a handoff',
    step: step('01', 'complete'),
    expected:
      'contradiction\n  plan says status: complete\n  contradiction: marked complete, no handoff\n  next: openPlan',
  },
  {
    name: 'complete with an invalid handoff',
    step: step('01', 'complete', {
      handoff: handoff('complete', ['- missing required section: ## Evidence', '- another']),
    }),
    expected:
      'contradiction\n  plan says status: complete\n  contradiction: marked complete, handoff not valid (missing required section: ## Evidence, and 1 more)\n  next: openHandoff',
  },
  {
    name: 'in progress with a valid handoff',
    step: step('01', 'in-progress', { handoff: complete }),
    expected:
      'contradiction\n  plan says status: in-progress\n  contradiction: marked in progress, but its handoff says complete\n  next: openHandoff',
  },
  {
    name: 'in progress, nobody knows where',
    step: step('01', 'in-progress'),
    expected: 'unknown\n  plan says status: in-progress\n  next: openPlan',
  },
  {
    name: 'marked as begun by the run of its stage, before its turn',
    step: step('01', 'in-progress'),
    runs: [driven(stageRun('active', undefined))],
    expected: 'ready\n  plan says status: in-progress\n  next: runStep',
  },
  {
    name: 'marked as begun by the run of its stage, whose batch is over',
    step: step('01', 'in-progress'),
    runs: [driven(stageRun('active', '2026-01-01T10:05:00.000Z'))],
    expected: 'unknown\n  plan says status: in-progress\n  next: openPlan',
  },
  {
    name: 'marked as begun by a run of its stage that stands still',
    step: step('01', 'in-progress'),
    runs: [driven(stageRun('stopped', undefined))],
    expected: 'unknown\n  plan says status: in-progress\n  next: openPlan',
  },
  {
    name: 'pending although its handoff says complete',
    step: step('01', 'pending', { handoff: complete }),
    expected:
      'contradiction\n  plan says status: pending\n  contradiction: marked pending, but its handoff says complete\n  next: openHandoff',
  },
  {
    name: 'set to pending by a person to run it again',
    step: step('01', 'pending', { handoff: complete }),
    log: [setStatus('01', 'pending')],
    expected: 'ready\n  person says Ada set pending: done by hand\n  next: runStep',
  },
  {
    name: 'a mark that the tool does not know',
    step: step('01', 'unrecognised', { problems: [problem('The step-runner skips this step.')] }),
    expected:
      'skippedByTool\n  plan says status: Pending\n  warning: The step-runner skips this step.\n  next: openPlan',
  },
  {
    name: 'a driven run',
    step: step('01', 'in-progress'),
    runs: [driven(run('01'))],
    expected:
      'running at implement\n  journal says run 1 at implement\n  not verified (not run: lint, build, test)',
  },
  {
    name: 'a driven run of a step marked complete before its approval is no contradiction',
    step: step('01', 'complete'),
    runs: [driven(run('01'))],
    expected:
      'running at implement\n  journal says run 1 at implement\n  not verified (not run: lint, build, test)',
  },
  {
    name: 'a waiting gate, although nobody drives the run',
    step: step('01', 'in-progress'),
    runs: [left(run('01', { nodes: ['gate_deviation'], gates: [{ gate: gate('Deviation', '01') }] }))],
    expected:
      'waiting at gate_deviation\n  journal says run 1 at gate_deviation, driven by nobody\n  gate: Deviation\n  not verified (not run: lint, build, test)\n  next: answerGate',
  },
  {
    name: 'a run that nobody drives',
    step: step('01', 'in-progress'),
    runs: [left(run('01'))],
    expected:
      'interrupted at implement\n  journal says run 1 at implement, driven by nobody\n  not verified (not run: lint, build, test)\n  next: resume',
  },
  {
    name: 'a closed terminal',
    step: step('01', 'in-progress'),
    runs: [left(ended('01', 'terminal_closed'))],
    expected:
      'interrupted\n  journal says run 1 ended: Interrupted\n  not verified (not run: lint, build, test)\n  next: resume',
  },
  {
    name: 'stopped by a person',
    step: step('01', 'in-progress'),
    runs: [left(ended('01', 'user_stopped'))],
    expected:
      'stopped\n  journal says run 1 ended: Stopped\n  not verified (not run: lint, build, test)\n  next: resume',
  },
  {
    name: 'rolled back',
    step: step('01', 'in-progress'),
    runs: [left(ended('01', 'rolled_back'))],
    expected:
      'stopped\n  journal says run 1 ended: Rolled back\n  not verified (not run: lint, build, test)\n  next: runStep',
  },
  {
    name: 'its checkpoints, the latest of each kind',
    step: step('01', 'in-progress'),
    runs: [
      driven(
        run('01', {
          checkpoints: [
            {
              ...MARK,
              kind: 'after_step',
              state: 'skipped',
              ...{ code: 'paused', detail: 'Paused.', wayOut: '' },
            },
            { ...MARK, kind: 'before_batch', state: 'begun', id: 'c1' },
            { ...MARK, kind: 'before_batch', ...TAKEN },
          ],
        }),
      ),
    ],
    expected:
      'running at implement\n  journal says run 1 at implement\n  checkpoint before batch: 2 changed, 1 left out, without its record\n' +
      '  no checkpoint after step (paused): Paused.\n  not verified (not run: lint, build, test)',
  },
  {
    name: 'a checkpoint that is being taken, or was cut short',
    step: step('01', 'in-progress'),
    runs: [driven(run('01', { checkpoints: [{ ...MARK, kind: 'before_batch', state: 'begun', id: 'c1' }] }))],
    expected:
      'running at implement\n  journal says run 1 at implement\n  checkpoint before batch: begun\n  not verified (not run: lint, build, test)',
  },
  {
    name: 'rejected at a gate cannot be resumed',
    step: step('01', 'in-progress'),
    runs: [left(ended('01', 'step_rejected'))],
    expected:
      'stopped\n  journal says run 1 ended: Step rejected\n  not verified (not run: lint, build, test)\n  next: runStep',
  },
  {
    name: 'a run that reached the end of its protocol cannot be resumed, whatever its stop',
    step: step('01', 'in-progress'),
    runs: [left(ended('01', 'agent_failed', { phase: 'ended' }))],
    expected:
      'failed\n  journal says run 1 ended: Agent failed\n  not verified (not run: lint, build, test)\n  next: runStep',
  },
  {
    name: 'a run of a newer version is only shown',
    step: step('01', 'in-progress'),
    runs: [left(run('01', { readOnly: true }))],
    expected:
      'interrupted at implement\n  journal says run 1 at implement, driven by nobody\n  not verified (not run: lint, build, test)\n  next: runStep',
  },
  {
    name: 'a stopped run of a step marked complete tells both',
    step: step('01', 'complete', { handoff: complete }),
    runs: [left(ended('01', 'agent_failed'))],
    expected:
      'failed\n  journal says run 1 ended: Agent failed\n  contradiction: marked complete, last run ended: Agent failed\n  not verified (not run: lint, build, test)\n  next: resume',
  },
  {
    name: 'a stop that a newer version invented',
    step: step('01', 'in-progress'),
    runs: [left(ended('01', 'eaten_by_dog'))],
    expected:
      'failed\n  journal says run 1 ended: Stopped for an unknown reason\n  not verified (not run: lint, build, test)\n  next: resume',
  },
  {
    name: 'a person finished by hand what a run left',
    step: step('01', 'complete', { handoff: complete }),
    runs: [left(ended('01', 'user_stopped'))],
    log: [setStatus('01', 'complete')],
    expected:
      'done\n  person says Ada set complete: done by hand\n  not verified (not run: lint, build, test)',
  },
  {
    name: "a person's word without a handoff is still no evidence",
    step: step('01', 'complete'),
    log: [setStatus('01', 'complete')],
    expected:
      'contradiction\n  person says Ada set complete: done by hand\n  contradiction: marked complete, no handoff\n  next: openPlan',
  },
  {
    name: "a run after a person's word decides again",
    step: step('01', 'complete', { handoff: complete }),
    runs: [left(ended('01', 'user_stopped'))],
    log: [setStatus('01', 'complete', '2026-01-01T09:00:00.000Z')],
    expected:
      'stopped\n  journal says run 1 ended: Stopped\n  contradiction: marked complete, last run ended: Stopped\n  not verified (not run: lint, build, test)\n  next: resume',
  },
  {
    name: 'the latest run decides, in whatever order they come',
    step: step('01', 'in-progress'),
    runs: [driven(run('01', { id: 'later' }, '2026-01-01T12:00:00.000Z')), left(ended('01', 'user_stopped'))],
    expected:
      'running at implement\n  journal says run 1 at implement\n  not verified (not run: lint, build, test)',
  },
  {
    name: 'approved, and the mark was taken back by hand in the file',
    step: step('01', 'pending', { handoff: complete }),
    runs: [left(ended('01', 'complete', { approved, checks: allPassed }))],
    expected:
      'contradiction\n  plan says status: pending\n  contradiction: approved by Ada, but marked pending\n  approved by Ada\n  verified\n  next: openHandoff',
  },
];

/** The step's lines without the plan's line and the step's own name. */
function statusOf(test: Case): string {
  const map = stageMap({ plans: [plan([test.step])], runs: test.runs ?? [], statusLog: test.log ?? [] });
  const [, first = '', ...rest] = renderMap(map).trimEnd().split('\n');
  return [first.replace(/^.*?: /, ''), ...rest.map((line) => line.slice(2))].join('\n');
}

describe('stageMap', () => {
  for (const test of cases) {
    it(test.name, () => {
      assert.equal(statusOf(test), test.expected);
    });
  }

  it('counts, names the next step and gathers the waiting gates, oldest first', () => {
    const steps = [
      step('01', 'complete', { handoff: complete }),
      step('02', 'in-progress'),
      step('03', 'pending', { dependsOn: [missing('02')] }),
    ];
    const gates = [
      { gate: gate('Review', '02', '2026-01-01T10:09:00.000Z') },
      { gate: gate('Deviation', '02') },
    ];
    const gone = driven(run('09', { gates: [{ gate: gate('Lost', '09', '2026-01-01T09:00:00.000Z') }] }));
    const map = stageMap({
      plans: [plan(steps)],
      runs: [driven(run('02', { gates })), gone],
      statusLog: [],
    });
    assert.equal(
      renderMap(map),
      [
        'Fetch client 1/3, next 02',
        '  gate of a step that is gone: Lost',
        '  01 Step 01: done',
        '    plan says status: complete',
        '  02 Step 02: waiting at implement',
        '    journal says run 1 at implement',
        '    gate: Review',
        '    gate: Deviation',
        '    not verified (not run: lint, build, test)',
        '    next: answerGate',
        '  03 Step 03: blocked',
        '    plan says status: pending',
        '    blocked by: - step 2: no handoff found (step not executed?)',
        '    next: openPlan',
        '',
      ].join('\n'),
    );
    assert.deepEqual(
      map.gates.map(({ title }) => title),
      ['Lost', 'Deviation', 'Review'],
    );
  });

  it('takes the next step as the original does: by the text of the name, dependencies not asked', () => {
    const steps = [
      step('2', 'pending'),
      step('10', 'pending', { dependsOn: [missing('2')] }),
      step('03', 'complete'),
    ];
    const [view] = stageMap({ plans: [plan(steps)], runs: [], statusLog: [] }).plans;
    assert.equal(view?.next?.step.number, '10');
  });

  it('leaves runs of other plans alone', () => {
    const other = plan([step('01', 'pending')], { id: 'coyote:/w/other/plans' });
    const map = stageMap({ plans: [other], runs: [driven(run('01'))], statusLog: [] });
    assert.equal(map.plans[0]?.steps[0]?.status, 'ready');
  });

  it('blocks a step while the run of its dependency waits for review, whatever the handoff says', () => {
    const first = step('01', 'complete', { handoff: complete });
    const second = step('02', 'pending', {
      dependsOn: [{ number: '1', satisfied: true, step: '01-step' }],
    });
    const viewOf = (runs: readonly SeenRun[]) =>
      stageMap({ plans: [plan([first, second])], runs, statusLog: [] }).plans[0]?.steps[1];
    const waiting = viewOf([driven(run('01', { gates: [{ gate: gate('Review', '01') }] }))]);
    assert.equal(waiting?.status, 'blocked');
    assert.deepEqual(waiting.blockedBy, ['- step 1: its run is not over']);
    assert.deepEqual(waiting.blockers, ['01']);
    assert.equal(viewOf([left(ended('01', 'complete', { approved }))])?.status, 'ready');
  });

  it('shows stages by name only when they have one', () => {
    const stages = [{ key: 'a', title: 'Groundwork', steps: [step('01', 'pending')] }];
    const text = renderMap(stageMap({ plans: [plan([], { stages })], runs: [], statusLog: [] }));
    assert.match(text, /^Fetch client 0\/1, next 01\n {2}Groundwork 0\/1\n {4}01 Step 01: ready\n/);
  });

  it('rests "done" on evidence where a format has it instead of handoffs, and names a stop of its own tool', () => {
    const evidence = {
      file: '/w/.runr/checkpoints/a.json',
      source: 'sidecar',
      at: '2026-01-01T09:00:00.000Z',
    };
    const steps = [
      step('01', 'complete', { evidence, handoff: handoff(undefined) }),
      step('02', 'complete', { evidence: { missing: 'no checkpoint of this run' }, handoff: complete }),
      step('03', 'in-progress', { stop: fromForeign('implement_blocked') }),
      step('04', 'in-progress', { stop: fromForeign('user_paused') }),
    ];
    const { plans, done, total } = stageMap({
      plans: [plan(steps, { readOnly: true })],
      runs: [],
      statusLog: [],
    });
    assert.deepEqual(
      plans[0]?.steps.map(({ status, since, next, contradictions }) => [status, since, next, contradictions]),
      [
        ['done', '2026-01-01T09:00:00.000Z', undefined, []],
        ['contradiction', undefined, undefined, ['marked complete, no checkpoint of this run']],
        ['failed', undefined, undefined, []],
        ['stopped', undefined, undefined, []],
      ],
    );
    assert.deepEqual([plans[0].next, plans[0].done, plans[0].total, done, total], [undefined, 1, 4, 0, 0]);
  });
});

/** A run of the whole stage that has begun a batch with step 01. */
function stageRun(phase: Run['phase'], endedAt: string | undefined): Run {
  const whole = run('');
  const key = step('01', 'pending').key;
  const batch = { number: 1, batch: '1', startedAt: whole.header.at, rounds: [[key]], notes: [] };
  const of = { key, number: '01', title: 'Step 01', builds: '', objective: '' };
  return {
    ...whole,
    phase,
    header: {
      ...whole.header,
      step: { ...whole.header.step, key: '' },
      stage: { key: '', policy: { stopAfter: 'stage' } },
    },
    batches: [{ ...batch, steps: [of], ...(endedAt !== undefined && { endedAt }) }],
  };
}
