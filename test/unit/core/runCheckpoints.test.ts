import assert from 'node:assert/strict';
import type { Run } from '../../../src/core/run';
import { EVENTS, foldOf, STARTED } from './sampleRun';

const begun = (checkpoint: string, kind = 'before_batch') => ({
  type: 'checkpoint_started',
  checkpoint,
  kind,
});
const taken = (checkpoint: string, more: object = {}) => ({
  type: 'checkpoint_taken',
  checkpoint,
  kind: 'before_batch',
  name: 'before step 01',
  ...{ sha: 's', tree: 't', worktree: '/ws', files_changed: 2, left_out: 0, record_written: true },
  ...more,
});
const skipped = (more: object = {}) => ({
  type: 'checkpoint_skipped',
  kind: 'before_batch',
  code: 'index_locked',
  detail: 'The index is locked.',
  wayOut: 'Wait.',
  ...more,
});

function text(run: Run | undefined): string {
  const marks = run?.checkpoints.map((mark) => {
    const end =
      mark.state === 'skipped' ? mark.code : mark.state === 'taken' ? (mark.recordProblem ?? '') : '';
    return [mark.kind, mark.id ?? '-', mark.state, end].join(' ').trim();
  });
  return [run?.phase, ...(marks ?? [])].join(' | ');
}

describe('the checkpoints of a run', () => {
  for (const [name, events, expected] of [
    ['none', [STARTED], 'active'],
    ['begun', [STARTED, begun('c1')], 'active | before_batch c1 begun'],
    ['taken', [STARTED, begun('c1'), taken('c1')], 'active | before_batch c1 taken'],
    [
      'skipped',
      [STARTED, begun('c1'), skipped({ checkpoint: 'c1' })],
      'active | before_batch c1 skipped index_locked',
    ],
    ['skipped before it was begun', [STARTED, skipped()], 'active | before_batch - skipped index_locked'],
    [
      'cut short and taken anew',
      [STARTED, begun('c1'), begun('c2'), taken('c2')],
      'active | before_batch c1 begun | before_batch c2 taken',
    ],
    [
      'without its record',
      [STARTED, taken('c1', { record_written: false, problem: 'The disk is full.' })],
      'active | before_batch c1 taken The disk is full.',
    ],
    [
      'after the end',
      [...EVENTS, begun('c2', 'after_step'), taken('c2', { kind: 'after_step' })],
      'ended | after_step c2 taken',
    ],
    [
      'after a stop, which it does not end',
      [STARTED, { type: 'run_stopped', stop: { code: 'x', detail: '' } }, taken('c1')],
      'stopped | before_batch c1 taken',
    ],
    ['of no kind that there is', [STARTED, begun('c1', 'manual')], 'active'],
  ] as const) {
    it(name, () => {
      assert.equal(text(foldOf(events).run), expected);
    });
  }
});
