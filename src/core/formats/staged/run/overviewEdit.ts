/**
 * Edits of the overview, `track.md` or `ROADMAP.md`, after a step or a stage (renn-gsd.md 1.9, 1.11, 2.5): a checkbox and a row
 * of the progress table. What cannot be found, or is there twice, is left alone with a reason. Doing it again does nothing.
 */
import { cellIn, type Table, type TableRow, tables } from '../../markdownTable';
import { fencedLines } from '../../sections';
import { numberKey, sameNumber, type StagedProfile } from '../names';
import { overviewItem, type OverviewItem } from '../overviewLines';
import { stageOfRow } from '../table';
import { markOf } from '../words';
import { EditedText, type Edited } from './editedText';

/** What is to be said of one stage. */
export interface OverviewChange {
  /** The stage's number, as written anywhere. */
  readonly stage: string;
  /** The own numbers of steps that are complete: of `08-02` it is `02`. */
  readonly steps?: readonly string[];
  /** How far the stage is. */
  readonly progress?: {
    readonly done: number;
    readonly total: number;
    readonly status: 'Not started' | 'In progress' | 'Complete';
  };
  /** The stage is verified, on this day: `2026-01-31`. */
  readonly verified?: string;
}

/** The text after the edits, and in sentences which of them were not made. */
export function editOverview(text: string, change: OverviewChange, profile: StagedProfile): Edited {
  const edited = new EditedText(text);
  const fenced = fencedLines(edited.lines);
  const boxes = checkboxes(edited, fenced).filter(({ item }) => sameNumber(item.number, change.stage));
  const { stage, step } = profile.terms;
  for (const own of change.steps ?? []) {
    const found = boxes.filter(
      ({ item }) => item.own !== undefined && numberKey(item.own) === numberKey(own),
    );
    tick(edited, found, `${step} ${change.stage}-${own}`);
  }
  if (change.verified !== undefined) {
    const found = boxes.filter(({ item }) => item.own === undefined);
    const line = tick(edited, found, `${stage} ${change.stage}`);
    if (line !== undefined && profile.gsd) addDate(edited, line, change.verified);
  }
  if (change.progress !== undefined) editRow(edited, fenced, change, profile);
  return edited.result();
}

interface Box {
  readonly line: number;
  readonly item: OverviewItem;
}

function checkboxes({ lines }: EditedText, fenced: (line: number) => boolean): Box[] {
  return lines.flatMap((text, line) => {
    const item = /^\s*[-*+] \[/.test(text) && !fenced(line) ? overviewItem(text) : undefined;
    return item === undefined ? [] : [{ line, item }];
  });
}

/** @returns the line that was ticked */
function tick(edited: EditedText, found: readonly Box[], what: string): number | undefined {
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) {
    const places = found.map(({ line }) => line + 1).slice(0, 5);
    edited.refuse(
      places.length === 0
        ? `No checkbox of ${what} was found.`
        : `${what} has several checkboxes, in the lines ${places.join(', ')}: none of them was ticked.`,
    );
    return undefined;
  }
  const at = edited.line(only.line).indexOf('[') + 1;
  if (edited.line(only.line).charAt(at) !== ' ') return undefined;
  edited.replace(only.line, at, at + 1, 'x');
  return only.line;
}

/** GSD writes the day behind a completed item, on its own line. */
function addDate(edited: EditedText, line: number, date: string): void {
  const text = edited.line(line);
  if (/\(completed\b/i.test(text)) return;
  const end = text.trimEnd().length;
  edited.replace(line, end, end, ` (completed ${date})`);
}

const COUNTS = ['runs-complete', 'plans-complete', 'runs', 'plans'];
const DATES = ['completed', 'shipped'];
/** Projects put commits and versions there too: what is written stays. */
const NO_DATE = /^(?:[-–—?]{0,3}|TBD|N\/A)$/i;

function editRow(
  edited: EditedText,
  fenced: (line: number) => boolean,
  { stage, progress, verified }: OverviewChange,
  { terms }: StagedProfile,
): void {
  const found = tables(edited.lines, 0, edited.lines.length, fenced)
    .filter(({ columns }) => columns.includes('status') && COUNTS.some((name) => columns.includes(name)))
    .flatMap((table) =>
      table.rows
        .filter((row) => sameNumber(stageOfRow(table, row)?.number ?? '', stage))
        .map((row) => ({ table, row })),
    );
  const [only, ...others] = found;
  if (only === undefined || others.length > 0 || progress === undefined) {
    const why = only === undefined ? 'has no row' : 'has several rows';
    edited.refuse(`${terms.stage} ${stage} ${why} in the progress table: nothing was changed there.`);
    return;
  }
  const { done, total, status } = progress;
  setCell(edited, only, COUNTS, () => `${done}/${total}`);
  setCell(edited, only, ['status'], (now) => (markOf(now).means === markOf(status).means ? now : status));
  if (verified !== undefined) setCell(edited, only, DATES, (now) => (NO_DATE.test(now) ? verified : now));
}

/** Writes a cell where its text is another; the blanks around it stay. Cells are found anew, since others were written. */
function setCell(
  edited: EditedText,
  { table, row }: { readonly table: Table; readonly row: TableRow },
  names: readonly string[],
  value: (now: string) => string,
): void {
  const line = edited.line(row.line);
  const [now] = tables([line], 0, 1, () => false);
  const cell = now && cellIn({ ...now, columns: table.columns }, now.header, ...names);
  if (cell === undefined) {
    edited.refuse(`The row in line ${row.line + 1} has no cell for ${names[0] ?? ''}.`);
    return;
  }
  const text = value(cell.text);
  if (text === cell.text) return;
  if (cell.from < cell.to) {
    edited.replace(row.line, cell.from, cell.to, text);
    return;
  }
  const from = line.slice(0, cell.from).trimEnd().length;
  edited.replace(row.line, from, cell.to, ` ${text} `);
}
