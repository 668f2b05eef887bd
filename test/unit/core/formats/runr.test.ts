import assert from 'node:assert/strict';
import { runr } from '../../../../src/core/formats/runr';
import { stepsOf } from '../../../../src/core/plan';
import { A, B, checkpointEvent, inMemory, read, RUN, shown, sidecar, state } from './runr/text';

const STATE = `runs/${RUN}/state.json`;
const TIMELINE = `runs/${RUN}/timeline.jsonl`;
const SIDECAR_A = `checkpoints/${A}.json`;

/** The map without the plan's own line. */
function below(files: Readonly<Record<string, unknown>>): string[] {
  return shown([read(files)])
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.trim());
}

describe('runr: what is a plan of it', () => {
  const cases: readonly (readonly [string, readonly string[], boolean])[] = [
    ['a run', ['runs/', `runs/${RUN}/`], true],
    ['an orchestration', ['orchestrations/', 'orchestrations/orch20260101000000/'], true],
    ['tasks alone', ['tasks/', 'tasks/a.md', 'runr.config.json'], false],
    ['the .agent folder of another tool', ['runs/', 'runs/last/', 'workflows/', 'rules/'], false],
    ['a file that is named like a run', ['runs/', `runs/${RUN}`], false],
  ];
  for (const [name, listing, expected] of cases) {
    it(name, () => {
      assert.equal(runr.recognises(listing), expected);
    });
  }

  it('lists runs, sidecars and orchestrations, and nothing deeper than it reads', () => {
    const folders = [
      'runs/',
      `runs/${RUN}/`,
      `runs/${RUN}/handoffs/`,
      `runs/${RUN}/artifacts/`,
      'checkpoints/',
      'orchestrations/',
      'orchestrations/orch20260101000000/',
      'tasks/',
      'worktrees/',
      `runs/${RUN}/worktree/`,
      `runs/${RUN}/interventions/`,
      `runs/${RUN}/artifacts/continue/`,
      'runs/latest/',
    ];
    assert.deepEqual(
      folders.filter((folder) => runr.enters?.(folder) === true),
      folders.slice(0, 7),
    );
  });
});

