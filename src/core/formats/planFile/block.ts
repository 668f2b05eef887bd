/**
 * The front matter of a file of the staged formats: lines first, `yaml` only where they are not simple for certain
 * (planFileStrict.ts) or do not close. A block that is not valid keeps the values of its lines, with one problem at the place.
 */
import { languageRefusal, OPENER } from '../../frontMatter';
import type { FileProblem } from '../../written';
import { readEntries, type Entries } from './lines';
import { isSimpleYaml } from './strict';
import { readOddBlock } from './yaml';

export interface Block {
  /** The text begins with front matter that is also closed. */
  readonly present: boolean;
  readonly entries: Entries;
  readonly problems: readonly FileProblem[];
  /** Where the body begins: offset into the text, and its line in the file. */
  readonly bodyAt: number;
  readonly bodyLine: number;
}

/** @param cut only the beginning of the file is in `text`, so an end may be missing */
export function readBlock(text: string, wanted: ReadonlySet<string>, cut: boolean): Block {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const none = (...problems: FileProblem[]): Block => ({
    present: false,
    entries: new Map(),
    problems,
    bodyAt: start,
    bodyLine: 0,
  });
  if (!text.startsWith('---', start) && !text.startsWith('+++', start)) return none();
  const opened = text.indexOf('\n', start);
  const opener = text.slice(start, opened === -1 ? text.length : Math.min(opened, start + 200));
  if (!OPENER.test(opener)) return none(...otherLanguage(opener));
  const closed = opened === -1 ? -1 : text.indexOf('\n---', opened);
  if (closed === -1) return none(...unclosed(opener, cut));
  const lines = closed === opened ? [] : text.slice(opened + 1, closed).split('\n');
  if (text.charCodeAt(opened - 1) === 13 || lines[0]?.endsWith('\r')) stripReturns(lines);
  const bodyEnd = text.indexOf('\n', closed + 1);
  const body = {
    present: true,
    bodyAt: bodyEnd === -1 ? text.length : bodyEnd + 1,
    bodyLine: lines.length + 2,
  };
  const entries = readEntries(lines, 1, wanted);
  if (isSimpleYaml(lines)) return { ...body, entries, problems: [] };
  return { ...body, ...readOddBlock(lines, wanted, entries) };
}

function stripReturns(lines: string[]): void {
  for (const [index, line] of lines.entries()) {
    if (line.endsWith('\r')) lines[index] = line.slice(0, -1);
  }
}

function openerProblem(
  code: string,
  severity: 'error' | 'warning',
  opener: string,
  message: string,
): FileProblem {
  const end = { line: 0, character: opener.trimEnd().length };
  return { code, severity, range: { start: { line: 0, character: 0 }, end }, message };
}

function otherLanguage(opener: string): FileProblem[] {
  const message = languageRefusal(opener);
  if (message === undefined) return [];
  return [{ ...openerProblem('front-matter-language', 'error', opener, message), example: '---' }];
}

function unclosed(opener: string, cut: boolean): FileProblem[] {
  const message = cut
    ? 'The front matter is not closed within the part of the file that is read: a line "---" is missing.'
    : 'The front matter is never closed: a line "---" is missing after it.';
  return [{ ...openerProblem('front-matter-unclosed', 'warning', opener, message), example: '---' }];
}
