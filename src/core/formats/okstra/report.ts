/**
 * The outline of an okstra report: where its sections stand, by every spelling of their headings that is known
 * (okstra.md 3.3). Numbers of sections are passed over, since they moved between versions and `.9` is both the plan
 * body verification's and a ninth stage's: words decide, and of a stage the number behind "Stage".
 */
import { cellIn, tables, type Table } from '../markdownTable';
import { fencedLines, fences, headings, type Heading } from '../sections';

/** A stretch of lines; `to` is exclusive. */
export interface Section {
  /** The line of the heading. */
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

export interface StageSection extends Section {
  readonly number: number;
  /** What stands behind the number in the heading; often empty. */
  readonly title: string;
  /** Its sub-sections, where they are there. */
  readonly steps: Section | undefined;
  readonly contract: Section | undefined;
  readonly validation: Section | undefined;
}

export interface Outline {
  readonly lines: readonly string[];
  /** Whether a line lies in fenced code, where nothing counts. */
  readonly fenced: (line: number) => boolean;
  /** The line of a fence that is never closed: what follows it is code. */
  readonly openFence: number | undefined;
  /** The table of stages, and the heading above it; a heading without a table is none. */
  readonly stageMap: { readonly line: number; readonly table: Table } | undefined;
  /** In the order of the report; a number may be there twice. */
  readonly stages: readonly StageSection[];
  readonly verification: Section | undefined;
  readonly clarifications: Section | undefined;
}

const STEPS = 'stepwise execution order';
const CONTRACT = 'stage exit contract';
const VALIDATION = 'stage validation';
const PARTS = [STEPS, CONTRACT, VALIDATION];

const STAGE_MAP = /^\d+\.\d+\s+Stage Map\b/;
const STAGE = /^(\d+\.\d+\.\d+)\s+Stage\s+(\d{1,9})\b[\s:.–—-]*(.*)$/;
const NUMBERED = /^\d+(?:\.\d+)*\.?\s+/;

/** Finds the sections of a report; linear in its length. */
export function outlineOf(text: string): Outline {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const fenced = fencedLines(lines);
  const all = headings(lines, 0, []);
  const section = (name: string): Section | undefined => {
    const at = all.findIndex((heading) => words(heading) === name);
    return at === -1 ? undefined : sectionAt(all, at, lines.length);
  };
  return {
    lines,
    fenced,
    openFence: fences(lines).find(({ to }) => to === undefined)?.from,
    stageMap: stageMapOf(lines, all, fenced),
    stages: stagesOf(all, lines.length),
    verification: section('plan body verification'),
    clarifications: section('clarification items'),
  };
}

/** The tables in a section of a report. */
export function tablesIn({ lines, fenced }: Outline, { from, to }: Section): Table[] {
  return tables(lines, from, to, fenced);
}

/** A heading's words, without its number and in lower case. */
function words({ title }: Heading): string {
  return title.replace(NUMBERED, '').toLowerCase();
}

function stageMapOf(
  lines: readonly string[],
  all: readonly Heading[],
  fenced: (line: number) => boolean,
): Outline['stageMap'] {
  for (const [at, heading] of all.entries()) {
    if (heading.level > 3 || !STAGE_MAP.test(heading.title)) continue;
    const { line, from, to } = sectionAt(all, at, lines.length);
    const table = tables(lines, from, to, fenced).find(isStageMap);
    if (table !== undefined) return { line, table };
  }
  return undefined;
}

/** A table that names stages; what else it has is not known for certain. */
function isStageMap(table: Table): boolean {
  return cellIn(table, table.header, ...NUMBER_COLUMNS) !== undefined;
}

/** Columns that may hold a stage's number. */
export const NUMBER_COLUMNS = ['stage', 'stage-number', '#'] as const;

/** Up to the next heading of its level or above, or the first section of a stage. */
function sectionAt(all: readonly Heading[], at: number, end: number): Section {
  const level = all[at]?.level ?? 0;
  const next = nextOf(all, at, (other) => other.level <= level || STAGE.test(other.title));
  return between(all[at], all[next], end);
}

function between(heading: Heading | undefined, next: Heading | undefined, end: number): Section {
  const line = heading?.line ?? 0;
  return { line, from: line + 1, to: next?.line ?? end };
}

/** The index of the next heading that ends something; past the end where none does. */
function nextOf(all: readonly Heading[], at: number, ends: (other: Heading) => boolean): number {
  let next = at + 1;
  for (let other = all[next]; other !== undefined && !ends(other); other = all[next]) next += 1;
  return next;
}

function stagesOf(all: readonly Heading[], end: number): StageSection[] {
  const found: StageSection[] = [];
  for (let at = 0; at < all.length; at += 1) {
    const heading = all[at];
    const [, own = '', number, title = ''] = STAGE.exec(heading?.title ?? '') ?? [];
    if (heading === undefined || number === undefined || heading.level < 2 || heading.level > 4) continue;
    const next = nextOf(all, at, (other) => endsStage(other, heading.level, own));
    const { line, from, to } = between(heading, all[next], end);
    const inner = all.slice(at + 1, next);
    const part = (name: string): Section | undefined => partOf(inner, name, to);
    found.push({
      number: Number(number),
      title: title.trim(),
      line,
      from,
      to,
      steps: part(STEPS),
      contract: part(CONTRACT),
      validation: part(VALIDATION),
    });
    at = next - 1;
  }
  return found;
}

/** What ends a stage's section: a further section of the report, whatever its level; its own parts never do. */
function endsStage(other: Heading, level: number, own: string): boolean {
  if (PARTS.includes(words(other))) return false;
  return other.level <= level || (/^\d+\.\d/.test(other.title) && !other.title.startsWith(`${own}.`));
}

function partOf(inner: readonly Heading[], name: string, end: number): Section | undefined {
  const at = inner.findIndex((heading) => words(heading) === name);
  const heading = inner[at];
  if (heading === undefined) return undefined;
  const next = nextOf(inner, at, (other) => other.level <= heading.level || PARTS.includes(words(other)));
  return between(heading, inner[next], end);
}
