import assert from 'node:assert/strict';
import type { Restore } from '../../../src/core/checkpoints/restoreHistory';
import { foldNow, gapsOf, takenBack } from '../../../src/core/history';
import { emptyFold, foldLines, type JournalFold } from '../../../src/core/run';
import { STARTED } from './sampleRun';

/** So many minutes after twelve. */
const at = (minute: number): string => new Date(Date.UTC(2026, 0, 31, 12, minute)).toISOString();

type Outcome = NonNullable<Restore['ended']>['outcome'];

/** A restore at a minute, half a minute long, of a checkpoint of another minute; its safety checkpoint is of just before. */
function restore(
  minute: number,
  checkpoint: number,
  outcome: Outcome | 'none' = 'restored',
  worktree = '/ws',
): Restore {
  const id = `restore ${minute} to ${checkpoint}`;
  const base = { schema_version: 1, id };
  const started = {
    ...base,
    type: 'restore_started' as const,
    at: at(minute),
    by: 'Ada',
    worktree,
    checkpoint: { id: `c${checkpoint}`, at: at(checkpoint), name: `at ${checkpoint}` },
    safety: { id: `s${minute}`, at: at(minute - 0.1) },
  };
  if (outcome === 'none') return { started };
  return { started, ended: { ...base, type: 'restore_ended', at: at(minute + 0.5), outcome, files: 1 } };
}

/** Goes back to the safety checkpoint of the restore at a minute. */
const undo = (minute: number, of: number): Restore => restore(minute, of - 0.1);

/** The same, by a run that went back to a checkpoint of its own. */
const by = (run: string, { started, ...rest }: Restore): Restore => ({
  ...rest,
  started: { ...started, run },
});

/** The minutes of an hour that count, as spans: "0-10 21-60". */
function counting(restores: readonly Restore[]): string {
  const gaps = gapsOf(restores);
  const spans: string[] = [];
  let from: number | undefined;
  for (let minute = 0; minute <= 61; minute += 1) {
    const counts = minute <= 60 && takenBack(gaps, { at: at(minute) }) === undefined;
    if (counts) from ??= minute;
    else if (from !== undefined) {
      spans.push(`${from}-${minute - 1}`);
      from = undefined;
    }
  }
  return spans.join(' ');
}

describe('the present of a worktree after restores', () => {
  for (const [name, restores, expected] of [
    ['none', [], '0-60'],
    ['one', [restore(20, 10)], '0-10 21-60'],
    ['one that was refused', [restore(20, 10, 'refused')], '0-60'],
    ['one that was cut short', [restore(20, 10, 'none')], '0-60'],
    ['one that left stray changes', [restore(20, 10, 'stray_changes')], '0-10 21-60'],
    [
      'one cut short, then finished by doing it again',
      [restore(20, 10, 'none'), restore(25, 10)],
      '0-10 26-60',
    ],
    ['one cut short, then undone', [restore(20, 10, 'none'), undo(25, 20)], '0-19 26-60'],
    ['two, one after the other', [restore(20, 10), restore(40, 30)], '0-10 21-30 41-60'],
    ['the second further back than the first', [restore(20, 10), restore(40, 5)], '0-5 41-60'],
    ['the same checkpoint twice', [restore(20, 10), restore(40, 10)], '0-10 41-60'],
    ['undone', [restore(20, 10), undo(30, 20)], '0-19 31-60'],
    ['undone after work', [restore(20, 10), undo(40, 20)], '0-19 41-60'],
    ['the undo undone', [restore(20, 10), undo(30, 20), undo(40, 30)], '0-10 21-29 41-60'],
    ['and that undone too', [restore(20, 10), undo(30, 20), undo(40, 30), undo(50, 40)], '0-19 31-39 51-60'],
    ['to a checkpoint of what was itself rolled back', [restore(20, 10), restore(40, 15)], '0-15 41-60'],
    [
      'to a checkpoint made between two restores',
      [restore(20, 10), restore(40, 5), restore(50, 30)],
      '0-10 21-30 51-60',
    ],
    ['a checkpoint of the future, by a clock that was set', [restore(20, 10), restore(30, 50)], '0-10 21-60'],
  ] as const) {
    it(name, () => {
      assert.equal(counting(restores), expected);
    });
  }

  it('counts what happened in the very moment of the checkpoint, and not in that of the end', () => {
    const gaps = gapsOf([restore(20, 10)]);
    assert.equal(takenBack(gaps, { at: at(10) }), undefined);
    assert.equal(takenBack(gaps, { at: at(20.5) })?.started.id, 'restore 20 to 10');
    assert.equal(takenBack(gaps, { at: 'soon' }), undefined);
  });
});

