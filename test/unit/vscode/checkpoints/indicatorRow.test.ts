import assert from 'node:assert/strict';
import { indicatorRow } from '../../../../src/vscode/checkpoints/indicatorRow';
import type { FoundCheckpoint } from '../../../../src/vscode/checkpoints/seen';
import type { SkippedCheckpoint } from '../../../../src/vscode/checkpoints/skipped';
import { english } from '../english';
import { found, now, ofStep, record, skipped } from './values';

const before = found(record('before step 02', 'before_batch', 12, ofStep('02', 'r2')));
const back = 'A rollback would return to “before step 02”: 12m old, 02 Step 02, run 1, 3 files changed.';

type Case = readonly [string, readonly FoundCheckpoint[], SkippedCheckpoint | undefined, string];
const cases: readonly Case[] = [
  ['nothing without a checkpoint', [], undefined, 'hidden'],
  ['how old the newest is', [before], undefined, `$(history) cp 12m | ${back}`],
  [
    'none that is gone, a way back itself, or of another tool',
    [
      found(record('a', 'safety', 1)),
      found(record('b', 'imported', 1)),
      found(record('c', 'manual', 2), { exists: false }),
      before,
    ],
    undefined,
    `$(history) cp 12m | ${back}`,
  ],
  [
    'why a run has none',
    [before],
    skipped(),
    `$(history) cp 12m | Step 03 Step 03 runs without a checkpoint: git took longer than 10 s. ${back} | warning`,
  ],
  [
    'that they are paused, and that there is none at all',
    [],
    skipped({ paused: true, why: 'Three failed in a row.' }),
    '$(history) no cp | Step 03 Step 03 runs without a checkpoint, because automatic ones are paused: Three failed in a row. There is no checkpoint to return to. | warning',
  ],
  [
    'no icon and no link of a hostile name',
    [found(record('$(error) [x](command:y)', 'manual', 70))],
    undefined,
    '$(history) cp 1h | A rollback would return to “$ (error) [x] (command:y)”: 1h old, 3 files changed.',
  ],
];

describe('the checkpoint indicator', () => {
  for (const [name, checkpoints, missing, expected] of cases) {
    it(`shows ${name}`, () => {
      const row = indicatorRow({ checkpoints }, missing, now, english);
      const text = row && [row.text, row.tooltip, ...(row.warning ? ['warning'] : [])].join(' | ');
      assert.equal(text ?? 'hidden', expected);
      assert.equal(row?.accessibility, row && `Checkpoint: ${row.tooltip}`);
    });
  }
});
