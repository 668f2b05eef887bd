/** A prompt's own text, which has no grammar (prompts.md 2.2): what is kept of it instead of the whole. */
import { append } from '../../group';
import { oneLine } from '../../oneLine';
import { plainNumber } from '../coyote/names';
import { LONGEST_LINE, type Line, headingTitle, proseLines } from './text';

export interface PromptDigest {
  /** Empty where the text says nothing. */
  readonly title: string;
  /** The place in its stage by the first line: `Stage-2 Prompt 1/3`. */
  readonly stage?: { readonly number: string; readonly text: string };
  /** The bullets of "Dependencies / Sequencing". */
  readonly sequencing: readonly Line[];
  /** The paths of "Artifacts To Create / Modify". */
  readonly files: readonly string[];
}

/** The headings that prompts of later stages have by custom, with `##` or bare, in lower case. */
const SECTIONS = [
  'objective',
  'dependencies',
  'artifacts to create',
  'required scope',
  'acceptance criteria',
  'anti-scope',
  'overengineering guardrails',
  'risks & mitigations',
  'evidence to include',
];

/** Bounds of what is kept of one prompt. */
const MOST_LINES = 20;
const MOST_FILES = 100;
const LONGEST_PATH = 300;

/** Never throws; linear in the text. */
export function promptDigest(text: string): PromptDigest {
  const lines = proseLines(text.replace(/^\uFEFF/, ''));
  const [first] = lines.filter((line) => line.text !== '');
  const [, number] = /^#{0,6} ?Stage[- ](\d{1,9}) Prompt \d+ ?\/ ?\d+/i.exec(first?.text ?? '') ?? [];
  const bullets = bulletsBySection(lines);
  return {
    title: titleOf(lines),
    ...(number !== undefined && { stage: { number: plainNumber(number), text: oneLine(first?.text ?? '') } }),
    sequencing: (bullets.get('dependencies') ?? [])
      .slice(0, MOST_LINES)
      .map(({ text: said, at }) => ({ text: oneLine(said), at })),
    files: [...new Set((bullets.get('artifacts to create') ?? []).flatMap(pathIn))].slice(0, MOST_FILES),
  };
}

/** The `Title:` line, else the first heading, else the first line that is not blank. */
function titleOf(lines: readonly Line[]): string {
  const said = lines.findIndex(({ text }) => /^(?:#{1,6} )?\**Title:/.test(text));
  const here = lines[said]?.text.replace(/^[^:]*:\**/, '').trim() ?? '';
  const below = said === -1 ? '' : (lines.slice(said + 1).find(({ text }) => text !== '')?.text ?? '');
  // A wrapped line of prose may begin with `#` too.
  const heading = lines
    .filter((_, at) => (lines[at - 1]?.text ?? '') === '')
    .map(({ text }) => headingTitle(text))
    .find((title) => title !== undefined);
  const first = lines.find(({ text }) => text !== '')?.text;
  const title = oneLine(here || below || heading || first || '');
  // The number stands beside the title anyway.
  return title.replace(/^PROMPT_\d+(?:_s)?(?:\.txt)? ?[-–—:] ?(?=\S)/, '');
}

function bulletsBySection(lines: readonly Line[]): ReadonlyMap<string, readonly Line[]> {
  const found = new Map<string, Line[]>();
  let section = '';
  for (const { text, at } of lines) {
    if (text.length > LONGEST_LINE) continue;
    const next = sectionOf(text);
    if (next !== undefined) section = next;
    else if (headingTitle(text) !== undefined) section = '';
    else if (/^[-*] /.test(text)) append(found, section, { text: text.slice(2).trim(), at });
  }
  return found;
}

/** Which of the sections a line begins, if any: the beginning of its name, in lower case. */
export function sectionOf(line: string): string | undefined {
  if (line.length > LONGEST_LINE || /^[-*\d]/.test(line.replace(/^\*\*/, ''))) return undefined;
  const bare = (headingTitle(line) ?? line).replace(/\*/g, '').toLowerCase();
  return bare.length > 80 ? undefined : SECTIONS.find((name) => bare.startsWith(name));
}

/** The path that a bullet begins with: in backticks, or alone and shaped like one. */
function pathIn({ text }: Line): string[] {
  if (text.length > LONGEST_PATH) return [];
  const quoted = /^`([^`\s]+)`/.exec(text)?.[1];
  if (quoted !== undefined) return [quoted];
  return /^[\w@./*-]+$/.test(text) && /[/.]\w/.test(text) ? [text] : [];
}
