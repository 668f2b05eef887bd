/** An item that an audit leaves to a person, as a test of the file of user acceptance tests (renn-gsd.md 1.8, 1.9). */
import { shortened } from '../../planFile/text';
import { uatKey, type UatTest } from '../../planFile/uatTests';
import type { HumanItem } from './proofItems';

const [LONGEST_TITLE, LONGEST_EXPECTED] = [200, 1500];

/** Each on one line; the same item always gives the same test. */
export function itemTest({ name, test, expected }: HumanItem): Pick<UatTest, 'title' | 'expected'> {
  const title = line(name === '' ? test : name, LONGEST_TITLE);
  const rest = [test, expected].map((text) => line(text, LONGEST_EXPECTED));
  return { title, expected: rest.filter((text) => text !== '' && text !== title).join(' → ') };
}

/** What an item is known by from one report to the next. */
export function itemKey(item: HumanItem): string {
  return uatKey(itemTest(item));
}

function line(text: string, longest: number): string {
  return shortened(text.replace(/[\s\p{Cc}]+/gu, ' ').trim(), longest);
}
