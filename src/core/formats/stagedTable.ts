/** The progress table of an overview: 4 columns, or 5 with the milestone (renn-gsd.md 1.9). */
import type { OverviewItem } from './stagedOverviewLines';
import { dateIn, heading } from './stagedWords';

/** Longer rows are no progress table. */
const LONGEST = 1000;
const STAGE = /^\**(?:Phase\s+|Stage\s+)?(\d+[A-Za-z]?(?:\.\d+)*)(?![\dA-Za-z]|\s*[-–—]\s*\d)[.:]?(.*)$/i;

/** A reader that is handed every line in order, since the row under the names says what is in which column. */
export function tableReader(): (line: string) => OverviewItem | undefined {
  let columns: readonly string[] | undefined;
  return (line) => {
    if (!line.startsWith('|') || line.length > LONGEST) {
      columns = undefined;
      return undefined;
    }
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (columns !== undefined) return rowItem(columns, cells);
    columns = cells.map((cell) => cell.toLowerCase());
    return undefined;
  };
}

function rowItem(columns: readonly string[], cells: readonly string[]): OverviewItem | undefined {
  const cell = (...names: string[]): string | undefined => {
    const index = columns.findIndex((column) => names.includes(column));
    return index === -1 ? undefined : cells[index];
  };
  const [, number, rest = ''] = STAGE.exec(cell('phase', 'stage') ?? '') ?? [];
  const state = cell('status');
  if (number === undefined || state === undefined) return undefined;
  const since = dateIn(cell('completed', 'shipped') ?? '');
  return {
    number,
    title: heading(rest, false),
    says: state,
    state,
    ...(since === undefined ? {} : { since }),
  };
}
