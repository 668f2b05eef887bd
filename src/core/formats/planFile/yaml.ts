/** Front matter that is odd: what `yaml` makes of it, or where and why it makes nothing of it. */
import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type ErrorCode,
  type ParsedNode,
} from 'yaml';
import type { Range } from '../../problem';
import type { FileProblem, Place, Written } from '../../written';
import { yamlRefusal } from '../../yamlLimits';
import { mendings, yamlCause } from './example';
import type { Entries, Entry } from './lines';
import { isSimpleYaml } from './strict';

/**
 * Parsing grows with the square of the number of keys, and takes its time over each error; a file that was made to take
 * long would else hold up everything for a third of a second. Real odd blocks have up to 6,400 characters and 45 keys.
 */
const MAX_BLOCK = 16 * 1024;
const MAX_VALUES = 1000;
const SMALL_BLOCK = 4 * 1024;

interface Read {
  readonly entries: Entries;
  readonly problems: readonly FileProblem[];
}

/**
 * The values that `yaml` finds; where it refuses the block, those of its lines and one problem at the exact place:
 * `front-matter-yaml`, `front-matter-no-mapping`, `front-matter-limits`, `front-matter-too-large` (warnings).
 * @param lines of the block, whose first is line 1 of the file
 * @param fromLines what the lines say
 */
export function readOddBlock(
  lines: readonly string[],
  wanted: ReadonlySet<string>,
  fromLines: Entries,
): Read {
  const block = `\n${lines.join('\n')}\n`;
  const opener: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 3 } };
  const fallback = (code: string, range: Range, message: string, example?: string): Read => ({
    entries: fromLines,
    problems: [{ code, severity: 'warning', range, message, ...(example === undefined ? {} : { example }) }],
  });
  if (block.length > MAX_BLOCK) {
    return fallback(
      'front-matter-too-large',
      opener,
      `The front matter is longer than ${MAX_BLOCK} characters; ${BY_LINES}`,
    );
  }
  const refused = isSmall(block, lines) ? undefined : yamlRefusal(block, { values: MAX_VALUES });
  if (refused) {
    const range = {
      start: { line: refused.line, character: 0 },
      end: { line: refused.line + 1, character: 0 },
    };
    return fallback('front-matter-limits', range, `${refused.message} So ${BY_LINES}`);
  }
  const counter = new LineCounter();
  const document = parseDocument(block, { ...OPTIONS, lineCounter: counter });
  const [error] = document.errors;
  if (error) {
    const range = errorRange(error.pos, counter, lines);
    const message = `The front matter is not valid YAML: ${yamlCause(error.code, error.message)}. So ${BY_LINES}`;
    return fallback('front-matter-yaml', range, message, exampleFor(lines, range.start.line - 1, error.code));
  }
  if (document.contents === null) return { entries: new Map(), problems: [] };
  if (!isMap(document.contents)) {
    return fallback(
      'front-matter-no-mapping',
      opener,
      'The front matter is not a list of "key: value" lines.',
    );
  }
  return { entries: entriesOf(document, counter, wanted, lines), problems: [] };
}

const BY_LINES = 'only its simple top-level lines are read.';

const OPTIONS = { schema: 'core', logLevel: 'silent', prettyErrors: false } as const;

/** The first guess with which the lines up to it are right for certain. */
function exampleFor(lines: readonly string[], row: number, code: ErrorCode): string | undefined {
  if (code === 'DUPLICATE_KEY') return undefined;
  const mended = mendings(lines, row).find((guess) => {
    const after = lines[guess.row + guess.count];
    return isSimpleYaml([...lines.slice(0, guess.row), guess.line, ...(after === undefined ? [] : [after])]);
  });
  return mended?.line.trim();
}

/**
 * Whether a block cannot be deep or large enough to trouble the parser, so that its limits, which cost as much as parsing,
 * need no look: no line begins far to the right, and there are few brackets.
 */
function isSmall(block: string, lines: readonly string[]): boolean {
  if (block.length > SMALL_BLOCK) return false;
  let brackets = 0;
  for (let at = 0; at < block.length; at += 1) {
    const code = block.charCodeAt(at);
    if (code === 91 || code === 123) brackets += 1;
  }
  return brackets < 20 && lines.every((line) => (/^[-?: \t]*/.exec(line)?.[0].length ?? 0) < 30);
}

/** Where an error is; one that `yaml` gives as a point goes on to the end of the line, so that it can be seen. */
function errorRange([from, to]: [number, number], counter: LineCounter, lines: readonly string[]): Range {
  const [start, end] = [position(counter, from), position(counter, to)];
  if (to - from > 1) return { start, end };
  const lineEnd = lines[start.line - 1]?.length ?? 0;
  return { start, end: { line: start.line, character: Math.max(lineEnd, start.character) } };
}

function position(counter: LineCounter, offset: number): Range['start'] {
  const { line, col } = counter.linePos(offset);
  return { line: Math.max(line - 1, 0), character: Math.max(col - 1, 0) };
}

function entriesOf(
  document: Document.Parsed,
  counter: LineCounter,
  wanted: ReadonlySet<string>,
  lines: readonly string[],
): Entries {
  const entries = new Map<string, Entry>();
  if (!isMap<ParsedNode, ParsedNode | null>(document.contents)) return entries;
  const place = ({ range: [from, to] }: ParsedNode): Place => {
    const { line, character } = position(counter, from);
    const end = position(counter, to);
    const lineEnd = lines[line - 1]?.length ?? character;
    return { line, from: character, to: end.line === line ? end.character : Math.max(lineEnd, character) };
  };
  for (const { key, value } of document.contents.items) {
    const name = isScalar(key) ? key.source : undefined;
    if (name === undefined || !wanted.has(name)) continue;
    entries.set(name, { key: place(key), ...valueOf(value, place, lines) });
  }
  return entries;
}

function valueOf(
  value: ParsedNode | null,
  place: (node: ParsedNode) => Place,
  lines: readonly string[],
): Omit<Entry, 'key'> {
  if (isSeq<ParsedNode>(value)) {
    return { items: value.items.map((item) => writtenOf(item, place(item), lines)), nested: false };
  }
  if (isScalar(value)) {
    const scalar = writtenOf(value, place(value), lines);
    return scalar.text === '' ? { items: [], nested: false } : { scalar, items: [], nested: false };
  }
  return { items: [], nested: value !== null };
}

/** The source of a scalar; of anything else the text of its first line. */
function writtenOf(node: ParsedNode, at: Place, lines: readonly string[]): Written {
  const source = isScalar(node) ? node.source : undefined;
  return { text: source ?? (lines[at.line - 1] ?? '').slice(at.from, at.to).trim(), ...at };
}