describe('moments that know their place in the order', () => {
  const [first] = [restore(20, 10)];
  const { started, ended } = first;
  assert.ok(ended);
  const numbered: Restore = {
    started: { ...started, checkpoint: { ...started.checkpoint, order: 100 } },
    ended: { ...ended, order: 200 },
  };
  for (const [name, moment, counted] of [
    ['after the restore, by a clock that was set back', { at: at(15), order: 201 }, true],
    ['before it, by a clock that went ahead', { at: at(50), order: 150 }, false],
    ['the end itself', { at: at(50), order: 200 }, false],
    ['before the checkpoint', { at: at(15), order: 99 }, true],
    ['of an older version, by the clock', { at: at(15) }, false],
    ['of an older version, later', { at: at(21) }, true],
    ['with something else in its place', { at: at(15), order: 'late' as unknown as number }, false],
  ] as const)
    it(name, () => {
      assert.equal(takenBack(gapsOf([numbered]), moment) === undefined, counted);
    });

  it('are measured by the clock against a restore of an older version', () => {
    assert.equal(takenBack(gapsOf([first]), { at: at(15), order: 1 })?.started.id, 'restore 20 to 10');
  });

  it('tell an undo from what came before', () => {
    // The clock went back to before the first restore: only the order shows that its safety checkpoint is older.
    const back: Restore = {
      started: {
        ...started,
        id: 'undo',
        at: at(2),
        checkpoint: { id: 's', at: at(1), name: 's', order: 199 },
      },
      ended: { ...ended, id: 'undo', at: at(3), order: 300 },
    };
    const gaps = gapsOf([numbered, back]);
    assert.equal(takenBack(gaps, { at: at(12), order: 150 }), undefined);
    assert.equal(takenBack(gaps, { at: at(2), order: 250 })?.started.id, 'undo');
  });
});

type Loose = Readonly<Record<string, unknown>> & { readonly type: string };

function journal(...events: readonly (readonly [number, Loose])[]): JournalFold {
  const lines = events.map(([minute, event]) =>
    JSON.stringify({ schema_version: 1, ...event, at: at(minute) }),
  );
  return foldLines(emptyFold('/data/runs/r1.jsonl'), lines);
}

const node = (name: string): Loose => ({
  type: 'node_entered',
  token: '0',
  node: name,
  kind: 'agent',
  visit: 1,
});
const stop: Loose = { type: 'run_stopped', stop: { code: 'user_stopped', detail: '' } };
const end: Loose = { type: 'run_ended', node: 'e', output: '', stop: { code: 'complete', detail: '' } };
const begun = (id: string, kind = 'before_batch'): Loose => ({
  type: 'checkpoint_started',
  checkpoint: id,
  kind,
});
const taken = (id: string, kind = 'before_batch', worktree = '/ws'): Loose => ({
  type: 'checkpoint_taken',
  ...{ checkpoint: id, kind, worktree, name: id, sha: 's', tree: 't' },
  ...{ files_changed: 0, left_out: 0, record_written: true },
});

const WHOLE = journal(
  [1, STARTED],
  [2, begun('c1')],
  [3, taken('c1')],
  [4, node('a')],
  [6, node('b')],
  [8, end],
  [9, begun('c2', 'after_step')],
  [11, taken('c2', 'after_step')],
);

function words(fold: JournalFold): string {
  if (!fold.run) return 'did not happen';
  const { phase, stop: why, nodes, checkpoints } = fold.run;
  const marks = checkpoints.map(({ id, state }) => `${id ?? '-'} ${state}`);
  return [phase, why?.code ?? '', nodes.join('+'), ...marks].filter((word) => word !== '').join(' | ');
}

