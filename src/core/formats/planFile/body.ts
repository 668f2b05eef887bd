/** The body of a plan file: XML-like blocks in Markdown that are no XML, so tags are looked for and never nested. */
import type { Place } from '../../written';
import { codeCursor, columnOf, fencedCode, isFirstOnLine, shortened, type Stretch } from './text';

/** A task that stops for a person, outside code fences: `<task type="checkpoint:human-verify" gate="blocking">`. */
export interface CheckpointTask extends Place {
  /** After `checkpoint:`: `human-verify`. */
  readonly kind: string;
  /** The value of `gate=` as written: `blocking`, `blocking-human`. */
  readonly gate?: string;
  /** Its place among all tasks of the file, from 1. */
  readonly task: number;
}

export interface Body {
  /** The first heading before the objective and the first task: later ones are about parts of the plan. */
  readonly heading?: string;
  readonly objective?: string;
  readonly tasks: number;
  readonly checkpoints: readonly CheckpointTask[];
}

/** Longer is no tag of a task, and no heading. */
const LONGEST = 400;
/** More would not fit a row anyway. */
const LONGEST_LINE = 200;
const LONGEST_TITLE = 120;

/** @param at where the body begins in `text`, in line `line` of the file */
export function readBody(text: string, at: number, line: number): Body {
  const code = fencedCode(text, at);
  const tags = taskTags(text, at, code);
  const objectiveAt = text.indexOf('<objective>', at);
  const ends = [tags[0] ?? text.length, objectiveAt === -1 ? text.length : objectiveAt];
  const heading = firstHeading(text, at, Math.min(...ends), code);
  const objective = objectiveAt === -1 ? undefined : objectiveLine(text, objectiveAt);
  return {
    ...(heading === undefined ? {} : { heading }),
    ...(objective === undefined ? {} : { objective }),
    tasks: tags.length > 0 ? tags.length : taskHeadings(text, at, code),
    checkpoints: checkpointTasks(text, at, line, tags),
  };
}

/**
 * Where tasks open outside fenced code. A task that stands further left than the fence before it is not in that code:
 * authors put fences into fences, which ends the outer one early.
 */
function taskTags(text: string, at: number, code: readonly Stretch[]): number[] {
  const found: number[] = [];
  const fenceAround = codeCursor(code);
  for (let from = text.indexOf('<task', at); from !== -1; from = text.indexOf('<task', from + 5)) {
    const next = text.charAt(from + 5);
    if (next !== '>' && next !== ' ' && next !== '\n' && next !== '\r' && next !== '\t') continue;
    if (!isFirstOnLine(text, from)) continue;
    const fence = fenceAround(from);
    if (fence === undefined || columnOf(text, from) < columnOf(text, fence[0])) found.push(from);
  }
  return found;
}

function checkpointTasks(text: string, at: number, first: number, tags: readonly number[]): CheckpointTask[] {
  const found: CheckpointTask[] = [];
  let [line, seen] = [first, at];
  for (const [index, from] of tags.entries()) {
    const longest = text.slice(from, from + LONGEST);
    const end = longest.indexOf('>');
    const tag = end === -1 ? longest : longest.slice(0, end + 1);
    const kind = attribute(tag, 'type');
    if (kind?.startsWith('checkpoint') !== true) continue;
    for (let next = text.indexOf('\n', seen); next !== -1 && next < from; next = text.indexOf('\n', seen)) {
      line += 1;
      seen = next + 1;
    }
    const column = from - seen;
    const width = tag.split('\n', 1)[0]?.trimEnd().length ?? 0;
    const gate = attribute(tag, 'gate');
    found.push({
      kind: kind.slice('checkpoint:'.length) || 'gate',
      ...(gate === undefined ? {} : { gate }),
      task: index + 1,
      line,
      from: column,
      to: column + width,
    });
  }
  return found;
}

function attribute(tag: string, name: string): string | undefined {
  for (const quote of ['"', "'"]) {
    const lead = tag.indexOf(` ${name}=${quote}`);
    const from = lead + name.length + 3;
    const to = lead === -1 ? -1 : tag.indexOf(quote, from);
    if (to !== -1) return tag.slice(from, to);
  }
  return undefined;
}

function firstHeading(
  text: string,
  at: number,
  before: number,
  code: readonly Stretch[],
): string | undefined {
  const inCode = codeCursor(code);
  for (let from = at; from < before;) {
    const next = text.indexOf('\n', from);
    const end = next === -1 ? text.length : next;
    if (text.charCodeAt(from) === 35 && !inCode(from)) {
      const [, title] =
        /^#{1,3}[ \t]+(\S.*)$/.exec(text.slice(from, Math.min(end, from + LONGEST)).trimEnd()) ?? [];
      if (title !== undefined) return shortened(title.replace(/[ \t]+#+$/, ''), LONGEST_TITLE);
    }
    if (next === -1) return undefined;
    from = next + 1;
  }
  return undefined;
}

/** `## Task 3: …` */
function taskHeadings(text: string, at: number, code: readonly Stretch[]): number {
  let tasks = 0;
  const inCode = codeCursor(code);
  for (let from = text.indexOf('\n##', at - 1); from !== -1; from = text.indexOf('\n##', from + 3)) {
    if (/^#{2,4}[ \t]*Task[ \t]*\d/.test(text.slice(from + 1, from + 40)) && !inCode(from + 1)) tasks += 1;
  }
  return tasks;
}

/** @param tag where `<objective>` stands */
function objectiveLine(text: string, tag: number): string | undefined {
  const close = text.indexOf('</objective>', tag);
  const inner = text.slice(
    tag + '<objective>'.length,
    close === -1 ? tag + LONGEST * 5 : Math.min(close, tag + LONGEST * 5),
  );
  const [first, ...more] = inner.trimStart().split('\n');
  if (first === undefined || first.trim() === '') return undefined;
  return shortened(plainText(unwrapped(first, more)), LONGEST_LINE);
}

/** A line with those that its sentence goes on in: they begin with a small letter. */
function unwrapped(first: string, more: readonly string[]): string {
  let line = first.trimEnd();
  for (const next of more) {
    if (line.length > LONGEST_LINE || /[.:!?]$/.test(line) || !/^\s*\p{Ll}/u.test(next)) break;
    line = `${line} ${next.trim()}`;
  }
  return line;
}

function plainText(line: string): string {
  return line.replaceAll('**', '').replaceAll('`', '').trim();
}
