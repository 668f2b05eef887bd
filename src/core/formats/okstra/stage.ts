/** What a stage's own section of an okstra report says (okstra.md 3.3): its steps, its files, its commands. */
import type { Written } from '../../written';
import { cellIn } from '../markdownTable';
import { tablesIn, type Outline, type Section, type StageSection } from './report';
import { testCommands } from '../testCommands';
import { validationLines } from './validationLines';

export interface StageText {
  readonly section: StageSection;
  /** Rows of the "Stepwise Execution Order" that hold something; `undefined` where there is no such table. */
  readonly steps: number | undefined;
  /** The predicted files; `undefined` where the exit contract has no such line. */
  readonly files: readonly Written[] | undefined;
  /** The commands after which the stage is done, in order. */
  readonly post: readonly string[];
}

export function stageText(outline: Outline, section: StageSection): StageText {
  return {
    section,
    steps: section.steps && stepRows(outline, section.steps),
    files: section.contract && predictedFiles(outline, section.contract),
    post:
      section.validation === undefined ? [] : testCommands(validationLines(outline, section.validation).post),
  };
}

function stepRows(outline: Outline, section: Section): number | undefined {
  const found = tablesIn(outline, section);
  const table = found.find((each) => cellIn(each, each.header, 'step', 'action') !== undefined) ?? found[0];
  return table?.rows.length;
}

/** The label that okstra's own check looks for, and its words in English. */
const LABEL =
  /추가\s{0,3}\/\s{0,3}변경된\s{0,3}파일|\bpredicted\b.{0,60}\bfiles?\b|\bfiles?\b.{0,60}\bpredicted\b/i;
const LONGEST_LINE = 20_000;

/** The paths on the labelled line; where it names none, those of the items under it. */
function predictedFiles({ lines, fenced }: Outline, { from, to }: Section): Written[] | undefined {
  for (let line = from; line < to; line += 1) {
    const text = lines[line] ?? '';
    if (fenced(line) || !isLabel(text)) continue;
    const colon = text.search(/[:：]/);
    const own = pathsIn(text, line, colon === -1 ? text.length : colon + 1);
    if (own.length > 0) return own;
    const items: Written[] = [];
    for (let below = line + 1; below < to && indent(lines[below]) > indent(text); below += 1)
      if (!fenced(below)) items.push(...pathsIn(lines[below] ?? '', below, 0));
    return items;
  }
  return undefined;
}

function isLabel(text: string): boolean {
  return text.length <= LONGEST_LINE && LABEL.test(text.slice(0, 200).normalize('NFC'));
}

function indent(text = ''): number {
  return text.trim() === '' ? 0 : text.length - text.trimStart().length;
}

/** Code spans, else words that look like a path; how paths are written there is not known for certain. */
function pathsIn(text: string, line: number, start: number): Written[] {
  if (text.length > LONGEST_LINE) return [];
  const rest = text.slice(start);
  const spans = rest.includes('`');
  const pattern = spans ? /`([^`]+)`/g : /([^\s,;]+)/g;
  return [...rest.matchAll(pattern)].flatMap((match) => {
    const path = (match[1] ?? '').trim();
    if (path === '' || (!spans && !looksLikePath(path))) return [];
    const from = start + match.index + (spans ? 1 : 0);
    return [{ text: path, line, from, to: from + (match[1] ?? '').length }];
  });
}

function looksLikePath(word: string): boolean {
  return word !== '/' && (word.includes('/') || /^[^.\s]*\.[A-Za-z][A-Za-z0-9]{0,9}$/.test(word));
}
