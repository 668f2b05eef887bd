/** File names of step plans and handoffs: the name is the identity (coyote.md 1.1). */
import { byText } from '../format';

export interface StepName {
  /** As written: the text before the first `-`, all digits. */
  readonly number: string;
  /** The text after the first `-`; the whole base name where there is none (`07.md`). */
  readonly slug: string;
}

/** The parts of a base name without its extension; `undefined` when it does not start with a number. */
export function stepName(key: string): StepName | undefined {
  const dash = key.indexOf('-');
  const number = dash === -1 ? key : key.slice(0, dash);
  return /^[0-9]+$/.test(number) ? { number, slug: key.slice(dash + 1) } : undefined;
}

/** A digit run without leading zeros, so that equal values are equal texts. */
export function plainNumber(digits: string): string {
  return digits.replace(/^0+(?=.)/, '');
}

/** Compares digit runs of any length by value. */
export function compareNumbers(left: string, right: string): number {
  const [a, b] = [plainNumber(left), plainNumber(right)];
  return a.length - b.length || byText(a, b);
}

/**
 * The keys that the original finds for a number, first one first: padded to two digits, or as typed. So `2` finds
 * `02-x` and `2-x`, `02` does not find `2-x`, and nothing finds `07`, which has no dash.
 */
export function lookup(keys: readonly string[], typed: string): string[] {
  const padded = plainNumber(typed).padStart(2, '0');
  return keys
    .filter((key) => key.startsWith(`${padded}-`) || key.startsWith(`${typed}-`))
    .sort((left, right) => byText(`${left}.md`, `${right}.md`));
}
