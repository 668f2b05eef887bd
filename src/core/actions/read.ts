/** Reading the state as the original's scripts do: a value may be of its own type or that type's text. */
import type { State } from '../protocol/walk';

/** The value as text; empty when it is absent or no scalar. */
export function textOf(state: State, key: string): string {
  const value = state[key];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

/** Whether the value is `true`, or the text `true`. */
export function isTrue(state: State, key: string): boolean {
  return textOf(state, key) === 'true';
}

/** Whether the value is `false`, or the text `false`: an absent value is neither. */
export function isFalse(state: State, key: string): boolean {
  return textOf(state, key) === 'false';
}

/** The value as a whole number of at least 0; `otherwise` when it is absent or none. */
export function countOf(state: State, key: string, otherwise: number): number {
  const text = textOf(state, key);
  return /^\d{1,9}$/.test(text) ? Number(text) : otherwise;
}

/** The beginning of a text that fits into so many bytes of UTF-8, never ending inside a character. */
export function capped(text: string, bytes: number): string {
  return text.slice(0, new TextEncoder().encodeInto(text, new Uint8Array(bytes)).read);
}
