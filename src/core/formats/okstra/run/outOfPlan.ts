/**
 * Files that a stage changed and its exit contract does not name: allowed with a written justification, which is
 * collected under "Out-of-plan edits" (okstra.md 3.7).
 */
import { inline, pathText } from '../../../reportText';
import { headings, sameTitle, sectionLines } from '../../sections';
import { excerpt, shortList } from './excerpt';
import { isPlanned, relativePath, type PlannedFiles } from './plannedFiles';

/** The heading of the section. */
export const OUT_OF_PLAN = 'Out-of-plan edits';

/** A changed file that was not planned, and why. */
export interface OutOfPlanEdit {
  /** Relative to the top folder of the repository. */
  readonly path: string;
  /** One line; `undefined` where nobody said why: that still has to be asked. */
  readonly why: string | undefined;
}

/**
 * The changed files that were not planned, each with its justification, by their paths.
 * @param changed relative to the top folder of the repository, `/`-separated
 * @param report what the executor wrote
 */
export function outOfPlan(
  changed: readonly string[],
  planned: PlannedFiles,
  report: string,
): OutOfPlanEdit[] {
  const expected = isPlanned(planned);
  const others = changed.filter((path) => !expected(path));
  const said = justifications(report);
  return [...new Set(others)].map((path) => ({ path, why: said.get(path.normalize('NFC')) }));
}

const LONGEST_TEXT = 4 * 1024 * 1024;
const LONGEST_ITEM = 4000;
const LONGEST_WHY = 600;
const MOST_ITEMS = 1000;

/**
 * By path, what the last section "Out-of-plan edits" of a text says: items of a list that begin with one or more paths, also
 * with lines below that go on. An item without words justifies nothing.
 */
export function justifications(report: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (report.length > LONGEST_TEXT) return found;
  const lines = report.split(/\r\n|\r|\n/);
  const all = headings(lines, 0, [OUT_OF_PLAN]);
  const at = all.findLastIndex(({ title }) => sameTitle(title, OUT_OF_PLAN));
  if (at === -1) return found;
  for (const item of itemsOf(sectionLines(lines, all.slice(at), OUT_OF_PLAN))) {
    const { paths, why } = partsOf(item.slice(0, LONGEST_ITEM));
    if (why !== '') for (const path of paths) found.set(path, why);
  }
  return found;
}

function itemsOf(lines: readonly string[]): string[] {
  const items: string[][] = [];
  let open: string[] | undefined;
  for (const line of lines) {
    const text = line.trim();
    if (/^(?:[-*+]|\d{1,3}[.)])\s/.test(text)) {
      if (items.length === MOST_ITEMS) break;
      open = [text.replace(/^\S+\s+/, '')];
      items.push(open);
    } else if (text === '') open = undefined;
    else open?.push(text);
  }
  return items.map((parts) => parts.join(' '));
}

function partsOf(item: string): { readonly paths: string[]; readonly why: string } {
  const [written = ''] = SPANS.exec(item) ?? BARE.exec(item) ?? [];
  const named = written.includes('`')
    ? [...written.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path)
    : [written];
  const why = item.slice(written.length).replace(/^(?:[*_]{1,2}(?=[\s:：]))?[\s:：.–—-]*/, '');
  return {
    paths: named.flatMap((path) => relativePath(path) ?? []),
    why: /[\p{L}\p{N}]/u.test(why) ? excerpt(why, LONGEST_WHY).text.trim() : '',
  };
}

const SPANS = /^[*_]{0,2}`[^`]+`(?:(?:[*_,\s]|and|및){0,12}`[^`]+`){0,50}/;
/** A path without backquotes, as far as a colon or a dash shows where it ends. */
const BARE = /^[^\s`:：]{1,500}(?=[:：]\s|\s[–—-]\s)/;

/** The section with its heading; empty where all changes were planned. */
export function outOfPlanSection(edits: readonly OutOfPlanEdit[]): string {
  if (edits.length === 0) return '';
  const items = edits.map(
    ({ path, why }) =>
      `${pathText(path)}: ${why === undefined ? '**no justification was given**' : inline(why)}`,
  );
  return `## ${OUT_OF_PLAN}\n\n${shortList(items, MOST_SHOWN)}`;
}

const MOST_SHOWN = 200;