describe('the batches of a stage after restores', () => {
  const batch = (number: number): Loose => ({
    type: 'batch_started',
    ...{ number, batch: `b${number}`, steps: [], rounds: [], notes: [] },
  });
  const over = (number: number): Loose => ({ type: 'batch_ended', number, results: [] });
  const stage = journal(
    [1, { ...STARTED, stage: { key: '01', policy: {} } }],
    [2, node('run_batch')],
    [3, batch(1)],
    [4, taken('c4')],
    [5, over(1)],
    [6, batch(2)],
    [7, taken('c7')],
    [8, over(2)],
    [9, batch(3)],
    [10, stop],
  );
  for (const [name, restores, expected] of [
    ['none', [], 'b1 over, b2 over, b3 open'],
    ['of the last', [restore(20, 9)], 'b1 over, b2 over, b3 open: Ada to “at 9” at 12:20:00'],
    ['of the one before', [restore(20, 7)], 'b1 over, b2 open: Ada to “at 7” at 12:20:00'],
    ['of the first', [restore(20, 4)], 'b1 open: Ada to “at 4” at 12:20:00'],
    ['undone', [restore(20, 7), undo(30, 20)], 'b1 over, b2 over, b3 open'],
    [
      'by the stage itself',
      [by('r1', restore(8.5, 7))],
      'b1 over, b2 over: Ada to “at 7” at 12:09:00, b3 open',
    ],
    ['by the stage itself, refused', [by('r1', restore(8.5, 7, 'refused'))], 'b1 over, b2 over, b3 open'],
    ['by the stage itself, not over', [by('r1', restore(8.5, 7, 'none'))], 'b1 over, b2 over, b3 open'],
  ] as const)
    it(name, () => {
      const batches = foldNow(stage, restores, '/ws').run?.batches ?? [];
      const told = batches.map(({ batch: key, endedAt, takenBack: back }) => {
        const how = back ? `: ${back.by} to “${back.checkpoint}” at ${back.at.slice(11, 19)}` : '';
        return `${key} ${endedAt === undefined ? 'open' : 'over'}${how}`;
      });
      assert.equal(told.join(', '), expected);
    });
});

describe('a journal after restores', () => {
  for (const [name, restores, expected, fold = WHOLE] of [
    ['no restore', [], 'ended | complete | c1 taken | c2 taken'],
    ['from before the run', [restore(20, 0)], 'did not happen'],
    ['its header alone counts', [restore(20, 1)], 'did not happen'],
    ['the checkpoint before it', [restore(20, 2)], 'did not happen'],
    ['in the middle of it', [restore(20, 5)], 'stopped | rolled_back | a | c1 taken'],
    ['of its own', [by('r1', restore(20, 5))], 'ended | complete | c1 taken | c2 taken'],
    ['of another run', [by('r2', restore(20, 5))], 'stopped | rolled_back | a | c1 taken'],
    [
      'of its own, then another',
      [by('r1', restore(7, 5)), restore(20, 7.5)],
      'stopped | rolled_back | a+b | c1 taken',
    ],
    ['the checkpoint after it', [restore(20, 9)], 'ended | complete | c1 taken | c2 taken'],
    ['between its end and its checkpoint', [restore(20, 8.5)], 'ended | complete | c1 taken | c2 taken'],
    ['undone', [restore(20, 2), undo(30, 20)], 'ended | complete | c1 taken | c2 taken'],
    ['the undo undone', [restore(20, 5), undo(30, 20), undo(40, 30)], 'stopped | rolled_back | a | c1 taken'],
    ['of another worktree', [restore(20, 5, 'restored', '/other')], 'ended | complete | c1 taken | c2 taken'],
    ['a run of after it', [restore(20, 5)], 'active | a', journal([21, STARTED], [22, node('a')])],
    [
      'a run of another worktree inside this one, by its checkpoint',
      [restore(20, 0)],
      'active | a | c1 taken',
      journal([1, STARTED], [2, taken('c1', 'before_batch', '/ws/trees/x')], [3, node('a')]),
    ],
    [
      'a run that stopped, gone on with after the undo',
      [restore(20, 2.5), undo(30, 20)],
      'active | a+b',
      journal(
        [1, STARTED],
        [2, node('a')],
        [3, stop],
        [31, { type: 'run_resumed', by: 'Ada' }],
        [32, node('b')],
      ),
    ],
    ['nothing that can be read', [restore(20, 5)], 'did not happen', journal([1, node('a')])],
  ] as const) {
    it(name, () => {
      assert.equal(words(foldNow(fold, restores, '/ws')), expected);
    });
  }

  it('says who went back to what, and when', () => {
    const { run } = foldNow(WHOLE, [restore(20, 5)], '/ws');
    assert.deepEqual([run?.stop?.detail, run?.lastAt], ['Ada went back to “at 5”.', at(20.5)]);
  });

  it('names the restore that took the work back, not a later one', () => {
    const { run } = foldNow(WHOLE, [restore(20, 5), restore(50, 40)], '/ws');
    assert.equal(run?.stop?.detail, 'Ada went back to “at 5”.');
  });

  it('keeps damaged lines and the version that forbids writing', () => {
    const newer = { ...end, schema_version: 99 };
    const fold = journal([1, STARTED], [2, node('a')], [8, newer], [9, { type: 'note' }]);
    const { run } = foldNow(fold, [restore(20, 5)], '/ws');
    assert.deepEqual([run?.readOnly, run?.damaged.length], [true, 1]);
  });

  it('is the very same object where nothing was taken back', () => {
    assert.equal(foldNow(WHOLE, [restore(20, 12)], '/ws'), WHOLE);
  });
});
