/** How much of a tree goes into worktrees of steps and comes back. */
import type { SnapshotLimits } from '../checkpoints/ports';

/** Far beyond those of checkpoints: what is left out of a result would be missing afterwards. */
export const LIMITS: SnapshotLimits = { maxFileSize: 100 * 1024 * 1024, maxUntracked: 20_000 };

/** For one snapshot, in milliseconds. */
export const SNAPSHOT_MS = 60_000;

/** For one git command, in milliseconds: a large checkout takes its time, and a filter may never end. */
export const GIT_MS = 300_000;
