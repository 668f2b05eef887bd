/** Keys and values in front matter that look like slips of the pen. */
import type { Range } from '../problem';
import type { FrontMatterLines } from './frontMatterLines';

/** What is known of a key of one format. */
export interface KnownKey {
  readonly name: string;
  /** The only values that the format's tool understands; absent where any is good. */
  readonly values?: readonly string[];
}

export type KeySlip =
  | { readonly kind: 'key'; readonly range: Range; readonly written: string; readonly meant: string }
  | {
      readonly kind: 'value';
      readonly range: Range;
      readonly written: string;
      readonly key: string;
      readonly values: readonly string[];
    };

/** Keys one slip away from a known one that is not there, and values that are none of the few that count. */
export function keySlips(block: FrontMatterLines, known: readonly KnownKey[]): KeySlip[] {
  const written = new Set(block.keys.map(({ key }) => key));
  return block.keys.flatMap(({ key, range, value, valueRange }): KeySlip[] => {
    const match = known.find(({ name }) => name === key);
    if (match === undefined) {
      const meant = known.find(({ name }) => !written.has(name) && isOneSlipAway(key, name));
      return meant === undefined ? [] : [{ kind: 'key', range, written: key, meant: meant.name }];
    }
    const { values } = match;
    if (values === undefined || value === '' || values.includes(unquoted(value))) return [];
    return [{ kind: 'value', range: valueRange, written: value, key, values }];
  });
}

function unquoted(value: string): string {
  return /^(["'])(.*)\1$/.exec(value)?.[2] ?? value;
}

/** One letter more, less or other, two that changed places, or `-` for `_`; short names are too close to each other. */
function isOneSlipAway(written: string, name: string): boolean {
  const [left, right] = [written, name].map((text) => text.toLowerCase().replaceAll('-', '_'));
  if (left === undefined || right === undefined || right.length < 4) return false;
  if (left === right) return true;
  let same = 0;
  while (same < left.length && left[same] === right[same]) same += 1;
  const [leftRest, rightRest] = [left.slice(same), right.slice(same)];
  return (
    leftRest.slice(1) === rightRest ||
    leftRest === rightRest.slice(1) ||
    leftRest.slice(1) === rightRest.slice(1) ||
    (leftRest[0] === rightRest[1] && leftRest[1] === rightRest[0] && leftRest.slice(2) === rightRest.slice(2))
  );
}
