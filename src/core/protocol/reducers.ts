/** How the writes of parallel branches merge into one value (formats/protocol-graph.md, `reducers`). */
import type { Reducer } from './graph';

export const REDUCERS: readonly Reducer[] = [
  'append',
  'extend',
  'concat',
  'sum',
  'max',
  'min',
  'merge',
  'overwrite',
];

/** The merged value, or why there is none. */
export type Reduced = { readonly value: unknown } | { readonly problem: string };

/**
 * Adds one branch's value to what is there. `undefined` and `null` as the current value are the reducer's own
 * zero. `concat` puts a line break between two texts; `merge` lets the later branch win.
 */
export function reduce(reducer: Reducer, current: unknown, incoming: unknown): Reduced {
  const before = current === null ? undefined : current;
  switch (reducer) {
    case 'overwrite':
      return { value: incoming };
    case 'append':
      return needs(reducer, 'a list', isList, before, [], (list) => [...list, incoming]);
    case 'extend':
      return both(reducer, 'a list', isList, before, [], incoming, (a, b) => [...a, ...b]);
    case 'concat':
      return both(reducer, 'text', isText, before, '', incoming, (a, b) => (a === '' ? b : `${a}\n${b}`));
    case 'sum':
      return both(reducer, 'a number', isNumber, before, 0, incoming, (a, b) => a + b);
    case 'max':
      return both(reducer, 'a number', isNumber, before, -Infinity, incoming, Math.max);
    case 'min':
      return both(reducer, 'a number', isNumber, before, Infinity, incoming, Math.min);
    case 'merge':
      return both(reducer, 'a map', isMap, before, {}, incoming, (a, b) => ({ ...a, ...b }));
  }
}

type Is<T> = (value: unknown) => value is T;

function needs<T>(
  reducer: Reducer,
  expected: string,
  is: Is<T>,
  value: unknown,
  zero: T,
  then: (value: T) => unknown,
): Reduced {
  const checked = value === undefined ? zero : value;
  if (is(checked)) return { value: then(checked) };
  return { problem: `reducer ${reducer} needs ${expected}; there is ${JSON.stringify(checked)}` };
}

function both<T>(
  reducer: Reducer,
  expected: string,
  is: Is<T>,
  before: unknown,
  zero: T,
  incoming: unknown,
  join: (a: T, b: T) => T,
): Reduced {
  if (!is(incoming)) {
    return { problem: `reducer ${reducer} needs ${expected}; a branch wrote ${JSON.stringify(incoming)}` };
  }
  return needs(reducer, expected, is, before, zero, (current) => join(current, incoming));
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !isList(value);
