/** JSON that another tool wrote, as values: what is there, or what is wrong with it. Nothing is taken on trust. */
import { isTooDeep } from './jsonDepth';

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
