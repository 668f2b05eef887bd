/** The rows of an okstra Stage Map (okstra.md 3.3): a number, what it waits for, how many steps, a title. */
import type { Problem } from '../../problem';
import { rangeOf, type Written } from '../../written';
import { cellIn, type Table, type TableRow } from '../markdownTable';
import type { OkstraStage } from './batches';
import { NUMBER_COLUMNS } from './report';

export interface MapRow extends OkstraStage {
  /** Empty where the row has none. */
  readonly title: string;
  /** The cells as they stand in the report; a row may lack them. */
  readonly written: {
    readonly number: Written;
    readonly dependsOn: Written | undefined;
    readonly steps: Written | undefined;
  };
  /** Words of the dependency cell that name no stage. */
  readonly unclear: readonly string[];
}

export interface MapRows {
  readonly rows: readonly MapRow[];
  readonly problems: readonly Problem[];
}

/** More stages are not shown: a plan has a dozen, and what looks at pairs of them takes the square. */
export const MOST_STAGES = 500;
const MOST_PROBLEMS = 100;

/** Longer cells are prose. */
const LONGEST_CELL = 500;

const NONE = new Set(['', '(none)', 'none', '-', '–', '—']);

/** Every stage of the table, each number once, in the order of the table, which is the order of selection. */
export function mapRows(table: Table, file: string): MapRows {
  const rows = new Map<number, MapRow>();
  const problems: Problem[] = [];
  for (const row of table.rows) {
    const place = { file, range: rangeOf(row.cells[0] ?? { line: row.line, from: 0, to: 0 }) };
    if (rows.size === MOST_STAGES || problems.length === MOST_PROBLEMS) {
      problems.push({ ...place, code: 'okstra-map-cut', severity: 'error', message: CUT });
      break;
    }
    const read = readRow(table, row);
    if (read === undefined) {
      problems.push({ ...place, code: 'okstra-row-unreadable', severity: 'warning', message: UNREADABLE });
    } else if (rows.has(read.number)) {
      const message = `Stage ${read.number} is in the Stage Map twice; only its first row counts. Give each stage a number of its own.`;
      problems.push({ ...place, code: 'okstra-stage-twice', severity: 'error', message });
    } else rows.set(read.number, read);
  }
  return { rows: [...rows.values()], problems };
}

const CUT = `The Stage Map has more than ${MOST_STAGES} stages, or more than ${MOST_PROBLEMS} rows that cannot be read: from this row on it is not shown.`;
const UNREADABLE =
  'This row of the Stage Map names no stage: its number was expected in the column "stage". The row is left out.';

function readRow(table: Table, row: TableRow): MapRow | undefined {
  const number = NUMBER_COLUMNS.map((name) => cellIn(table, row, name)).find(
    (cell) => cell !== undefined && numberIn(cell.text) !== undefined,
  );
  const value = number && numberIn(number.text);
  if (number === undefined || value === undefined) return undefined;
  const dependsOn = cellIn(table, row, 'depends-on');
  const steps = cellIn(table, row, 'step-count', 'steps');
  const needs = (dependsOn === undefined ? [] : dependencyWords(dependsOn.text)).map((word) => ({
    word,
    number: /^#?\d{1,9}$/.test(word) ? numberIn(word) : undefined,
  }));
  return {
    number: value,
    title: plain(cellIn(table, row, 'title', 'name')?.text ?? titleBeside(number.text)),
    dependsOn: [...new Set(needs.flatMap((need) => need.number ?? []))],
    unclear: needs.flatMap((need) => (need.number === undefined ? [need.word] : [])),
    steps: countIn(steps?.text ?? '') ?? 0,
    written: { number, dependsOn, steps },
  };
}

/** `1`, `Stage 1`, `#1`, with marks of emphasis or code, or with a title behind it; `1.5` and `1-3` are none. */
function numberIn(text: string): number | undefined {
  if (text.length > LONGEST_CELL) return undefined;
  const [, digits] = /^(?:stage\s*)?#?(\d{1,9})(?=$|[\s:])/i.exec(plain(text)) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** Of a cell that holds number and title: `1: Transport interface`. */
function titleBeside(text: string): string {
  return plain(text)
    .slice(0, LONGEST_CELL)
    .replace(/^(?:stage\s*)?#?\d+[\s:.–—-]*/i, '');
}

/** The words between commas, semicolons and blanks; a blank between "Stage" and its number parts nothing. */
function dependencyWords(text: string): string[] {
  if (text.length > LONGEST_CELL) return [text.slice(0, LONGEST_CELL)];
  const cell = plain(text);
  if (NONE.has(cell.toLowerCase())) return [];
  return cell
    .replace(/^[[(]/, '')
    .replace(/[\])]$/, '')
    .replaceAll(/stage\s+(?=\d)/gi, '')
    .split(/[,;\s]+/)
    .filter((word) => word !== '');
}

/** The count in a cell; `undefined` where that is no whole number. */
export function countIn(text: string): number | undefined {
  const digits = plain(text);
  return /^\d{1,6}$/.test(digits) ? Number(digits) : undefined;
}

/** Without marks of emphasis and code. */
function plain(text: string): string {
  return text.replaceAll(/[*`]/g, '').trim();
}
