/** Names of prompt files, of their logs, and references to prompts in texts (prompts.md 2.2, 2.3). */
import { compareNumbers, plainNumber } from '../coyote/names';
import { byText } from '../format';

export interface PromptName {
  /** The file's base name without `.txt`: `PROMPT_09`, `PROMPT_00_s`. */
  readonly stem: string;
  /** The digits as written. */
  readonly number: string;
  /** The digits without leading zeros: what the tool compares. */
  readonly id: string;
  /** `_s`: set-up for the agent. Runs of stage 2 leave these out. */
  readonly system: boolean;
}

/** What the tool parses among the names that it looks at; anything else of `PROMPT_*.txt` makes it refuse the folder. */
const PARSED = /^(PROMPT_(\d+)(_s)?)\.txt$/;
const CONSIDERED = /^PROMPT_[^/]*\.txt$/;

export function promptName(name: string): PromptName | undefined {
  const [, stem, number, system] = PARSED.exec(name) ?? [];
  if (stem === undefined || number === undefined) return undefined;
  return { stem, number, id: plainNumber(number), system: system !== undefined };
}

/** A name that the tool looks at and cannot parse: `PROMPT_11_t.txt`, `PROMPT_META_RUNNER.txt`. */
export function isUnparseable(name: string): boolean {
  return CONSIDERED.test(name) && !PARSED.test(name);
}

/** By number; the task before the system prompt of the same number, as the tool's own order by text has it. */
export function byNumber(left: PromptName, right: PromptName): number {
  return compareNumbers(left.id, right.id) || byText(`${left.stem}.txt`, `${right.stem}.txt`);
}

/** One prompt, or a range of them with both ends. */
export interface Reference {
  /** As written, without quotes: `PROMPT_01.txt..PROMPT_06.txt`. */
  readonly text: string;
  readonly from: string;
  readonly to: string;
  /** `_s` is part of it. */
  readonly system: boolean;
}

const ONE = /PROMPT_(\d{1,18})(_s)?(?:\.txt)?/.source;
const REFERENCE = new RegExp(
  `^${ONE}(?: ?(?:\\.{2,3}|[-–—]|to|through) ?(?:PROMPT_)?(\\d{1,18})(?:_s)?(?:\\.txt)?)?$`,
);
const LEADING = new RegExp(`^[\`*[]{0,4}${ONE}(?!\\w)`);
const BETWEEN = /,|;|&|\+| and |<br ?\/?>/;
/** A longer text is prose. */
const LONGEST = 400;

/**
 * The prompts that a text names and nothing else: `` `PROMPT_01.txt`..`PROMPT_06.txt`, PROMPT_08 ``. Nothing for a blank
 * or a dash; `undefined` for prose, which is advice (prompts.md 2.2).
 */
export function plainReferences(text: string): Reference[] | undefined {
  if (text.length > LONGEST) return undefined;
  const bare = text
    .replace(/\[([^\][]*)\]\([^()]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (/^(?:|[-–—]+|none|n\/a)$/i.test(bare)) return [];
  const parts = bare.split(BETWEEN).map((part) => REFERENCE.exec(part.trim()));
  const found = parts.flatMap((match) => (match === null ? [] : [referenceOf(match)]));
  return found.length === parts.length && found.every(isShort) ? found : undefined;
}

const LONGEST_RANGE = 250;

/** A longer range names no prompts that anybody wrote. */
function isShort({ from, to }: Reference): boolean {
  return Number(to) - Number(from) < LONGEST_RANGE;
}

function referenceOf([text, from = '', system, to]: RegExpExecArray): Reference {
  return { text, from: plainNumber(from), to: plainNumber(to ?? from), system: system !== undefined };
}

/** The prompt that a line of a sequence begins with: `` `PROMPT_09.txt` - title ``. */
export function leadingReference(text: string): Reference | undefined {
  const match = LEADING.exec(text);
  return match ? { ...referenceOf(match), text: match[0].replace(/[`*[]/g, '') } : undefined;
}

/**
 * Those that a reference means. One without `_s` means a system prompt where no task has the number.
 * @param names by number
 */
export function referred<T extends PromptName>({ from, to, system }: Reference, names: readonly T[]): T[] {
  const within: T[] = [];
  for (let at = firstFrom(names, from); at < names.length; at++) {
    const name = names[at];
    if (name === undefined || compareNumbers(name.id, to) > 0) break;
    within.push(name);
  }
  if (from !== to) return within.filter((name) => !name.system);
  const exact = within.filter((name) => name.system === system);
  return exact.length > 0 || system ? exact : within;
}

/** Where the names begin whose number is not below this one. */
function firstFrom(names: readonly PromptName[], id: string): number {
  let [low, high] = [0, names.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareNumbers(names[middle]?.id ?? '', id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A run log's name is a prompt's id, which nobody defines: `PROMPT_09.md`, `PROMPT_09_s.md`, `PROMPT_09.txt.md`. */
export function logReference(name: string): Reference | undefined {
  const [, id] = /^(PROMPT_\d+(?:_s)?(?:\.txt)?)\.md$/.exec(name) ?? [];
  return id === undefined ? undefined : plainReferences(id)?.[0];
}

const LOG = /^run-logs\/stage\d*\/([^/]+\.md)$/;

/** Whether a name below the folder is that of a prompt's own run log. */
export function isPromptLog(name: string): boolean {
  const [, base] = LOG.exec(name) ?? [];
  return base !== undefined && logReference(base) !== undefined;
}
