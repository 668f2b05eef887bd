import assert from 'node:assert/strict';
import type { CheckpointMark } from '../../../../src/core/runCheckpoints';
import { checkpointNotices } from '../../../../src/vscode/checkpoints/notices';
import { english } from '../english';

const base = { kind: 'before_batch', at: '2026-01-01T00:00:00.000Z' } as const;
const taken = { ...base, state: 'taken', id: 'c1', name: 'before step 02', sha: 's', tree: 't' } as const;
const written = { ...taken, worktree: '/w', filesChanged: 0, leftOut: 0 };
const skipped = {
  ...base,
  state: 'skipped',
  detail: 'Three in a row failed.',
  wayOut: 'Create one.',
} as const;

const cases: readonly (readonly [string, readonly CheckpointMark[], readonly string[]])[] = [
  ['says nothing of one that is whole', [written], []],
  ['says nothing of one that was skipped', [{ ...skipped, code: 'timeout' }], []],
  [
    'tells of a record that could not be written',
    [{ ...written, recordProblem: 'The disk is full.' }],
    [
      'record/c1 | The checkpoint “before step 02” exists, but its record could not be written: The disk is full. | showCheckpoints',
    ],
  ],
  [
    'tells that automatic ones pause',
    [{ ...skipped, code: 'paused' }],
    ['paused | Three in a row failed. Create one. | createCheckpoint,showCheckpoints'],
  ],
];

describe('notices of checkpoints', () => {
  for (const [name, checkpoints, expected] of cases)
    it(name, () => {
      const told = checkpointNotices({ checkpoints }, english).map(
        ({ key, notice }) => `${key} | ${notice.message} | ${notice.actions.join()}`,
      );
      assert.deepEqual(told, expected);
    });
});
