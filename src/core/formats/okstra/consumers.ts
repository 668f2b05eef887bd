/**
 * `consumers.jsonl`, the append-only log of the runs that took stages of a plan (okstra.md 3.6). Of a stage any `done`
 * row makes it done, else any `started` row started. Failure is in no row and never concluded.
 */
import { append } from '../../group';
import type { Claim, PlanMark } from '../../plan';
import { isIndex, readObject, textOf } from '../../jsonObject';
import { oneLine } from '../../oneLine';
import { lineProblem, type Problem } from '../../problem';
import type { FileText } from '../format';

export interface ConsumerRow {
  /** Index into the lines. */
  readonly line: number;
  readonly stage: number;
  /** As written. */
  readonly status: string;
  /** ISO 8601 UTC: when it was completed or started, where the row says so. */
  readonly at: string | undefined;
  /** Who took the stage: `demo/net/dev-1`. */
  readonly task: string | undefined;
  /** As written, in whatever way. */
  readonly carryPath: string | undefined;
  readonly commit: string | undefined;
}

export interface Consumers {
  /** In the order of the log, by stage. */
  readonly rows: ReadonlyMap<number, readonly ConsumerRow[]>;
  readonly problems: readonly Problem[];
  /** The log is there and could not be read, now or before: no stage counts as not begun. */
  readonly unread?: true;
}

export const NO_CONSUMERS: Consumers = { rows: new Map(), problems: [] };
export const UNREAD_CONSUMERS: Consumers = { ...NO_CONSUMERS, unread: true };

/** Reads the log; lines that are no rows are passed over and said. */
export function readConsumers({ text }: FileText, file: string): Consumers {
  const rows = new Map<number, ConsumerRow[]>();
  const damaged: number[] = [];
  let cut: number | undefined;
  const lines = text.split('\n');
  for (const [line, written] of lines.entries()) {
    if (written.trim() === '') continue;
    if (damaged.length === MOST_DAMAGED) break;
    const row = rowOf(written, line);
    if (row !== undefined) append(rows, row.stage, row);
    else if (line === lines.length - 1) cut = line;
    else damaged.push(line);
  }
  return { rows, problems: problemsOf(file, damaged, cut) };
}

/** What has more is no log: of the rest nothing is read. */
const MOST_DAMAGED = 1000;

function rowOf(text: string, line: number): ConsumerRow | undefined {
  const read = readObject(text);
  if ('problem' in read) return undefined;
  const { stage, status, impl_task_key, carry_path, head_commit, completed_at, started_at } = read.fields;
  if (!isIndex(stage) || typeof status !== 'string') return undefined;
  const commit = textOf(head_commit);
  return {
    line,
    stage,
    status,
    at: utc(textOf(completed_at) ?? textOf(started_at)),
    task: textOf(impl_task_key),
    carryPath: textOf(carry_path),
    commit: commit !== undefined && /^[0-9a-f]{7,64}$/.test(commit) ? commit : undefined,
  };
}

function utc(text: string | undefined): string | undefined {
  if (text === undefined || !/^\d{4}-\d\d-\d\dT[\d:.]{5,20}(?:Z|[+-]\d\d:?\d\d)$/.test(text))
    return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

function problemsOf(file: string, damaged: readonly number[], cut: number | undefined): Problem[] {
  const problems: Problem[] = [];
  const [first] = damaged;
  if (first !== undefined) {
    const rest = damaged.length === MOST_DAMAGED ? ' What follows them is not read.' : '';
    const message = `${damaged.length === 1 ? 'A line is' : `${damaged.length} lines are`} no rows with a stage and a status and passed over; the first is line ${first + 1}.${rest}`;
    problems.push(lineProblem('okstra-log-damaged', 'warning', file, first, message));
  }
  if (cut !== undefined) problems.push(lineProblem('okstra-log-cut', 'info', file, cut, CUT));
  return problems;
}

const CUT =
  'The last line is not whole: it is being written, or what wrote it died meanwhile. It is passed over.';

/** How a stage stands by its rows: what they mean, and the row that decided. */
export interface Folded {
  readonly mark: Extract<PlanMark, 'complete' | 'in-progress' | 'pending'>;
  readonly row: ConsumerRow | undefined;
}

/** The last `done` row, else the last `started` one; rows of other statuses decide nothing. */
export function foldRows(rows: readonly ConsumerRow[]): Folded {
  const done = rows.findLast(({ status }) => status === 'done');
  if (done !== undefined) return { mark: 'complete', row: done };
  const started = rows.findLast(({ status }) => status === 'started');
  return started === undefined ? { mark: 'pending', row: undefined } : { mark: 'in-progress', row: started };
}

/** What the log says, row by row. Only the row that decided has a meaning: the log is never edited, so others are past. */
export function logClaims(rows: readonly ConsumerRow[], { mark, row }: Folded, file: string): Claim[] {
  const shown = rows.length > MOST_CLAIMS ? rows.slice(-MOST_CLAIMS) : rows;
  return shown.map((each): Claim => ({
    by: 'log',
    says: `${oneLine(each.status)}${each.task === undefined ? '' : ` by ${oneLine(each.task)}`}`,
    file,
    line: each.line,
    ...(each.at !== undefined && { since: each.at }),
    ...(each === row && { means: mark }),
  }));
}

const MOST_CLAIMS = 20;
