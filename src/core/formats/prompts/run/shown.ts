/** Texts of prompts, agents and git in the documents of a run: short, in one line or fenced, never taken as Markdown. */
import { inLine } from '../../../checkpoints/message';
import { fenced } from '../../../handoff/fence';
import { inline, pathText } from '../../../reportText';

const LONGEST = 400;
const LONGEST_BLOCK = 16_384;
/** Rows of a list; a document stays readable, and says how many it leaves out. */
const MOST_ROWS = 50;

/** As a person gave it, in a sentence that is no Markdown. */
export function quoted(text: string): string {
  return `“${inLine(cut(text, LONGEST))}”`;
}

/** As words of a line. */
export function words(text: string): string {
  return inline(inLine(cut(text, LONGEST)));
}

/** As code within a line; of an empty text nothing would be seen. */
export function code(text: string): string {
  const line = inLine(cut(text, LONGEST));
  return line === '' ? '(nothing)' : pathText(line);
}

/** As a block, without the characters that terminals obey and those that turn the direction of writing. */
export function block(text: string, language = ''): string {
  const plain = cut(text, LONGEST_BLOCK).replaceAll('\r\n', '\n');
  return fenced(plain.replace(/(?![\n\t])[\p{Cc}\p{Bidi_Control}]/gu, '\uFFFD'), language);
}

/** The first rows, and how many more there are. */
export function rows(all: readonly string[], most = MOST_ROWS): string {
  const more = all.length - most;
  return (more > 0 ? [...all.slice(0, most), `- and ${more} more`] : all).join('\n');
}

/** `1 file`, `3 files`. */
export function count(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? '' : 's'}`;
}

/** Parts of a document with a blank line between them; empty ones are left out. */
export function paragraphs(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

/** The beginning of a longer text, never with half a character at its end. */
export function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, '')}…`;
}
