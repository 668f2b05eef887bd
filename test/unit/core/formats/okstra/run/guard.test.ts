import assert from 'node:assert/strict';
import { guardOkstra } from '../../../../../../src/core/formats/okstra/run/guard';
import type { PlanTexts } from '../../../../../../src/core/planGuard';
import { LOG } from '../text';

const TASK = 'stage-runner/r1';
const CARRY = (stage: number): string => `runs/implementation/carry/stage-${stage}.json`;

function row(stage: number, status: string, task: string): string {
  return JSON.stringify({ impl_task_key: task, stage, status });
}

const OWN = row(1, 'started', TASK);
const LOG_BEFORE = `${row(7, 'done', 'demo/old')}\n${OWN}\n`;

interface Case {
  readonly before?: PlanTexts;
  readonly now: PlanTexts;
  readonly rows?: readonly string[];
  readonly sidecars?: PlanTexts;
  /** By file; `null` for one that is removed. Absent: nothing is put back. */
  readonly restore?: Readonly<Record<string, string | null>>;
  readonly notes: readonly RegExp[];
}

describe('okstra: what an agent may not write', () => {
  const cases: Readonly<Record<string, Case>> = {
    'nothing changed': { now: { [LOG]: LOG_BEFORE }, notes: [] },
    'rows of ours were appended': {
      now: { [LOG]: `${LOG_BEFORE}${row(2, 'started', 'stage-runner/r2')}\n` },
      rows: [row(2, 'started', 'stage-runner/r2')],
      notes: [],
    },
    'another task took another stage': {
      now: { [LOG]: `${LOG_BEFORE}${row(2, 'started', 'demo/x')}\n` },
      notes: [/consumers\.jsonl: a row was added, by somebody else, about stages .*demo\/x/],
    },
    'somebody finished our stage': {
      now: { [LOG]: `${LOG_BEFORE}${row(1, 'done', 'demo/x')}\n` },
      restore: { [LOG]: LOG_BEFORE },
      notes: [/consumers\.jsonl: a row was added, which only Stage Runner does, and taken out: .*demo\/x/],
    },
    'a row has the name of another run of ours': {
      now: { [LOG]: `${LOG_BEFORE}${row(2, 'done', 'stage-runner/r2')}\n` },
      restore: { [LOG]: LOG_BEFORE },
      notes: [/a row was added, which only/],
    },
    'lines are no rows': {
      now: { [LOG]: `${LOG_BEFORE}hello\nthere\n` },
      restore: { [LOG]: LOG_BEFORE },
      notes: [/consumers\.jsonl: 2 rows were added, .*: hello$/],
    },
    'between two rows of ours and of others': {
      now: {
        [LOG]: [
          LOG_BEFORE.trimEnd(),
          row(1, 'done', 'x'),
          row(2, 'done', 'demo/x'),
          row(1, 'done', TASK),
          '',
        ].join('\n'),
      },
      rows: [row(1, 'done', TASK)],
      restore: { [LOG]: `${LOG_BEFORE}${row(2, 'done', 'demo/x')}\n${row(1, 'done', TASK)}\n` },
      notes: [/which only Stage Runner does/, /by somebody else/],
    },
    'a row of ours is there twice': {
      now: { [LOG]: `${LOG_BEFORE}${row(1, 'done', TASK)}\n${row(1, 'done', TASK)}\n` },
      rows: [row(1, 'done', TASK)],
      restore: { [LOG]: `${LOG_BEFORE}${row(1, 'done', TASK)}\n` },
      notes: [/a row was added, which only/],
    },
    'earlier rows were taken out': {
      now: { [LOG]: `${OWN}\n${row(2, 'started', 'demo/x')}\n` },
      rows: [row(3, 'started', 'stage-runner/r2')],
      restore: {
        [LOG]: `${LOG_BEFORE}${row(2, 'started', 'demo/x')}\n${row(3, 'started', 'stage-runner/r2')}\n`,
      },
      notes: [/rows were changed or taken out; they were put back/, /by somebody else/],
    },
    'the log is gone': {
      now: {},
      restore: { [LOG]: LOG_BEFORE },
      notes: [/rows were changed or taken out/],
    },
    'a torn last line was closed': {
      before: { [LOG]: `${OWN}\n{"stage":9,"sta` },
      now: { [LOG]: `${OWN}\n{"stage":9,"sta\n${row(1, 'done', TASK)}\n` },
      rows: [row(1, 'done', TASK)],
      notes: [],
    },
    'sidecars were changed, deleted and created': {
      before: { [LOG]: LOG_BEFORE, [CARRY(7)]: 'a', [CARRY(8)]: 'b' },
      now: { [LOG]: LOG_BEFORE, [CARRY(1)]: 'c', [CARRY(2)]: 'd', [CARRY(7)]: 'x' },
      restore: { [CARRY(1)]: null, [CARRY(7)]: 'a', [CARRY(8)]: 'b' },
      notes: [
        /stage-1\.json: it was created, which only Stage Runner does; it was removed\.$/,
        /stage-2\.json: it was created, and this run does not hold its stage\.$/,
        /stage-7\.json: it was changed, .*put back\.$/,
        /stage-8\.json: it was deleted, .*put back\.$/,
      ],
    },
    'a sidecar of ours came meanwhile': {
      now: { [LOG]: LOG_BEFORE, [CARRY(2)]: 'ours' },
      sidecars: { [CARRY(2)]: 'ours' },
      notes: [],
    },
    'a sidecar of ours came meanwhile and was changed': {
      now: { [LOG]: LOG_BEFORE, [CARRY(2)]: 'theirs' },
      sidecars: { [CARRY(2)]: 'ours' },
      restore: { [CARRY(2)]: 'ours' },
      notes: [/stage-2\.json: it was changed/],
    },
  };
  for (const [name, { before, now, rows = [], sidecars = {}, restore = {}, notes }] of Object.entries(cases))
    it(name, () => {
      const guard = guardOkstra({
        before: before ?? { [LOG]: LOG_BEFORE },
        now,
        written: { rows, sidecars },
        task: TASK,
      });
      const put = guard.restore.map(({ file, text }) => [file, text ?? null]);
      assert.deepEqual(Object.fromEntries(put), restore);
      assert.equal(guard.notes.length, notes.length, guard.notes.join('\n'));
      notes.forEach((note, at) => {
        assert.match(guard.notes[at] ?? '', note);
      });
      assert.equal(guard.proposals.split('Proposed for').length - 1, Object.keys(restore).length);
    });

  it('is bounded', () => {
    const many = Array.from({ length: 20_000 }, (_, at) => [CARRY(at + 100), 'x']);
    const begun = process.cpuUsage().user;
    const { notes } = guardOkstra({
      before: { [LOG]: LOG_BEFORE },
      now: { [LOG]: LOG_BEFORE + 'x\n'.repeat(300_000), ...(Object.fromEntries(many) as PlanTexts) },
      written: { rows: [], sidecars: {} },
      task: TASK,
    });
    assert.equal(notes.length, 52);
    assert.ok(process.cpuUsage().user - begun < 5_000_000);
  });
});