describe('runr: a milestone is done when a checkpoint of its own run says so', () => {
  it('by its sidecar', () => {
    assert.deepEqual(below({ [STATE]: state({ milestone_index: 1 }), [SIDECAR_A]: sidecar(A, 0) }), [
      `${RUN} 1/2 (at IMPLEMENT: at work, or crashed · ${RUN})`,
      '01 First: done',
      'plan says status: checkpoint aaaaaaa by sidecar',
      '02 Second: unknown',
      'plan says status: phase IMPLEMENT',
    ]);
  });

  it('by the event, where a later sidecar took the place of its own (D1), and says that nothing changed (D2)', () => {
    const files = {
      [STATE]: state({ milestone_index: 2, phase: 'STOPPED', stop_reason: 'complete' }),
      [SIDECAR_A]: sidecar(A, 1),
      [TIMELINE]: `${checkpointEvent(B, 0)}\n${checkpointEvent(A, 0)}\n`,
    };
    assert.deepEqual(below(files), [
      `${RUN} 2/2 (complete · ${RUN})`,
      '01 First: done',
      'plan says status: checkpoint aaaaaaa by timeline',
      '02 Second: done',
      'plan says status: checkpoint aaaaaaa by sidecar, no changes, not verified',
    ]);
    const [first] = stepsOf(read(files));
    assert.deepEqual(first?.evidence, {
      source: 'timeline',
      file: `/w/.runr/${TIMELINE}`,
      commit: A,
      at: undefined,
    });
  });

  it('not by that of another run (case 3), nor by what state and task roll-up say', () => {
    const other = sidecar(A, 0, { run_id: '20260101000001' });
    assert.deepEqual(
      below({
        [STATE]: state({ milestone_index: 1 }),
        [SIDECAR_A]: other,
        'task-status.json': { tasks: { a: { status: 'completed', last_run_id: RUN } } },
      }).slice(0, 4),
      [
        `${RUN} 0/2 (at IMPLEMENT: at work, or crashed · ${RUN})`,
        '01 First: contradiction',
        'plan says status: recorded as behind',
        'contradiction: marked complete, no checkpoint of this run',
      ],
    );
  });

  it('however far behind the state is (the crash between commit and state)', () => {
    const lines = below({ [STATE]: state(), [SIDECAR_A]: sidecar(A, 0) });
    assert.deepEqual([lines[1], lines[3]], ['01 First: done', '02 Second: unknown']);
  });

  it('and complete with zero work is a contradiction (D7)', () => {
    const lines = below({
      [STATE]: state({ milestone_index: 6, phase: 'STOPPED', stop_reason: 'complete' }),
    });
    assert.deepEqual(lines, [
      `${RUN} 0/2 (recorded complete, 2 of 2 without a checkpoint · ${RUN})`,
      '01 First: contradiction',
      'plan says status: recorded as behind',
      'contradiction: marked complete, no checkpoint of this run',
      '02 Second: contradiction',
      'plan says status: recorded as behind',
      'contradiction: marked complete, no checkpoint of this run',
      `warning runr-index-past-end ${STATE}: Milestone 6 is past the end: run ${RUN} has 2. It is not counted.`,
    ]);
  });

  it('and never past the end (case 6)', () => {
    const lines = below({ [STATE]: state(), [SIDECAR_A]: sidecar(A, 99) });
    assert.deepEqual(
      [lines[0], lines.at(-1)],
      [
        `${RUN} 0/2 (at IMPLEMENT: at work, or crashed · ${RUN})`,
        `warning runr-index-past-end ${SIDECAR_A}: Milestone 100 is past the end: run ${RUN} has 2. It is not counted.`,
      ],
    );
  });

  it('by the later of two sidecars (case 1)', () => {
    const plan = read({
      [STATE]: state({ milestone_index: 1 }),
      [SIDECAR_A]: sidecar(A, 0, { created_at: '2026-01-01T00:20:00.000Z' }),
      [`checkpoints/${B}.json`]: sidecar(B, 0),
    });
    const evidence = stepsOf(plan)[0]?.evidence;
    assert.equal(evidence && 'commit' in evidence && evidence.commit, A);
  });
});

describe('runr: how a run stopped', () => {
  const cases: readonly (readonly [string, Record<string, unknown>, string, string])[] = [
    [
      'a reason that the registry knows',
      { stop_reason: 'time_budget_exceeded' },
      'stopped: Run took too long (time_budget_exceeded)',
      'run_timeout: Run took too long: the other tool says "time_budget_exceeded".',
    ],
    [
      'a reason that it does not know (case 27)',
      { stop_reason: 'solar flare' },
      'stopped: Stopped for an unknown reason (solar flare)',
      'unknown: Stopped for an unknown reason: the other tool says "solar flare".',
    ],
    [
      'with the last error',
      { stop_reason: 'implement_blocked', last_error: 'need input\nat Module._load' },
      'stopped: Agent rejected the task (implement_blocked)',
      'agent_rejected: Agent rejected the task: the other tool says "implement_blocked". need input',
    ],
    ['no reason', { phase: 'STOPPED' }, 'stopped, no reason recorded', 'none'],
    [
      'not at all, as far as is known',
      { phase: 'VERIFY', updated_at: '2026-01-01T00:05:00.000Z' },
      'at VERIFY since 2026-01-01T00:05:00.000Z: at work, or crashed',
      'none',
    ],
  ];
  for (const [name, more, outcome, stop] of cases) {
    it(name, () => {
      const plan = read({ [STATE]: state({ phase: 'STOPPED', ...more }) });
      const [first, second] = stepsOf(plan);
      const found = first?.stop;
      assert.equal(plan.stages[0]?.outcome, `${outcome} · ${RUN}`);
      assert.equal(found ? `${found.code}: ${found.detail}` : 'none', stop);
      assert.equal(found?.raw, more['stop_reason']);
      assert.equal(second?.stop, undefined);
    });
  }
});

