/** What a recap says that its stage's page repeats: what was built, how the work drifted, and what went wrong (renn-gsd.md 1.7). */
import { shortened } from '../../planFile/text';
import { headings, sectionLines } from '../../sections';

/** Each on one line of at most 400 characters; empty where the recap says nothing. */
export interface RecapSays {
  /** Its bold line; empty where it has none. */
  readonly built: string;
  readonly drifts: string;
  readonly problems: string;
}

const LONGEST = 400;
const DRIFTS = ['Drifts from Run', 'Drift from Run', 'Deviations from Plan'];

/** By the headings of either format. */
export function recapSays(text: string): RecapSays {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const all = headings(lines, 0, []);
  const prose = (found: readonly string[]): string => found.filter((line) => !/^\s*#/.test(line)).join(' ');
  const section = (names: readonly string[]): string =>
    told(
      names.map((name) => prose(sectionLines(lines, all, name))).find((found) => found.trim() !== '') ?? '',
    );
  return { built: boldLine(lines), drifts: section(DRIFTS), problems: section(['Issues Encountered']) };
}

/** The first paragraph that is bold as a whole. */
function boldLine(lines: readonly string[]): string {
  const found = lines.map((line) => /^\s{0,3}\*\*([^*]{1,1000})\*\*\s*$/.exec(line)?.[1]).find(Boolean);
  return shortened((found ?? '').replace(/\s+/g, ' ').trim(), LONGEST);
}

/** One line; empty for a section that only says that there is nothing. */
function told(text: string): string {
  const flat = text
    .slice(0, 20 * LONGEST)
    .replace(/\s+/g, ' ')
    .trim();
  return /^(?:none|no |n\/a|nothing)/i.test(flat) ? '' : shortened(flat, LONGEST);
}
