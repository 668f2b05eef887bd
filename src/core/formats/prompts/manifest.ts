/** The hand-written lists of prompts (prompts.md 2.2): tables matched by the names of their columns, numbered sequences. */
import { oneLine } from '../../oneLine';
import { plainNumber } from '../coyote/names';
import type { FileText } from '../format';
import { cellIn, type Table, type TableRow, tables } from '../markdownTable';
import { leadingReference, plainReferences, type Reference } from './names';
import { LONGEST_LINE } from './text';
import { fencedLines, type Heading, headings } from '../sections';
import { once } from '../once';

/** A row of a table, or an item of a numbered sequence. */
export interface ManifestRow {
  readonly references: readonly Reference[];
  /** From 0. */
  readonly line: number;
  /** Digits of the `Stage 2` heading that it stands under. */
  readonly stage: string | undefined;
  /** The cells of a table's row, as written. */
  readonly status?: string;
  readonly dependsOn?: string;
}

export interface Manifest {
  /** Absolute path. */
  readonly file: string;
  readonly rows: readonly ManifestRow[];
}

const PROMPT_COLUMNS = ['prompt-id', 'prompt', 'file', 'id'];
const DEPENDS_COLUMNS = ['depends-on', 'primary-dependencies', 'dependencies'];
/** Further rows are passed over. */
const MOST_ROWS = 1000;

/** Reads a manifest as far as it names prompts; the rest is prose. The same `FileText` is read once. */
export const readManifest = once((source: FileText, file: string): Manifest => {
  const lines = source.text.replace(/^\uFEFF/, '').split('\n');
  const inCode = fencedLines(lines);
  const under = placesOf(headings(lines, 0, []), lines.length);
  const listed = lines.flatMap((text, line): Row[] => (inCode(line) ? [] : sequenceItem(text.trim(), line)));
  const inTables = tables(lines, 0, lines.length, inCode).flatMap((table) =>
    table.rows.flatMap((row) => tableRow(table, row)),
  );
  const rows = [...listed, ...inTables].sort((left, right) => left.line - right.line).slice(0, MOST_ROWS);
  // Where a part is called the sequence, other numbered lists are conditions and remarks.
  const sequence = rows.filter(({ line }) => under(line).sequence);
  const chosen = sequence.length > 0 ? sequence : rows;
  return { file, rows: chosen.map((row) => ({ ...row, stage: under(row.line).stage })) };
});

interface Under {
  readonly stage: string | undefined;
  readonly level: number;
  readonly sequence: boolean;
}

/** Which stage and part each line stands under. */
function placesOf(all: readonly Heading[], lines: number): (line: number) => Under {
  const none: Under = { stage: undefined, level: 0, sequence: false };
  const places = new Array<Under>(lines).fill(none);
  let above = none;
  for (const [index, { title, level, line }] of all.entries()) {
    const stage = /^Stage[- ](\d{1,9})\b/i.exec(title)?.[1];
    const stays = above.stage !== undefined && level > above.level;
    const here = stage === undefined ? (stays ? above : none) : { stage: plainNumber(stage), level };
    above = { stage: here.stage, level: here.level, sequence: /sequence/i.test(title) };
    places.fill(above, line, all[index + 1]?.line ?? lines);
  }
  return (line) => places[line] ?? none;
}

type Row = Omit<ManifestRow, 'stage'>;

function tableRow(table: Table, row: TableRow): Row[] {
  const references = PROMPT_COLUMNS.map((name) => plainReferences(cellIn(table, row, name)?.text ?? '')).find(
    (found) => found !== undefined && found.length > 0,
  );
  if (references === undefined) return [];
  const status = cellIn(table, row, 'status')?.text ?? '';
  const dependsOn = cellIn(table, row, ...DEPENDS_COLUMNS)?.text ?? '';
  return [
    {
      references,
      line: row.line,
      ...(status !== '' && { status: oneLine(status) }),
      ...(dependsOn !== '' && { dependsOn: dependsOn.slice(0, LONGEST_LINE) }),
    },
  ];
}

function sequenceItem(text: string, line: number): Row[] {
  if (text.length > LONGEST_LINE) return [];
  const item = /^\d{1,9}[.)] +(.+)$/.exec(text)?.[1];
  const reference = item === undefined ? undefined : leadingReference(item);
  return reference === undefined ? [] : [{ references: [reference], line }];
}