describe('runr: files that are not as they should be are problems, not failures', () => {
  it('a state cut short, with the plan and the checkpoints of the timeline', () => {
    const planned = JSON.stringify({
      type: 'plan_generated',
      payload: { milestones: [{ goal: 'First' }, { goal: 'Second' }] },
    });
    const files = { [STATE]: '{"run_id":"2026', [TIMELINE]: `${planned}\n${checkpointEvent(A, 0)}\n` };
    const lines = below(files);
    assert.deepEqual(lines.slice(0, 4), [
      `${RUN} 1/2 (its state cannot be read · ${RUN})`,
      '01 First: done',
      'plan says status: checkpoint aaaaaaa by timeline',
      '02 Second: unknown',
    ]);
    assert.match(
      lines.at(-1) ?? '',
      /^warning runr-state-damaged .*: This state cannot be read: it is not JSON/,
    );
  });

  const states: readonly (readonly [string, string, RegExp])[] = [
    ['an empty state', '', /runr-state-damaged .*: the file is empty\./],
    ['a byte order mark', `\uFEFF${JSON.stringify(state())}`, /runr-state-damaged .*byte order mark/],
    ['a list', '[]', /runr-state-damaged .*it is not a JSON object/],
    ['fields of other kinds', '{"phase":1,"milestones":{}}', /runr-state-unknown/],
    [
      'a version that is not known',
      JSON.stringify(state({ schema_version: 999 })),
      /01 First: done[^]*runr-state-unknown .*: schema_version, /,
    ],
  ];
  for (const [name, text, expected] of states) {
    it(name, () => {
      const plan = read({ [STATE]: text, [SIDECAR_A]: sidecar(A, 0) });
      assert.match(shown([plan]), expected);
      assert.equal(plan.stages.length, 1);
    });
  }

  it('no state at all', () => {
    const lines = below({ [`runs/${RUN}/seq.txt`]: '1', [SIDECAR_A]: sidecar(A, 0) });
    assert.deepEqual(lines, [
      `${RUN} 0/0 (its state cannot be read · ${RUN})`,
      `warning runr-state-missing runs/${RUN}: This run has no state.json: it was deleted, or Runr died before it was written.`,
    ]);
  });

  const sidecars: readonly (readonly [string, unknown, string])[] = [
    ['case 4: schema 999', sidecar(A, 0, { schema_version: 999 }), 'runr-unknown-schema-newer'],
    ['case 4: schema "1"', sidecar(A, 0, { schema_version: '1' }), 'runr-unknown-schema-newer'],
    ['case 5: another name', sidecar(B, 0), 'runr-name-mismatch'],
    ['case 7: cut short', '{"schema_version":1', 'runr-bad-json'],
  ];
  for (const [name, value, code] of sidecars) {
    it(`a sidecar, ${name}`, () => {
      const plan = read({ [STATE]: state({ milestone_index: 1 }), [SIDECAR_A]: value });
      assert.deepEqual(
        plan.problems.map((problem) => `${problem.severity} ${problem.code} ${problem.file}`),
        [`warning ${code} /w/.runr/${SIDECAR_A}`],
      );
      assert.deepEqual(stepsOf(plan)[0]?.evidence, { missing: 'no checkpoint of this run' });
    });
  }

  it('case 7: what a write cut short left, and the reserved name, are no checkpoints', () => {
    const { source, asked } = inMemory({
      [STATE]: state(),
      [`${SIDECAR_A}.tmp`]: sidecar(A, 0),
      'checkpoints/index.json': '[]',
    });
    assert.deepEqual(asked, [STATE]);
    assert.deepEqual(
      runr.read(source).problems.map(({ severity, code }) => `${severity} ${code}`),
      ['info runr-write-cut'],
    );
  });

  it('case 26: a timeline with a cut last line, damaged lines, and sequence numbers missing or double', () => {
    const text = `${checkpointEvent(A, 0)}\nnoise\n\n[]\n{"seq":3}\n{"seq":3}\n{"type":"checkpoint_comp`;
    const lines = below({ [STATE]: state({ milestone_index: 1 }), [TIMELINE]: text });
    assert.deepEqual(
      [lines[1], ...lines.slice(-2)],
      [
        '01 First: done',
        `info runr-line-cut ${TIMELINE}: The last line is not whole: it is being written, or Runr died meanwhile.`,
        `warning runr-lines-damaged ${TIMELINE}: 2 lines are no events and are passed over, as Runr does; the first is 2.`,
      ],
    );
  });
});

