/** The sentinels of formats/coyote.md 1.7 in what an agent printed: the answer of one that writes no result file. */

import { isTooDeep } from '../jsonDepth';

const SENTINEL =
  /^[\s>*#`_"-]*((?:STEP_(?:COMPLETE|BLOCKED|REJECTED|FAILED))|(?:CODER_(?:COMPLETE|REJECTED|FAILED)))\b/;
/** How an output quotes what it was told. */
const QUOTED = /^[\s>]+/;
const MAX_TEXT = 16 * 1024;
// eslint-disable-next-line no-control-regex -- terminal codes are control characters
const TERMINAL_CODES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g;

/**
 * The last line of the output that begins with a sentinel, and the text from there on (cut at 16 KiB). Plain output and
 * JSON events are understood. What the agent was told does not count: events of the user's side and lines of the prompt
 * are passed over, since many CLIs repeat them.
 */
export function findSentinel(
  output: string,
  prompt: string,
): { readonly sentinel: string; readonly text: string } | undefined {
  const told = new Set(prompt.split(/\r?\n/).map((line) => line.trim()));
  const repeats = (line: string): boolean =>
    told.has(line.trim()) || told.has(line.replace(QUOTED, '').trim());
  const lines = spokenLines(output);
  const index = lines.findLastIndex((line) => SENTINEL.test(line) && !repeats(line));
  const sentinel = SENTINEL.exec(lines[index] ?? '')?.[1];
  return sentinel === undefined
    ? undefined
    : { sentinel, text: lines.slice(index).join('\n').slice(0, MAX_TEXT) };
}

/** What an agent said in its output, line by line, without terminal codes: plain output and JSON events are understood. */
export function spokenLines(output: string): string[] {
  return output.replace(TERMINAL_CODES, '').split(/\r?\n/).flatMap(spokenIn);
}

/** The lines that an output line carries: itself, or the texts of the agent's side when it is a JSON event. */
function spokenIn(line: string): readonly string[] {
  if (!line.trimStart().startsWith('{')) return [line];
  try {
    const event: unknown = JSON.parse(line);
    if (isTooDeep(event)) return [];
    return textsOf(event).flatMap((text) => text.split(/\r?\n/));
  } catch (error) {
    if (error instanceof SyntaxError) return [line];
    throw error;
  }
}

/** Every text in a JSON value but those of the user's side and of what tools printed, depth first. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  const fields = new Map<string, unknown>(Object.entries(value));
  if (
    [fields.get('type'), fields.get('role')].some(
      (one) => typeof one === 'string' && /\buser\b|tool|command/i.test(one),
    )
  ) {
    return [];
  }
  return [...fields.values()].flatMap(textsOf);
}
