/** The progress table of an overview: 4 columns, or 5 with the milestone (renn-gsd.md 1.9). */
import { cellIn, type Table, type TableRow, tables } from '../markdownTable';
import type { OverviewItem } from './overviewLines';
import { dateIn, heading } from './words';

/** Longer cells are no number of a stage. */
const LONGEST = 500;
const STAGE = /^\**(?:Phase\s+|Stage\s+)?(\d+[A-Za-z]?(?:\.\d+)*)(?![\dA-Za-z]|\s*[-–—]\s*\d)[.:]?(.*)$/i;

/** What rows of tables say about stages, by line. */
export function tableItems(
  lines: readonly string[],
  skipped: (line: number) => boolean,
): ReadonlyMap<number, OverviewItem> {
  const found = new Map<number, OverviewItem>();
  for (const table of tables(lines, 0, lines.length, skipped)) {
    for (const row of table.rows) {
      const item = rowItem(table, row);
      if (item !== undefined) found.set(row.line, item);
    }
  }
  return found;
}

/** The number of the stage that a row is about, and what follows it in its cell. */
export function stageOfRow(
  table: Table,
  row: TableRow,
): { readonly number: string; readonly rest: string } | undefined {
  const stage = cellIn(table, row, 'phase', 'stage')?.text ?? '';
  const [, number, rest = ''] = STAGE.exec(stage.slice(0, LONGEST)) ?? [];
  return number === undefined ? undefined : { number, rest };
}

function rowItem(table: Table, row: TableRow): OverviewItem | undefined {
  const stage = stageOfRow(table, row);
  const state = cellIn(table, row, 'status')?.text;
  if (stage === undefined || state === undefined) return undefined;
  const { number, rest } = stage;
  const since = dateIn(cellIn(table, row, 'completed', 'shipped')?.text ?? '');
  return {
    number,
    title: heading(rest, false),
    says: state,
    state,
    ...(since === undefined ? {} : { since }),
  };
}
