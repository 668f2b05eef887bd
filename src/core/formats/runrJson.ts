/** JSON that another tool wrote, as values: what is there, or what is wrong with it. Nothing is taken on trust. */
import { isTooDeep } from '../jsonDepth';
import type { Problem, Severity } from '../plan';
import type { FileText } from './format';

export type Fields = Readonly<Record<string, unknown>>;

/** The object in a text, or one clause that says why there is none. */
export function readObject(text: string): { readonly fields: Fields } | { readonly problem: string } {
  if (text.trim() === '') return { problem: 'the file is empty' };
  // JSON has no byte order mark, and Runr itself reads no file that begins with one.
  if (text.startsWith('\uFEFF')) return { problem: 'it begins with a byte order mark, which is not JSON' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `it is not JSON (${error instanceof Error ? error.message : String(error)})` };
  }
  if (!isObject(value)) return { problem: 'it is not a JSON object' };
  return isTooDeep(value) ? { problem: 'it is nested too deep' } : { fields: value };
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The texts among the elements of an array; none when it is no array. */
export function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** The objects among the elements of an array; none when it is no array. */
export function objectsIn(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** A whole number that is not negative and counts exactly: the only kind that can be a place in a list. */
export function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** A text that says something. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The first line of a foreign text that is not blank, short enough for a row. */
export function oneLine(text: string): string {
  const line = text.trim().split('\n', 1)[0] ?? '';
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
}

const LONGEST_LINE = 160;

/** A problem of a whole file. */
export function fileProblem(code: string, severity: Severity, file: string, message: string): Problem {
  const start = { line: 0, character: 0 };
  return { code, severity, file, range: { start, end: start }, message };
}

/** The problem of a state that is no JSON object. */
export function unreadableState(file: string, why: string): Problem {
  return fileProblem(
    'runr-state-damaged',
    'warning',
    file,
    `This state cannot be read: ${why}. It is left as it is.`,
  );
}

/** The outcome that goes with it. */
export const UNREADABLE = 'its state cannot be read';

/** Runr leaves no sign of life: what crashed stays so for ever. */
export const ALIVE = 'at work, or crashed';

/** A reader that parses the same `FileText` once. */
export function once<T>(parse: (source: FileText, file: string) => T): (source: FileText, file: string) => T {
  const known = new WeakMap<FileText, { readonly value: T }>();
  return (source, file) => {
    const value = known.get(source)?.value ?? parse(source, file);
    known.set(source, { value });
    return value;
  };
}
