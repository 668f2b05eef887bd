/** What a step is for, from its objective: a few words for a row, and a sentence or two for the page of a batch. */
import { shortened } from '../formats/planFile/text';

/** No honest objective is longer before it has said what it is about. */
const LONGEST_OBJECTIVE = 4000;
const [FEWEST_WORDS, MOST_WORDS] = [3, 8];
/** Languages that put no blanks between words have to end somewhere too. */
const LONGEST_WORDS = 80;
const LONGEST_SENTENCES = 400;

/** Where what follows only explains what was said. */
const ASIDE = /[:;,(]|\s[-–—]\s|\s(?:so that|because|which|in order to|by means of)\s/i;
/** Words that nothing ends with. */
const JOINING = new Set(
  (
    'a an and any as at between but by each every for from in into its of on onto or over per that the their these ' +
    'this through to under using via when where while with within without'
  ).split(' '),
);
/** After a word: not in "e.g. this", nor in "the 5. row". */
const SENTENCE_END = /(?<![\s(.][^\s.])[.!?](?=\s)/;
/** A line of its own that tells something else than what is built (renn-gsd.md 1.3). */
const LABEL = /^(?:[-*] )?(?:\*\*)?(purpose|output|why|deliverables?)\b[^:]{0,20}:(?:\*\*)?\s*(.*)$/i;

/** Three to eight words of an objective, without its explanation; fewer only where it has no more. Empty for no text. */
export function objectiveWords(text: string): string {
  const sentence = sentences(told(text).prose)[0] ?? '';
  const clause = wordsOf(sentence.split(ASIDE, 1)[0] ?? '');
  const all = clause.length < FEWEST_WORDS ? wordsOf(sentence) : clause;
  const words = all.slice(0, MOST_WORDS);
  while (words.length < all.length && words.length > FEWEST_WORDS && isJoining(words.at(-1))) words.pop();
  return shortened(words.join(' ').replace(/[\s.,:;!?(–—-]+$/, ''), LONGEST_WORDS);
}

/** What is built, and why where the objective has a line for that: at most 400 characters of plain text. */
export function objectiveSentence(text: string): string {
  const { prose, purpose } = told(text);
  const built = sentences(prose).slice(0, 2);
  const why = sentences(purpose).slice(0, 1);
  return shortened([...built, ...why].map(ended).join(' '), LONGEST_SENTENCES);
}

/** The prose of an objective up to its first line with a label, and what follows "Purpose:". */
function told(text: string): { readonly prose: string; readonly purpose: string } {
  const parts: Record<'prose' | 'purpose' | 'other', string[]> = { prose: [], purpose: [], other: [] };
  let part: keyof typeof parts = 'prose';
  for (const line of text.slice(0, LONGEST_OBJECTIVE).split(/\r?\n/)) {
    const [, label, rest] = LABEL.exec(line.trim()) ?? [];
    if (label !== undefined) part = /^(?:purpose|why)$/i.test(label) ? 'purpose' : 'other';
    const said = label === undefined ? line : (rest ?? '');
    if (!/^\s*(?:#|```|~~~|\|)/.test(said)) parts[part].push(said);
  }
  return { prose: plain(parts.prose), purpose: plain(parts.purpose) };
}

/** One line without marks of Markdown, control characters and the bullet before it. */
function plain(lines: readonly string[]): string {
  return lines
    .join(' ')
    .replace(/\[([^\][]{1,200})\]\([^()\s]{0,300}\)/g, '$1')
    .replace(/\*\*|`|\p{C}/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[.,:;!?])/g, '')
    .replace(/^ ?(?:[-*+]|\d{1,3}[.)]) /, '')
    .trim();
}

function sentences(prose: string): string[] {
  const found: string[] = [];
  let rest = prose;
  while (rest !== '' && found.length < 3) {
    const end = SENTENCE_END.exec(rest)?.index;
    found.push(end === undefined ? rest : rest.slice(0, end + 1));
    rest = end === undefined ? '' : rest.slice(end + 1).trim();
  }
  return found;
}

function ended(sentence: string): string {
  return /[.!?…。！？]$/.test(sentence) ? sentence : `${sentence.replace(/[,:;]$/, '')}.`;
}

function wordsOf(text: string): string[] {
  return text.split(' ').filter((word) => /[\p{L}\p{N}]/u.test(word));
}

function isJoining(word: string | undefined): boolean {
  return word !== undefined && JOINING.has(word.toLowerCase());
}
