/** What a file of user acceptance tests of the staged formats says (renn-gsd.md 1.9, 3). */
import type { FileProblem, Written } from '../../written';
import { readBlock } from './block';
import { uatKey, uatResult, uatTests } from './uatTests';

/** How the tests of a file came out. */
export interface UatResults {
  readonly pass: number;
  readonly issue: number;
  readonly pending: number;
  readonly skipped: number;
  readonly blocked: number;
  /** Words that are none of these. */
  readonly other: number;
}

/** A small JSON value; what the file does not have is absent. */
export interface UatDigest {
  readonly kind: 'uat';
  readonly frontMatter: boolean;
  /** As written: `testing`, `complete`, `diagnosed`, `partial`. */
  readonly status?: Written;
  /** The lines `result:` of the tests by their first word, whatever its spelling (`[pending]`, `PASS`, `✅`). */
  readonly results: UatResults;
  /** The tests that passed, by `uatKey`; at most 500. */
  readonly passed: readonly string[];
  readonly problems: readonly FileProblem[];
}

const KEYS = new Set(['status']);
/**
 * Never throws; linear in the text. Problems: those of `readBlock`.
 * @param cut only the beginning of the file is in `text`
 */
export function uatDigest(text: string, cut: boolean): UatDigest {
  const { present, entries, problems, bodyAt } = readBlock(text, KEYS, cut);
  const status = entries.get('status')?.scalar;
  return {
    kind: 'uat',
    frontMatter: present,
    ...(status === undefined ? {} : { status }),
    results: countResults(text, bodyAt),
    passed: passedIn(text.slice(bodyAt)),
    problems,
  };
}

function countResults(text: string, at: number): UatResults {
  const results = { pass: 0, issue: 0, pending: 0, skipped: 0, blocked: 0, other: 0 };
  for (
    let from = text.indexOf('\nresult:', at - 1);
    from !== -1;
    from = text.indexOf('\nresult:', from + 1)
  ) {
    const result = uatResult(text.slice(from + 8, from + 60).split('\n', 1)[0] ?? '');
    if (result !== undefined) results[result] += 1;
  }
  return results;
}

const MOST_TESTS = 500;

function passedIn(body: string): string[] {
  const passed = uatTests(body.split(/\r?\n/)).filter(({ result }) => result === 'pass');
  return passed.slice(0, MOST_TESTS).map(uatKey);
}
