/** The table "Quick Tasks Completed" of the state file (renn-gsd.md 1.9, 2.6): what it says of the tasks are claims. */
import { append } from '../../group';
import { oneLine } from '../../oneLine';
import type { Claim } from '../../plan';
import { cellIn, tables, type Table, type TableRow } from '../markdownTable';
import { once } from '../once';
import { fencedLines } from '../sections';
import { numberKey } from './names';
import { dateIn, markOf } from './words';

const HEADING = /^#{2,6}\s+Quick Tasks Completed\b/i;
const SECTION = /^#{1,6}\s/;
const TITLE = 'Quick Tasks Completed';

/** Claims by `quickKey`; empty where the file has no such table. */
export const readQuickTable = once(({ text }, file): ReadonlyMap<string, readonly Claim[]> => {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const fenced = fencedLines(lines);
  const from = lines.findIndex((line, index) => HEADING.test(line) && !fenced(index)) + 1;
  const claims = new Map<string, Claim[]>();
  if (from === 0) return claims;
  const after = lines.findIndex((line, index) => index >= from && SECTION.test(line) && !fenced(index));
  for (const table of tables(lines, from, after === -1 ? lines.length : after, fenced))
    for (const row of table.rows) {
      const id = cellIn(table, row, '#')?.text ?? '';
      if (id !== '') append(claims, quickKey(id), claimOf(table, row, file));
    }
  return claims;
});

/** The number of a quick task in one spelling: `001` as `1`, `260329-oqw` as it is. */
export function quickKey(number: string): string {
  return /^\d+$/.test(number) ? numberKey(number) : number;
}

/** To stand in the table is to be completed, unless its own word for it says something else: `Needs Review`. */
function claimOf(table: Table, row: TableRow, file: string): Claim {
  const status = oneLine(cellIn(table, row, 'status')?.text ?? '');
  const since = dateIn(cellIn(table, row, 'date')?.text ?? '');
  const said = status === '' ? { means: 'complete' as const } : markOf(status);
  return {
    by: 'state',
    says: status === '' ? TITLE : `${TITLE}: ${status}`,
    file,
    line: row.line,
    ...(since === undefined ? {} : { since }),
    ...said,
  };
}
