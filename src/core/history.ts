/**
 * Which part of a journal still counts after restores: an event counts when it lies in the present's own history.
 * What a restore took back is a stretch of it, from the checkpoint to the restore's end; before the checkpoint, what
 * counted at that time counts. So the restore of a safety checkpoint gives everything back. Journals are never edited.
 */
import { openTakenBack, ownTakenBack } from './batch/takenBack';
import type { Restore, RestoreEnded } from './checkpoints/restoreHistory';
import type { RunEvent } from './events';
import { isWithin } from './isWithin';
import { applyEvent, type JournalFold, type Run } from './run';
import { isAboutCheckpoint } from './runCheckpoints';

/** When something was recorded. */
export interface Moment {
  /** ISO 8601. */
  readonly at: string;
  /** Given out by the data folder (`EventBase`); of two moments that have one, it alone decides. */
  readonly order?: number;
}

/** A stretch that a restore took back. */
export interface Gap {
  readonly restore: Restore;
  /** The last moment that still counts. */
  readonly after: Moment;
  /** The last moment that does not. */
  readonly until: Moment;
}

/** Whether one was recorded after the other. By the clock where an older version wrote one of them; no time is after none. */
export function isAfter(one: Moment, other: Moment): boolean {
  if (typeof one.order === 'number' && typeof other.order === 'number') return one.order > other.order;
  return Date.parse(one.at) > Date.parse(other.at);
}

/**
 * What the restores of one worktree took back, latest first. One that is not over, or was refused, took nothing back.
 * @param restores in the order of the log
 */
export function gapsOf(restores: readonly Restore[]): readonly Gap[] {
  const gaps: Gap[] = [];
  let before: Moment | undefined;
  // Only earlier restores can have made the past of a checkpoint: whatever the times say, the walk ends.
  for (const restore of [...restores].reverse()) {
    const { started, ended } = restore;
    if (ended === undefined || !tookBack(ended)) continue;
    if (before && isAfter(ended, before)) continue;
    before = started.checkpoint;
    gaps.push({ restore, after: before, until: ended });
  }
  return gaps;
}

/** A restore that left stray changes has changed the tree all the same. */
function tookBack({ outcome }: RestoreEnded): boolean {
  return outcome !== 'refused';
}

/** The restore that took a moment back; `undefined` for one that counts. A time that is none counts. */
export function takenBack(gaps: readonly Gap[], moment: Moment): Restore | undefined {
  return gaps.find(({ after, until }) => isAfter(moment, after) && !isAfter(moment, until))?.restore;
}

/**
 * The journal as it counts now. Without its beginning, or with nothing but its beginning and its checkpoints, the run
 * did not happen and the fold has none. A run of which anything else was taken back has stopped as `rolled_back`. A run
 * that went back itself goes on.
 * @param folder the run's workspace folder, with links resolved as git gives the top folders of worktrees
 */
export function foldNow(fold: JournalFold, restores: readonly Restore[], folder: string): JournalFold {
  const written = fold.run;
  if (written === undefined || restores.length === 0) return fold;
  const others = restores.filter(({ started }) => started.run !== written.id);
  const gaps = gapsOf(others.filter(({ started }) => isIn(written, folder, started.worktree)));
  const work = fold.events.filter((event) => !isAboutCheckpoint(event));
  const lost = work.find((event) => takenBack(gaps, event));
  const restore = lost && takenBack(gaps, lost);
  if (restore === undefined) return withOwn(fold, written, restores);
  const events = fold.events.filter((event) => counts(event, fold.events, gaps));
  const run = events.reduce<Run | undefined>((now, event) => applyEvent(now, event, fold.file), undefined);
  const happened = events.some((event) => event.type !== 'run_started' && !isAboutCheckpoint(event));
  return { ...fold, events, run: run && happened ? rolledBack(run, written, restore) : undefined };
}

/**
 * Whether a run works in a worktree. Its own checkpoints know; without one, its folder has to lie in the worktree.
 * @param folder the run's workspace folder, with links resolved
 */
export function isIn({ checkpoints }: Run, folder: string, worktree: string): boolean {
  const taken = checkpoints.find((mark) => mark.state === 'taken');
  return taken ? taken.worktree === worktree : isWithin(worktree, folder);
}

/** A checkpoint is older than the word that it was taken: it counts from its beginning. */
function counts(event: RunEvent, all: readonly RunEvent[], gaps: readonly Gap[]): boolean {
  const first =
    isAboutCheckpoint(event) && event.checkpoint !== undefined
      ? all.find((other) => isAboutCheckpoint(other) && other.checkpoint === event.checkpoint)
      : undefined;
  return takenBack(gaps, first ?? event) === undefined;
}

/** With the batches marked that the run itself took back. */
function withOwn(fold: JournalFold, run: Run, restores: readonly Restore[]): JournalFold {
  const own = restores.filter(
    ({ started, ended }) => started.run === run.id && ended !== undefined && tookBack(ended),
  );
  if (own.length === 0 || run.batches.length === 0) return fold;
  return { ...fold, run: { ...run, batches: ownTakenBack(run.batches, fold.events, own) } };
}

function rolledBack(run: Run, { damaged, readOnly }: Run, restore: Restore): Run {
  const { started, ended } = restore;
  const detail = `${started.by} went back to “${started.checkpoint.name}”.`;
  return {
    ...run,
    damaged,
    readOnly,
    phase: 'stopped',
    stop: { code: 'rolled_back', detail },
    batches: openTakenBack(run.batches, restore),
    lastAt: ended?.at ?? run.lastAt,
  };
}