describe('runr: what is read', () => {
  it('the timeline only where state and sidecars leave something open', () => {
    const done = state({ milestone_index: 1 });
    const needed = (files: Record<string, unknown>): boolean =>
      inMemory({ [TIMELINE]: '', ...files }).asked.includes(TIMELINE);
    assert.deepEqual(
      [
        needed({ [STATE]: done, [SIDECAR_A]: sidecar(A, 0) }),
        needed({ [STATE]: state() }),
        needed({ [STATE]: done }),
        needed({ [STATE]: '{' }),
      ],
      [false, false, true, true],
    );
  });

  it('hundreds of runs soon, and each file once', () => {
    const runs = Array.from({ length: 400 }, (_, at) => String(20260101000000 + at));
    const files: Readonly<Record<string, unknown>> = Object.fromEntries(
      runs.flatMap((id, at): [string, unknown][] => {
        const sha = String(at).padStart(40, '0');
        return [
          [`runs/${id}/state.json`, state({ milestone_index: 1 })],
          [`runs/${id}/timeline.jsonl`, 'x'],
          [`checkpoints/${sha}.json`, sidecar(sha, 0, { run_id: id })],
        ];
      }),
    );
    const { source, asked } = inMemory(files);
    assert.equal(asked.length, 800);
    const started = performance.now();
    const plan = runr.read(source);
    assert.ok(performance.now() - started < 500);
    assert.deepEqual([plan.stages[0]?.key, plan.stages.length], [runs.at(-1), 400]);
  });
});

describe('runr: orchestrations', () => {
  const orchestration = 'orchestrations/orch20260101000000/state.json';

  it('are stages after the runs, tracks are steps', () => {
    const track = (name: string, status: string, steps: unknown[] = [], error?: string): unknown => ({
      id: 'track-1',
      name,
      status,
      steps,
      ...(error !== undefined && { error }),
    });
    const ran = (status: string, stop_reason?: string): unknown => ({ result: { status, stop_reason } });
    const tracks = [
      track('one', 'complete', [ran('complete')]),
      track('two', 'complete', [ran('complete'), {}]),
      track('three', 'failed', [], 'Config not found\nat loadConfig'),
      track('four', 'stopped', [ran('complete'), ran('stopped', 'max_ticks_reached')]),
      track('five', 'running', [{}]),
      track('six', 'pending'),
      track('seven', 'paused'),
    ];
    const plan = read({ [STATE]: state(), [orchestration]: { status: 'running', tracks } });
    assert.deepEqual(
      plan.stages.map(({ title, outcome }) => `${title} | ${outcome ?? ''}`),
      [
        `${RUN} | at IMPLEMENT: at work, or crashed · ${RUN}`,
        'Orchestration | at work, or crashed · orch20260101000000',
      ],
    );
    const lines = below({ [orchestration]: { status: 'running', tracks } });
    assert.deepEqual(
      lines.filter((line) => line.startsWith('orch') || line.startsWith('contradiction')),
      [
        'orch20260101000000/0 one: done',
        'orch20260101000000/1 two: contradiction',
        'contradiction: marked complete, a task of the track has no complete run',
        'orch20260101000000/2 three: failed',
        'orch20260101000000/3 four: failed',
        'orch20260101000000/4 five: unknown',
        'orch20260101000000/5 six: ready',
        'orch20260101000000/6 seven: skippedByTool',
      ],
    );
    assert.deepEqual(
      stepsOf(plan).flatMap(({ stop }) => (stop ? [`${stop.code} (${stop.raw ?? ''}) ${stop.detail}`] : [])),
      [
        'track_stopped (orchestrator_track_stopped) A track stopped: the other tool says "orchestrator_track_stopped". Config not found',
        'loop_limit (max_ticks_reached) Too many rounds: the other tool says "max_ticks_reached".',
      ],
    );
  });

  it('whose state is damaged are shown as such', () => {
    const lines = below({ [orchestration]: '{' });
    assert.equal(lines[0], 'Orchestration 0/0 (its state cannot be read · orch20260101000000)');
    assert.match(lines[1] ?? '', /^warning runr-state-damaged orchestrations/);
  });
});
