/** Pipe tables of Markdown, read row by row; columns are found by their names, since generators reorder them. */
import type { Written } from '../written';

export interface TableRow {
  /** Index into the lines. */
  readonly line: number;
  readonly cells: readonly Written[];
}

export interface Table {
  /** Normalised names of the columns: `step-count`. */
  readonly columns: readonly string[];
  /** Rows that hold something: neither the header, nor a divider, nor blank. */
  readonly rows: readonly TableRow[];
  /** Where the header stands. */
  readonly header: TableRow;
}

/** A longer line is no row that a person or a generator writes. */
const LONGEST_ROW = 20_000;

/**
 * The tables in a stretch of lines: runs of lines with a pipe.
 * @param skipped lines that are no text, such as those of fenced code
 */
export function tables(
  lines: readonly string[],
  from: number,
  to: number,
  skipped: (line: number) => boolean,
): Table[] {
  const found: Table[] = [];
  let rows: TableRow[] = [];
  const close = (): void => {
    const [header, ...others] = rows;
    if (header !== undefined) found.push(tableOf(header, others));
    rows = [];
  };
  for (let line = from; line < to; line += 1) {
    const text = lines[line] ?? '';
    if (text.includes('|') && text.length <= LONGEST_ROW && !skipped(line)) {
      rows.push({ line, cells: cellsOf(text, line) });
    } else close();
  }
  close();
  return found;
}

/** The cell of a row in the first of these columns that the table has. */
export function cellIn(table: Table, row: TableRow, ...names: string[]): Written | undefined {
  const column = table.columns.findIndex((name) => names.includes(name));
  return column === -1 ? undefined : row.cells[column];
}

function tableOf(header: TableRow, others: readonly TableRow[]): Table {
  return {
    header,
    columns: header.cells.map(({ text }) => normalised(text)),
    rows: others.filter(({ cells }) => cells.some(({ text }) => text !== '' && !/^:?-+:?$/.test(text))),
  };
}

/** Lower case, without marks of emphasis; blanks and underscores are hyphens. */
function normalised(text: string): string {
  const plain = text.replaceAll(/[*`]/g, '').trim().toLowerCase();
  return plain.replaceAll(/[\s_]+/g, '-');
}

/** The cells between pipes that no backslash escapes; pipes at both ends of the line are its frame. */
function cellsOf(text: string, line: number): Written[] {
  const cells: Written[] = [];
  let from = 0;
  for (let at = 0; at <= text.length; at += 1) {
    if (at < text.length && (text[at] !== '|' || text[at - 1] === '\\')) continue;
    cells.push(cellOf(text, line, from, at));
    from = at + 1;
  }
  if (cells[0]?.text === '') cells.shift();
  if (cells.at(-1)?.text === '' && text.trimEnd().endsWith('|')) cells.pop();
  return cells;
}

function cellOf(text: string, line: number, start: number, end: number): Written {
  const raw = text.slice(start, end);
  const from = start + (raw.length - raw.trimStart().length);
  const trimmed = raw.trim();
  return { text: trimmed.replaceAll('\\|', '|'), line, from, to: from + trimmed.length };
}
