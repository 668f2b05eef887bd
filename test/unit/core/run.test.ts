import assert from 'node:assert/strict';
import { emptyFold, foldLines, foldRun, type Run } from '../../../src/core/run';
import { ANSWER, EVENTS, foldOf, GATE, journalLines, STARTED } from './sampleRun';

function text(run: Run | undefined): string {
  if (!run) return 'no run';
  const gates = run.gates.map(({ gate, answer }) => `${gate.id}=${answer?.choice ?? 'waits'}`);
  const attempts = run.attempts.map(({ attempt, outcome }) => `${attempt}=${outcome?.kind ?? 'open'}`);
  const checks = run.checks.map(({ check, status }) => `${check}=${status}`);
  const words = [run.phase, run.stop?.code, ...run.nodes, ...gates, ...attempts, ...checks, run.approved?.by];
  return words.filter((word) => word !== undefined).join(' ');
}

const stopped = { type: 'run_stopped', stop: { code: 'user_stopped', detail: 'x' } };
const entered = (node: string): { type: string } & Record<string, unknown> => ({
  type: 'node_entered',
  token: '0',
  node,
  kind: 'script',
  visit: 1,
});
const left = (node: string): { type: string } & Record<string, unknown> => ({
  type: 'node_left',
  token: '0',
  node,
  updates: {},
});

describe('folding a journal', () => {
  for (const [name, events, expected] of [
    ['only started', [STARTED], 'active'],
    ['nothing', [], 'no run'],
    ['events before the start are ignored', [stopped, STARTED], 'active'],
    ['a node under way', [STARTED, entered('a')], 'active a'],
    ['a node left', [STARTED, entered('a'), left('a')], 'active'],
    ['the same node in two branches', [STARTED, entered('a'), entered('a'), left('a')], 'active a'],
    ['stopped', [STARTED, entered('a'), stopped], 'stopped user_stopped a'],
    ['resumed', [STARTED, entered('a'), stopped, { type: 'run_resumed', by: 'Bo' }], 'active a'],
    ['a gate', [STARTED, { type: 'gate_opened', token: '0', gate: GATE }], 'active g1=waits'],
    [
      'an answer to another gate changes nothing',
      [
        STARTED,
        { type: 'gate_opened', token: '0', gate: GATE },
        { type: 'gate_answered', token: '0', node: 'x', answer: { ...ANSWER, gate: 'g2' } },
      ],
      'active g1=waits',
    ],
    ['a whole run', EVENTS, 'ended complete g1=approve 1=result test=failed build=not_run Ada'],
    ['nothing follows an end', [...EVENTS, stopped, { type: 'run_resumed', by: 'Bo' }], undefined],
    ['an unknown type', [STARTED, { type: 'moon_landed', crew: 3 }], 'active'],
  ] as const) {
    it(name, () => {
      assert.equal(text(foldOf(events).run), expected ?? text(foldOf(EVENTS).run));
    });
  }

  it('keeps events of unknown types', () => {
    const { events } = foldOf([STARTED, { type: 'moon_landed', crew: 3 }]);
    assert.equal((events[1] as unknown as { crew: number }).crew, 3);
  });

  it('lists damaged lines, skips empty ones, and leaves a line without its end out', () => {
    const [start = ''] = journalLines([STARTED]);
    const lines = [start, '{"type": "run_st', '', '[]', '{"at":"x"}', '{"type":"note","at":"x"}'];
    const run = foldRun(`${lines.join('\n')}\n{"type":"run_stopped","at":"2026`, '/j');
    assert.ok('damaged' in run);
    assert.deepEqual(
      run.damaged.map(({ line, reason }) => `${line} ${reason.replace(/\(.*\)/, '(…)')}`),
      ['2 not JSON (…)', '4 not a JSON object', '5 an event without a type', '6 note has no proper "text"'],
    );
    assert.equal(run.phase, 'active');
  });

  it('counts events as damaged whose inner fields would break whoever shows them', () => {
    const [start = ''] = journalLines([STARTED]);
    const hollow = [
      '{"at":"x","type":"gate_opened","token":"0","gate":{"id":"g","node":"n","title":"t","question":"q"}}',
      '{"at":"x","type":"gate_answered","token":"0","node":"n","answer":{}}',
      '{"at":"x","type":"check_ended","token":"0","node":"n","record":{"check":"test"}}',
      '{"at":"x","type":"agent_ended","token":"0","node":"n","attempt":1,"outcome":[]}',
      '{"at":"x","type":"run_stopped","stop":{"code":5}}',
    ];
    const run = foldRun(`${[start, ...hollow].join('\n')}\n`, '/j');
    assert.ok('damaged' in run);
    assert.deepEqual(
      run.damaged.map(({ reason }) => reason),
      [
        'gate_opened has no proper "gate.options"',
        'gate_answered has no proper "answer.gate"',
        'check_ended has no proper "record.status"',
        'agent_ended has no proper "outcome"',
        'run_stopped has no proper "stop.code"',
      ],
    );
    assert.equal(run.phase, 'active');
    const noStep = { ...(JSON.parse(start) as Record<string, unknown>), step: {} };
    assert.match(JSON.stringify(foldRun(`${JSON.stringify(noStep)}\n`, '/j')), /step\.key/);
  });

  it('says why a journal has no run', () => {
    assert.deepEqual(foldRun('{"type":"run_started"}\n', '/j'), {
      file: '/j',
      unreadable:
        'The journal does not begin with a readable run_started event: run_started has no proper "run".',
    });
    assert.match(JSON.stringify(foldRun('', '/j')), /it is empty/);
  });

  for (const [version, readOnly] of [
    [undefined, false],
    ['1', false],
    [1, false],
    [2, true],
  ] as const) {
    it(`schema_version ${String(version)} is ${readOnly ? 'read-only' : 'written to'}`, () => {
      const { run } = foldOf([STARTED, { type: 'note', text: 'x', schema_version: version }]);
      assert.equal(run?.readOnly, readOnly);
    });
  }

  it('folding in pieces gives what folding at once gives', () => {
    const lines = journalLines([...EVENTS.slice(0, 3), { type: '' }, ...EVENTS.slice(3)]);
    const whole = foldLines(emptyFold('/j'), lines);
    for (let cut = 0; cut <= lines.length; cut += 1) {
      const pieces = foldLines(foldLines(emptyFold('/j'), lines.slice(0, cut)), lines.slice(cut));
      assert.deepEqual(pieces, whole);
    }
  });
});
