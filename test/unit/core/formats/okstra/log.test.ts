import assert from 'node:assert/strict';
import { stepsOf, type Step } from '../../../../../src/core/plan';
import { stageMap } from '../../../../../src/core/stageMap';
import { codes, LOG, logOf, planText, read, REPORT, reportOf } from './text';

const TWO = reportOf([{ number: 1 }, { number: 2 }]);

function first(log: string, files: Readonly<Record<string, unknown>> = {}): Step {
  const [step] = stepsOf(read({ [REPORT]: TWO, [LOG]: log, ...files }));
  assert.ok(step);
  return step;
}

const started = { stage: 1, status: 'started' };
const done = { stage: 1, status: 'done' };
const odd = { stage: 1, status: 'reconciled' };

describe('okstra: the log of runs (okstra.md 3.6)', () => {
  const folds: readonly (readonly [string, string, string])[] = [
    ['no rows', '', 'pending: consumers.jsonl says nothing'],
    ['started', logOf(started), 'in-progress: consumers.jsonl says started, running or abandoned'],
    [
      'started twice',
      logOf({ ...started, impl_task_key: 'a' }, { ...started, impl_task_key: 'b' }),
      'in-progress: consumers.jsonl says started by b, running or abandoned',
    ],
    ['done', logOf(started, done), 'complete: consumers.jsonl says done'],
    ['done, and started again', logOf(done, started), 'complete: consumers.jsonl says done'],
    ['a status that nobody knows', logOf(odd), 'pending: consumers.jsonl says reconciled'],
    [
      'started and such a status',
      logOf(started, odd),
      'in-progress: consumers.jsonl says started, running or abandoned',
    ],
    ['done and such a status', logOf(done, odd), 'complete: consumers.jsonl says done'],
    ['rows of other stages', logOf({ ...done, stage: 2 }), 'pending: consumers.jsonl says nothing'],
    ['no exact status', logOf({ ...done, status: 'Done' }), 'pending: consumers.jsonl says Done'],
    ['a stage as text', logOf({ ...done, stage: '1' }), 'pending: consumers.jsonl says nothing'],
    ['Windows line ends', logOf(done).replaceAll('\n', '\r\n'), 'complete: consumers.jsonl says done'],
    ['a whole last line without an end', logOf(done).trim(), 'complete: consumers.jsonl says done'],
  ];
  for (const [name, log, expected] of folds)
    it(name, () => {
      const { mark, meant, markText } = first(log);
      assert.equal(`${mark}: ${markText}`, expected);
      assert.equal(meant, mark);
    });

  it('keeps and shows what it does not know', () => {
    const plan = read({ [REPORT]: TWO, [LOG]: logOf(started, { ...odd, by: 'x' }) });
    assert.deepEqual(
      planText(plan).filter((line) => line.includes('log says') || line.includes('unknown')),
      [
        `    log says started = in-progress ${LOG}:1`,
        `    log says reconciled ${LOG}:2`,
        `    info okstra-status-unknown ${LOG} 2:0: The status "reconciled" is not one that is known (started, done): it is shown and decides nothing.`,
      ],
    );
  });

  const damage: readonly (readonly [string, string, readonly string[]])[] = [
    ['a last line cut short', `${logOf(started)}{"stage":1,"sta`, ['info okstra-log-cut']],
    [
      'a line cut short in the middle',
      `${logOf(started)}{"stage":1,"sta\n${logOf(done)}`,
      ['warning okstra-log-damaged'],
    ],
    ['other JSON', '[]\n1\n"x"\nnull\n{}\n', ['warning okstra-log-damaged']],
    [
      'a stage that is none',
      logOf({ stage: -1, status: 'done' }, { stage: 1.5, status: 'done' }),
      ['warning okstra-log-damaged'],
    ],
    ['blank lines', `\n\n${logOf(started)}\n \n`, []],
    ['a stage that is not in the map', logOf({ stage: 9, status: 'done' }), ['info okstra-log-unlisted']],
    ['empty', '', []],
  ];
  for (const [name, log, expected] of damage)
    it(`damaged: ${name}`, () => {
      assert.deepEqual(codes(read({ [REPORT]: TWO, [LOG]: log })), expected);
    });

  it('that cannot be read leaves every stage unknown', () => {
    const needing = reportOf([{ number: 1 }, { number: 2, needs: '1' }]);
    const views = (files: Readonly<Record<string, unknown>>): unknown[] => {
      const { plans } = stageMap({ plans: [read(files)], runs: [], statusLog: [] });
      return (plans[0]?.steps ?? []).map(({ status, decidedBy, blockedBy }) => [
        status,
        decidedBy.says,
        ...blockedBy,
      ]);
    };
    const unread = 'consumers.jsonl could not be read';
    assert.deepEqual(views({ [REPORT]: needing, [LOG]: null }), [
      ['unknown', unread],
      ['unknown', unread, unread],
    ]);
    assert.equal((views({ [REPORT]: needing })[0] as unknown[])[0], 'ready');
  });

  it('damaged lines are counted and the first is named', () => {
    const plan = read({ [REPORT]: TWO, [LOG]: `${logOf(started)}noise\n{}\n` });
    assert.deepEqual(
      planText(plan).at(-1),
      `warning okstra-log-damaged ${LOG} 2:0: 2 lines are no rows with a stage and a status and passed over; the first is line 2.`,
    );
  });

  it('beside several reports does not say which of them it is about', () => {
    const older = REPORT.replace('001', '000');
    const plan = read({ [REPORT]: TWO, [older]: TWO, [LOG]: logOf(done) });
    assert.equal(
      planText(plan).at(-1),
      `info okstra-log-shared ${LOG} 1:0: This log belongs to 2 planning reports and does not say which of them a row is about: a stage that is done may be that of an earlier plan.`,
    );
    assert.deepEqual(codes(read({ [REPORT]: TWO, [older]: TWO, [LOG]: '' })), []);
  });

  const times: readonly (readonly [unknown, string | undefined])[] = [
    ['2026-06-05T01:40:00+00:00', '2026-06-05T01:40:00.000Z'],
    ['2026-06-05T01:40:00.000004Z', '2026-06-05T01:40:00.000Z'],
    ['2026-06-05T01:40:00+09:00', '2026-06-04T16:40:00.000Z'],
    ['2026-06-05T01:40:00', undefined],
    ['yesterday', undefined],
    ['2026-99-05T01:40:00Z', undefined],
    [7, undefined],
  ];
  for (const [written, expected] of times)
    it(`time: ${String(written)}`, () => {
      assert.equal(first(logOf({ ...done, completed_at: written })).claims?.[0]?.since, expected);
    });
});

