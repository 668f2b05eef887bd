/** What a run's journal says about its checkpoints. */
import type { CheckpointTaken, RunCheckpointKind, RunEvent } from './events';

export type CheckpointEvent = Extract<
  RunEvent,
  { type: 'checkpoint_started' | 'checkpoint_taken' | 'checkpoint_skipped' }
>;

interface MarkBase {
  readonly kind: RunCheckpointKind;
  /** ISO 8601 UTC; of the last that is known of it. */
  readonly at: string;
}

/** A checkpoint of a run as its journal has it; whether its object still exists only git can tell. */
export type CheckpointMark =
  /** Being taken, or cut short: somebody drives the run, or nobody does. */
  | (MarkBase & { readonly state: 'begun'; readonly id: string })
  | (MarkBase & {
      readonly state: 'taken';
      readonly id: string;
      readonly name: string;
      readonly sha: string;
      readonly tree: string;
      readonly worktree: string;
      readonly filesChanged: number;
      /** How many paths it does not hold. */
      readonly leftOut: number;
      /** Why its record could not be written; absent when it was. */
      readonly recordProblem?: string;
      /** Why the visible tag that the settings ask for was not made. */
      readonly tagProblem?: string;
    })
  /** There is none; `off`, `unavailable`, `paused`, or why taking it was refused. */
  | (MarkBase & {
      readonly state: 'skipped';
      readonly id?: string;
      readonly code: string;
      readonly detail: string;
      readonly wayOut: string;
    });

export function isAboutCheckpoint(event: RunEvent): event is CheckpointEvent {
  return (
    event.type === 'checkpoint_started' ||
    event.type === 'checkpoint_taken' ||
    event.type === 'checkpoint_skipped'
  );
}

/** The marks with one event more: what is said about a checkpoint later takes the place of what was said before. */
export function marksAfter(
  marks: readonly CheckpointMark[],
  event: CheckpointEvent,
): readonly CheckpointMark[] {
  const others = marks.filter(({ id }) => id === undefined || id !== event.checkpoint);
  return [...others, markOf(event)];
}

/** The mark that counts for a kind: the latest. */
export function markOfKind(
  marks: readonly CheckpointMark[],
  kind: RunCheckpointKind,
): CheckpointMark | undefined {
  return marks.findLast((mark) => mark.kind === kind);
}

/**
 * The name, beside a run's journal, of the rollback point by hand that takes the place of a marker; each batch has its own.
 * @param batch its number in the run of a stage; absent in that of a step
 */
export function manualPointName(batch?: number): string {
  return batch === undefined ? 'rollback-point.md' : `rollback-point-${batch}.md`;
}

/** At most one mark of each kind, in the order of the run. */
export function latestMarks(marks: readonly CheckpointMark[]): readonly CheckpointMark[] {
  return (['before_batch', 'after_step'] as const).flatMap((kind) => markOfKind(marks, kind) ?? []);
}

function markOf(event: CheckpointEvent): CheckpointMark {
  const { kind, at } = event;
  switch (event.type) {
    case 'checkpoint_started':
      return { state: 'begun', kind, at, id: event.checkpoint };
    case 'checkpoint_taken':
      return takenMark(event);
    case 'checkpoint_skipped': {
      const { checkpoint, code, detail, wayOut } = event;
      return {
        state: 'skipped',
        kind,
        at,
        ...(checkpoint !== undefined && { id: checkpoint }),
        code,
        detail,
        wayOut,
      };
    }
  }
}

function takenMark(event: CheckpointTaken): CheckpointMark {
  const { kind, at, checkpoint, name, sha, tree, worktree, problem } = event;
  return {
    state: 'taken',
    kind,
    at,
    id: checkpoint,
    name,
    sha,
    tree,
    worktree,
    filesChanged: event.files_changed,
    leftOut: event.left_out,
    ...(event.tag_problem !== undefined && { tagProblem: event.tag_problem }),
    ...(!event.record_written && { recordProblem: problem ?? 'Its record could not be written.' }),
  };
}
