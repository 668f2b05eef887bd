import assert from 'node:assert/strict';
import type { Run } from '../../../src/core/run';
import { allStopReasons } from '../../../src/core/stops';
import { actionWords, stopNotice } from '../../../src/vscode/stopNotice';
import { english } from './english';

function run(code: string, seconds: number, phase: Run['phase'] = 'stopped'): Run {
  return {
    id: 'r1',
    header: {
      schema_version: 1,
      type: 'run_started',
      at: '2026-01-01T00:00:00.000Z',
      run: 'r1',
      folder: '/w',
      plan: { id: 'coyote:/w/plans', format: 'coyote', root: '/w/plans', title: 'P' },
      step: { key: '02-add', number: '02', title: 'Add', file: '/w/plans/steps/02-add.md' },
      attempt: 1,
      agent: 'sample',
      protocol: { name: 'step', file: 'step.yaml', sha256: '' },
      variables: {},
      by: 'Ada',
    },
    file: '/d/runs/r1.jsonl',
    readOnly: false,
    phase,
    nodes: [],
    gates: [],
    batches: [],
    attempts: [],
    checks: [],
    checkpoints: [],
    stop: { code, detail: 'Lint failed twice.' },
    lastAt: new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString(),
    damaged: [],
  };
}

describe('stop notice', () => {
  it('names the step, the stop, why in general and why this time', () => {
    assert.deepEqual(stopNotice(run('fix_budget_spent', 5), true, english), {
      severity: 'error',
      message:
        'Step 02 Add: Checks still fail. A check failed again after the last allowed attempt to fix it. Lint failed twice.',
      actions: ['showRun', 'openPlan', 'runStep'],
    });
  });

  const successes: [seconds: number, focused: boolean, said: boolean][] = [
    [60, true, false],
    [61, true, true],
    [5, false, true],
  ];
  for (const [seconds, focused, said] of successes)
    it(`${said ? 'announces' : 'passes over'} a success after ${seconds} s, ${focused ? '' : 'not '}in focus`, () => {
      assert.equal(stopNotice(run('complete', seconds, 'ended'), focused, english) !== undefined, said);
    });

  it('always tells the end of a whole stage', () => {
    const { header, ...rest } = run('stage_complete', 5, 'ended');
    const policy = { parallel: 1, stopAfter: 'stage' } as const;
    const whole = { ...rest, header: { ...header, stage: { key: '', policy } } };
    assert.match(stopNotice(whole, true, english)?.message ?? '', /^Plan P: Stage complete\./);
  });

  it('takes no link and no icon from what is told', () => {
    const hostile = {
      ...run('agent_failed', 5),
      stop: { code: 'agent_failed', detail: '[x](command:y) $(a)' },
    };
    assert.match(stopNotice(hostile, true, english)?.message ?? '', /\[x\] \(command:y\) \$ \(a\)$/);
  });

  it('says nothing of a run under way', () => {
    assert.equal(stopNotice(run('complete', 100, 'active'), false, english), undefined);
  });

  it('offers to resume an interrupted run', () => {
    assert.deepEqual(stopNotice(run('window_closed', 1), true, english), {
      severity: 'info',
      message: 'Step 02 Add was interrupted; its work so far is kept. Lint failed twice.',
      actions: ['resume', 'showRun', 'setStatus'],
    });
  });

  it('offers to roll an interrupted run back where it has a checkpoint', () => {
    const taken = { name: 'before step 02', sha: '', tree: '', worktree: '/w', filesChanged: 0, leftOut: 0 };
    const mark = { ...taken, state: 'taken', kind: 'before_batch', at: '', id: 'c1' } as const;
    const interrupted = { ...run('process_crashed', 1), checkpoints: [mark] };
    assert.deepEqual(stopNotice(interrupted, true, english)?.actions, [
      'resume',
      'showRun',
      'rollBackStep',
      'setStatus',
    ]);
  });

  it('has words for every action of the registry', () => {
    const wordless = allStopReasons()
      .flatMap(({ actions }) => actions)
      .filter((action) => actionWords(action, english) === action);
    assert.deepEqual(wordless, []);
  });
});
