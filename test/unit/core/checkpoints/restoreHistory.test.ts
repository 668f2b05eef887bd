import assert from 'node:assert/strict';
import { readRestores, undoneBy, unfinishedRestore } from '../../../../src/core/checkpoints/restoreHistory';

const AT = '2026-01-02T03:04:05.678Z';

function started(id: string, more: object = {}): string {
  const checkpoint = { id: 'C1', at: AT, name: 'before step 02' };
  const entry = { schema_version: 1, type: 'restore_started', id, at: AT, by: 'Ann', worktree: '/w' };
  return JSON.stringify({ ...entry, checkpoint, safety: { id: `S${id}`, at: AT }, ...more });
}

function ended(id: string, outcome = 'restored', more: object = {}): string {
  return JSON.stringify({ schema_version: 1, type: 'restore_ended', id, at: AT, outcome, files: 3, ...more });
}

function kept(id: string): string {
  return JSON.stringify({ schema_version: 1, type: 'stray_kept', id, at: AT, by: 'Ann' });
}

function told(lines: readonly string[]): string {
  const { restores, damaged, newer } = readRestores(lines);
  const rows = restores.map((each) => `${each.started.id} ${each.ended?.outcome ?? 'open'}`);
  return [...rows, `damaged ${damaged.join()}`, `newer ${newer.join()}`].join(' | ');
}

describe('the log of restores', () => {
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['is empty', [''], 'damaged  | newer '],
    ['pairs beginning and end', [started('R1'), ended('R1'), ''], 'R1 restored | damaged  | newer '],
    ['knows one that was cut short', [started('R1')], 'R1 open | damaged  | newer '],
    [
      'keeps the first end',
      [started('R1'), ended('R1', 'refused'), ended('R1')],
      'R1 refused | damaged  | newer ',
    ],
    [
      'keeps the first beginning',
      [started('R1'), started('R1', { by: 'Bob' })],
      'R1 open | damaged  | newer ',
    ],
    ['makes nothing of an end alone', [ended('R1')], 'damaged  | newer '],
    [
      'keeps what lies between other restores',
      [started('R1'), started('R2'), ended('R1')],
      'R1 restored | R2 open | damaged  | newer ',
    ],
    [
      'counts torn and foreign lines',
      ['{"schema', '[]', 'null', '{}', started('R1')],
      'R1 open | damaged 1,2,3,4 | newer ',
    ],
    [
      'counts lines that lack something',
      [
        started('R1', { at: 'yesterday' }),
        started('R2', { safety: {} }),
        ended('R3', 'done'),
        started('R4', { branch: {} }),
      ],
      'damaged 1,2,3,4 | newer ',
    ],
    [
      'reads a newer version as far as it has the same fields',
      [started('R1', { schema_version: 2, more: 1 }), '{"schema_version":2,"type":"restore_paused"}'],
      'R1 open | damaged  | newer 1,2',
    ],
  ];
  for (const [name, lines, expected] of cases) it(name, () => assert.equal(told(lines), expected));
});

describe('the restore that is unfinished', () => {
  const there = { worktree: '/other' };
  const cases: readonly (readonly [string, readonly string[], string | undefined])[] = [
    ['is none where all have ended', [started('R1'), ended('R1')], undefined],
    ['is the one without an end', [started('R1'), ended('R1'), started('R2')], 'R2'],
    [
      'is made up for by a later one that got through',
      [started('R1'), started('R2'), ended('R2')],
      undefined,
    ],
    [
      'is not made up for by one that was refused',
      [started('R1'), started('R2'), ended('R2', 'refused')],
      'R1',
    ],
    ['is the last of two', [started('R1'), started('R2')], 'R2'],
    [
      'is the one that left stray changes',
      [started('R1'), started('R2'), ended('R2', 'stray_changes')],
      'R2',
    ],
    [
      'is over when stray changes are kept',
      [started('R1'), started('R2'), ended('R2', 'stray_changes'), kept('R2')],
      undefined,
    ],
    [
      'is over when another took stray changes back',
      [started('R1'), ended('R1', 'stray_changes'), started('R2'), ended('R2')],
      undefined,
    ],
    ['is not over by keeping what has not ended', [started('R1'), kept('R1')], 'R1'],
    ['is that of the worktree', [started('R1'), started('R2', there), ended('R2')], 'R1'],
    ['is none of another worktree', [started('R1', there)], undefined],
  ];
  for (const [name, lines, expected] of cases)
    it(name, () => assert.equal(unfinishedRestore(readRestores(lines), '/w')?.started.id, expected));
});

describe('the restore that another undoes', () => {
  it('is the one whose safety checkpoint is restored, unless it was refused', () => {
    const log = readRestores([started('R1'), started('R2'), ended('R2', 'refused')]);
    assert.equal(undoneBy(log, 'SR1')?.started.id, 'R1');
    assert.equal(undoneBy(log, 'SR2'), undefined);
    assert.equal(undoneBy(log, 'C1'), undefined);
  });
});