describe('okstra: carry sidecars (okstra.md 3.7)', () => {
  const near = 'runs/implementation/carry/stage-1.json';
  const far = 'runs/demo/net/dev-1/carry/stage-1.json';
  const found = (files: readonly string[], carry_path?: string): string => {
    const all = Object.fromEntries(files.map((name) => [name, {}]));
    const { evidence } = first(logOf({ ...done, carry_path }), all);
    if (evidence === undefined) return 'none';
    return 'missing' in evidence ? evidence.missing : evidence.file.replace('/w/.okstra/task/', '');
  };
  const cases: readonly (readonly [string, readonly string[], string | undefined, string])[] = [
    ['by carry_path', [far, near], near, near],
    ['by an absolute path', [far, near], `/elsewhere/.okstra/task/${far}`, far],
    ['by a path from the workspace', [far, near], `.okstra/task/${far}`, far],
    ['by a path from the planning run', [far, near], '../implementation/carry/stage-1.json', near],
    ['by a Windows path', [far, near], `C:\\w\\.okstra\\task\\${near.replaceAll('/', '\\')}`, near],
    ['by its number, without a path', [far], undefined, far],
    ['by its number, where the path leads nowhere', [near], 'runs/gone/carry/stage-1.json', near],
    [
      'by its number, with leading zeros',
      ['runs/x/carry/stage-01.json'],
      undefined,
      'runs/x/carry/stage-01.json',
    ],
    ['in the last run of several', [near, 'runs/implementation-2/carry/stage-1.json'], undefined, near],
    ['not of another stage', ['runs/x/carry/stage-11.json'], undefined, 'no carry sidecar'],
    ['not out of the plan', [], '../../../../etc/passwd', 'no carry sidecar (../../../../etc/passwd)'],
    ['not any file of the plan', [], REPORT, `no carry sidecar (${REPORT})`],
  ];
  for (const [name, files, path, expected] of cases)
    it(`found ${name}`, () => {
      assert.equal(found(files, path), expected);
    });

  it('are opaque: whatever object is in them', () => {
    for (const text of [{}, { status: 'failed' }, { stage: 7 }])
      assert.equal(first(logOf(done), { [near]: text }).handoff?.defects.length, 0);
  });

  for (const [name, text] of [
    ['cut short', '{"a":'],
    ['empty', ''],
    ['a list', '[]'],
    ['too deep', `{"a":${'['.repeat(200)}${']'.repeat(200)}}`],
  ] as const)
    it(`that are no JSON object are no evidence: ${name}`, () => {
      const { evidence, handoff } = first(logOf(done), { [near]: text });
      assert.deepEqual(evidence, { missing: 'its carry sidecar is no JSON object' });
      assert.equal(handoff?.defects.length, 1);
    });

  it('that cannot be read count as they lie there', () => {
    const { evidence } = first(logOf(done), { [near]: null });
    assert.ok(evidence && 'file' in evidence);
  });

  it('without a done row are a hint, since they may be of an earlier plan', () => {
    const { mark, claims, evidence } = first(logOf(started), { [near]: {} });
    assert.deepEqual([mark, claims?.at(-1)?.weak, evidence], ['in-progress', true, undefined]);
  });

  it('have the commit of the row, where that looks like one', () => {
    const commit = (head_commit: unknown): unknown => {
      const { evidence } = first(logOf({ ...done, head_commit }), { [near]: {} });
      return evidence && 'commit' in evidence ? evidence.commit : undefined;
    };
    assert.deepEqual(['4d5e6f7', '', 'HEAD', '--all', 7].map(commit), [
      '4d5e6f7',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
