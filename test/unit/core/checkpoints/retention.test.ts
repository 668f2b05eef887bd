import assert from 'node:assert/strict';
import type { CheckpointRecord, SeenCheckpoint } from '../../../../src/core/checkpoints/checkpoint';
import { readRestores } from '../../../../src/core/checkpoints/restoreHistory';
import { mayGo } from '../../../../src/core/checkpoints/retention';

const NOW = Date.parse('2026-03-01T00:00:00.000Z');
const DAY = 24 * 60 * 60 * 1000;

interface Sketch {
  readonly id: string;
  /** Days. */
  readonly age: number;
  readonly plan?: string;
  readonly step?: string;
  readonly stage?: string;
  readonly gone?: boolean;
  readonly readOnly?: boolean;
}

function seen({ id, age, plan = 'p', step, stage, gone = false, readOnly = false }: Sketch): SeenCheckpoint {
  const created = Number.isNaN(age) ? 'some day' : new Date(NOW - age * DAY).toISOString();
  const record: CheckpointRecord = {
    schema_version: 1,
    record_id: id,
    tool: { name: 'stage-runner', version: '1' },
    name: id,
    kind: step === undefined ? 'manual' : 'after_step',
    created_at: created,
    ...(plan !== '' && { plan: { id: plan, format: 'coyote', root: '/p', title: plan } }),
    ...(step !== undefined && { step: { key: step, number: '01', title: step } }),
    ...(stage !== undefined && { step: { key: '', number: stage, title: 'Stage' } }),
    left_out: [],
  };
  return { record, exists: !gone, readOnly, rebuilt: false };
}

function gone(sketches: readonly Sketch[], restores: readonly object[] = []): string {
  const log = readRestores(restores.map((entry) => JSON.stringify(entry)));
  return mayGo(sketches.map(seen), log, NOW)
    .map(({ record }) => record.record_id)
    .join(' ');
}

const many = (count: number, plan: string): Sketch[] =>
  Array.from({ length: count }, (_, index) => ({ id: `${plan}${index + 1}`, age: index / 10, plan }));

const started = (id: string, checkpoint: string, safety: string): object => ({
  schema_version: 1,
  type: 'restore_started',
  id,
  at: '2026-01-01T00:00:00.000Z',
  by: 'Ada',
  worktree: '/w',
  checkpoint: { id: checkpoint, at: '2026-01-01T00:00:00.000Z', name: checkpoint },
  safety: { id: safety, at: '2026-01-01T00:00:00.000Z' },
});
const ended = (id: string, outcome: string): object => ({
  schema_version: 1,
  type: 'restore_ended',
  id,
  at: '2026-01-01T00:00:01.000Z',
  outcome,
  files: 0,
});

describe('checkpoints that may go', () => {
  const cases: readonly (readonly [name: string, sketches: readonly Sketch[], gone: string])[] = [
    ['none of none', [], ''],
    [
      'those older than 30 days',
      [
        { id: 'new', age: 1 },
        { id: 'just', age: 30 },
        { id: 'old', age: 30.001 },
      ],
      'old',
    ],
    ['not the newest of all, however old', [{ id: 'a', age: 90 }], ''],
    [
      'the newest of all is one that is there',
      [
        { id: 'a', age: 90, gone: true },
        { id: 'b', age: 91 },
        { id: 'c', age: 92 },
      ],
      'a c',
    ],
    ['more than 50 of a plan, the oldest ones', many(52, 'p'), 'p51 p52'],
    ['50 of each plan', [...many(50, 'p'), ...many(50, 'q')], ''],
    ['those of no plan counted together', many(51, '').map((one) => ({ ...one, id: `x${one.id}` })), 'x51'],
    [
      'not the last one of a step',
      [
        { id: 'new', age: 1 },
        { id: 'a2', age: 60, step: 'a' },
        { id: 'b1', age: 61, step: 'b' },
        { id: 'a1', age: 62, step: 'a' },
        { id: 'qa1', age: 63, step: 'a', plan: 'q' },
      ],
      'a1',
    ],
    [
      'not the last one of a stage',
      [
        { id: 'new', age: 1 },
        { id: 'two', age: 60, stage: '02' },
        { id: 'one2', age: 61, stage: '01' },
        { id: 'one1', age: 62, stage: '01' },
      ],
      'one1',
    ],
    [
      'the last one of a step that is there',
      [
        { id: 'new', age: 1 },
        { id: 'a2', age: 60, step: 'a', gone: true },
        { id: 'a1', age: 62, step: 'a' },
      ],
      'a2',
    ],
    [
      'not what a newer version wrote, nor what has no time',
      [
        { id: 'new', age: 1 },
        { id: 'newer', age: 60, readOnly: true },
        { id: 'timeless', age: NaN },
      ],
      '',
    ],
  ];
  for (const [name, sketches, expected] of cases)
    it(name, () => {
      assert.equal(gone(sketches), expected);
    });

  it('not what a restore is undone or finished with', () => {
    const sketches = ['new', 'target', 'safety', 'cut', 'cutSafety', 'refused', 'stray'].map(
      (id, index): Sketch => ({ id, age: index === 0 ? 0 : 60 + index }),
    );
    const restores = [
      started('r1', 'target', 'safety'),
      ended('r1', 'restored'),
      started('r2', 'target', 'refused'),
      ended('r2', 'refused'),
      started('r3', 'target', 'stray'),
      ended('r3', 'stray_changes'),
      started('r4', 'cut', 'cutSafety'),
    ];
    assert.equal(gone(sketches, restores), 'target refused');
  });
});
