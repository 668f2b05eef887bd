/** The entries of the stop registry (`stops.ts`) that only runs of other tools end with (runr.md 9.2): shown, never resumed. */
import type { StopReason } from './stops';

const FOREIGN = { severity: 'warning', actions: ['openPlan'], resume: 'never' } as const;

export const FOREIGN_STOPS: readonly StopReason[] = [
  {
    ...FOREIGN,
    code: 'scope_violation',
    family: 'constraint',
    exitCode: 2,
    title: 'Files out of bounds',
    diagnosis: 'Files were changed, or were going to be, that the other tool was not allowed to change.',
    aliases: ['guard_violation', 'ownership_violation', 'plan_scope_violation', 'lockfile_violation'],
  },
  {
    ...FOREIGN,
    code: 'tree_not_clean',
    family: 'constraint',
    exitCode: 9,
    title: 'Uncommitted changes',
    diagnosis: 'The other tool refused to work beside changes that were not committed.',
    aliases: ['dirty_worktree', 'dirty_tree'],
  },
  {
    ...FOREIGN,
    code: 'track_stopped',
    family: 'failure',
    exitCode: 16,
    title: 'A track stopped',
    diagnosis: 'One of several runs that the other tool drove together came to a stop.',
    aliases: ['orchestrator_track_stopped'],
  },
  {
    ...FOREIGN,
    code: 'review_loop',
    family: 'review',
    exitCode: 21,
    title: 'Review went in circles',
    diagnosis: 'The other tool’s reviewer asked for the same changes again and again.',
    aliases: ['review_loop_detected'],
  },
  {
    ...FOREIGN,
    code: 'stalled',
    family: 'resource_limit',
    exitCode: 126,
    title: 'No progress',
    diagnosis: 'The other tool saw no progress for too long and ended the run.',
    aliases: ['stalled_timeout'],
  },
];
