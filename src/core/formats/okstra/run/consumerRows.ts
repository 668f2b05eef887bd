/** The rows that a run of ours appends to `consumers.jsonl` (okstra.md 3.5, 3.6), and which stages it may take. */
import { okstraSelection, type OkstraStage } from '../batches';
import { foldRows, type Consumers } from '../consumers';

/** Who takes or took stages, as every row of theirs says it. */
export interface Taker {
  /** Names one run of ours and no other; what okstra calls `impl_task_key`. */
  readonly task: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** The SHA of HEAD; empty where git does not say. */
  readonly commit: string;
}

export interface StartedRow {
  readonly impl_task_key: string;
  readonly stage: number;
  readonly status: 'started';
  readonly started_at: string;
  readonly head_commit: string;
}

export interface DoneRow {
  readonly impl_task_key: string;
  readonly stage: number;
  readonly status: 'done';
  readonly completed_at: string;
  readonly carry_path: string;
  readonly head_commit: string;
}

export type NewRow = StartedRow | DoneRow;

/** What one run asks for. */
export interface BatchRequest {
  /** In the order of the Stage Map. */
  readonly stages: readonly OkstraStage[];
  /** `auto`, or the number of a stage. */
  readonly requested: string;
  readonly by: Taker;
  /** Tasks of runs that are at work now. Their stages are not taken a second time, which okstra itself would do. */
  readonly underWay: ReadonlySet<string>;
}

/** The stages of the run with the rows to append before anything runs, or why there are none. */
export type StartedBatch =
  { readonly stages: readonly number[]; readonly rows: readonly StartedRow[] } | { readonly refused: string };

/**
 * Takes the batch that okstra's own selection gives. Stages that this very run took before, and that are not done, are
 * its batch without further rows: so a run that was cut short goes on with what it had.
 */
export function startBatch(log: Consumers, { stages, requested, by, underWay }: BatchRequest): StartedBatch {
  if (log.unread)
    return { refused: 'consumers.jsonl could not be read: nobody can tell which stages are done' };
  const open = openStages(log);
  const own = stages.filter(({ number }) => open.get(number)?.has(by.task));
  if (own.length > 0) return { stages: own.map(({ number }) => number), rows: [] };
  const isTaken = ({ number }: OkstraStage): boolean =>
    [...(open.get(number) ?? [])].some((task) => underWay.has(task));
  const candidates = requested === 'auto' ? stages.filter((stage) => !isTaken(stage)) : stages;
  const selection = okstraSelection(candidates, doneStages(log), requested);
  const taken = stages.filter(isTaken).map(({ number }) => number);
  if ('refused' in selection)
    return requested === 'auto' && taken.length > 0
      ? { refused: `${named(taken)} under way in another run, and no other stage is ready` }
      : selection;
  const both = selection.stages.filter((number) => taken.includes(number));
  if (both.length > 0) return { refused: `${named(both)} under way in another run` };
  return { stages: selection.stages, rows: selection.stages.map((stage) => startedRow(stage, by)) };
}

/** The stages with a `done` row. */
export function doneStages({ rows }: Consumers): Set<number> {
  return new Set([...rows].flatMap(([stage, each]) => (foldRows(each).mark === 'complete' ? [stage] : [])));
}

/** The tasks that started a stage which is not done: whoever appends asks which of them are at work. */
export function openTasks(log: Consumers): string[] {
  return [...new Set([...openStages(log).values()].flatMap((tasks) => [...tasks]))];
}

/** The stages that were started and are not done, each with all who started it: the first may still be at work. */
function openStages({ rows }: Consumers): Map<number, Set<string>> {
  const open = new Map<number, Set<string>>();
  for (const [stage, each] of rows) {
    if (foldRows(each).mark !== 'in-progress') continue;
    const started = each.filter(({ status }) => status === 'started');
    open.set(stage, new Set(started.flatMap(({ task }) => task ?? [])));
  }
  return open;
}

/** The `done` row of a stage; none where this run appended it before. */
export function finishStage(
  { rows }: Consumers,
  stage: number,
  carryPath: string,
  by: Taker,
): { readonly rows: readonly DoneRow[] } {
  const there = (rows.get(stage) ?? []).some(({ status, task }) => status === 'done' && task === by.task);
  return { rows: there ? [] : [doneRow(stage, carryPath, by)] };
}

/** The rows of a task about some stages, in the order of the log, as they were appended. */
export function rowsOf({ rows }: Consumers, task: string, stages: readonly number[]): NewRow[] {
  const own = stages.flatMap((stage) => (rows.get(stage) ?? []).filter((row) => row.task === task));
  return own
    .sort((a, b) => a.line - b.line)
    .flatMap(({ stage, status, at = '', commit = '', carryPath = '' }): NewRow[] => {
      if (status === 'started') return [startedRow(stage, { task, at, commit })];
      return status === 'done' ? [doneRow(stage, carryPath, { task, at, commit })] : [];
    });
}

function startedRow(stage: number, { task, at, commit }: Taker): StartedRow {
  return { impl_task_key: task, stage, status: 'started', started_at: withOffset(at), head_commit: commit };
}

function doneRow(stage: number, carryPath: string, { task, at, commit }: Taker): DoneRow {
  return {
    impl_task_key: task,
    stage,
    status: 'done',
    completed_at: withOffset(at),
    carry_path: carryPath,
    head_commit: commit,
  };
}

/** okstra writes the offset in digits, and what reads it in older Pythons knows no `Z`. */
function withOffset(iso: string): string {
  return iso.replace(/Z$/, '+00:00');
}

function named(stages: readonly number[]): string {
  return stages.length === 1 ? `stage ${stages.join()} is` : `stages ${stages.join(', ')} are`;
}
