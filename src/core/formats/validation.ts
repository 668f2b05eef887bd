/**
 * What is to hold after some work, as far as a machine can tell: each item is an exact command or an observable outcome
 * (okstra.md 3.3, prompts.md 2.2), and outcomes stay words, for whoever reviews.
 */
import { parseCommandLine } from '../checkCommand';
import type { CheckArgv } from '../checks';
import { shortened } from './planFile/text';
import { fences } from './sections';
import { testCommands } from './testCommands';

/** A command whose success is exit code 0. */
export interface ExactCommand {
  /** As written. */
  readonly display: string;
  readonly argvs: readonly CheckArgv[];
}

export interface ValidationPart {
  /** In order. */
  readonly commands: readonly ExactCommand[];
  /** Commands that are not run, each with the reason: whoever runs the others has not carried out the group. */
  readonly refused: readonly { readonly display: string; readonly problem: string }[];
  readonly outcomes: readonly string[];
}

/** A person writes a handful. */
const MOST_ITEMS = 50;

/** Items of lists, paragraphs, and the commands of fenced blocks. */
export function validationPart(lines: readonly string[]): ValidationPart {
  const commands: ExactCommand[] = [];
  const refused: { display: string; problem: string }[] = [];
  const outcomes: string[] = [];
  const items = itemsOf(lines);
  for (const { command, text } of items.slice(0, MOST_ITEMS)) {
    if (command === undefined) {
      outcomes.push(shortened(text, LONGEST_WORDS));
      continue;
    }
    const parsed = parseCommandLine(command);
    if ('problem' in parsed)
      refused.push({
        display: shortened(command, LONGEST_WORDS),
        problem: shortened(parsed.problem, LONGEST_WORDS),
      });
    else commands.push({ display: command, argvs: parsed });
  }
  const left = items[MOST_ITEMS];
  if (left !== undefined) refused.push({ display: shortened(left.text, LONGEST_WORDS), problem: TOO_MANY });
  return { commands, refused, outcomes };
}

const TOO_MANY = `This is item ${MOST_ITEMS + 1} of its group: from here on nothing is run.`;
const LONGEST_WORDS = 1000;

interface Item {
  readonly text: string;
  /** The item is nothing but this command. */
  readonly command?: string;
}

/** Items of lists with the lines that go on with them, paragraphs, and each command of a fenced block. */
function itemsOf(lines: readonly string[]): Item[] {
  const blocks = new Map(fences(lines).map((fence) => [fence.from - 1, fence]));
  const items: Item[] = [];
  let open: string[] = [];
  const close = (): void => {
    const text = open.join(' ').trim();
    if (text !== '') items.push(itemOf(text));
    open = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const block = blocks.get(at);
    const line = (lines[at] ?? '').trim();
    if (block !== undefined || line === '' || BULLET.test(line)) close();
    if (block !== undefined) {
      const end = block.to ?? lines.length;
      items.push(...testCommands(lines.slice(at, end + 1)).map((text) => ({ text, command: text })));
      at = end;
    } else if (line !== '' && !/^#{1,6}\s/.test(line)) open.push(line.replace(BULLET, ''));
  }
  close();
  return items;
}

const BULLET = /^(?:[-*+]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?/;

/** Nobody types a longer command; matching runs of backquotes takes the square of their length. */
const LONGEST_COMMAND = 2000;

/** A command is a code span with nothing behind it, or with words that only say that it succeeds. */
function itemOf(text: string): Item {
  if (text.length > LONGEST_COMMAND) return { text };
  const prompt = /^\$ +(.*)$/.exec(text)?.[1];
  const [, , span, rest = ''] = /^(`+)(.+?)\1(?!`)(.*)$/.exec(text) ?? [];
  const isAlone = span !== undefined && SUCCESS.has(wordsIn(rest));
  const command = (prompt ?? (isAlone ? span : '')).trim().replace(/^\$ +/, '');
  return command === '' || command.startsWith('#') ? { text } : { text, command };
}

function wordsIn(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** What says no more than exit code 0. */
const SUCCESS = new Set([
  '',
  'pass',
  'passes',
  'passed',
  'must pass',
  'all pass',
  'is green',
  'green',
  'succeeds',
  'success',
  'ok',
  'exit 0',
  'exits 0',
  'exits with 0',
  'exit code 0',
  'exits with code 0',
  '통과',
  '성공',
]);
