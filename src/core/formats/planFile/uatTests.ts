/** The tests of a file of user acceptance tests (renn-gsd.md 1.9): `### N. name` with `expected:` and `result:` below it. */

export type UatResult = 'pass' | 'issue' | 'pending' | 'skipped' | 'blocked' | 'other';

/** A test and the places of its lines, as indices; `undefined` for a line that it does not have. */
export interface UatTest {
  readonly number: number;
  readonly title: string;
  /** What stands on the line itself. */
  readonly expected: string;
  readonly result: UatResult | undefined;
  readonly heading: number;
  readonly resultLine: number | undefined;
  readonly reportedLine: number | undefined;
}

const WORDS: readonly (readonly [UatResult, RegExp])[] = [
  ['pass', /^(?:pass|passed|✅|ok)(?![a-z])/i],
  ['issue', /^(?:issue|issues|fail|failed|❌)(?![a-z])/i],
  ['pending', /^(?:pending|not tested)(?![a-z])/i],
  ['skipped', /^(?:skip|skipped)(?![a-z])/i],
  ['blocked', /^blocked(?![a-z])/i],
];

/** What a line `result:` says by its first word, whatever its spelling (`[pending]`, `PASS`, `✅`); `undefined` for nothing. */
export function uatResult(value: string): UatResult | undefined {
  const word = value.slice(0, 60).replace(/^[\s[*"']+/, '');
  if (word === '') return undefined;
  return WORDS.find(([, pattern]) => pattern.test(word))?.[0] ?? 'other';
}

const TEST = /^###[ \t]+(\d{1,6})\.[ \t]+(\S.*)$/;
/** No title is longer, and no line of a test that we read. */
const LONGEST_LINE = 4000;

export function uatTests(lines: readonly string[]): UatTest[] {
  const tests: UatTest[] = [];
  let open: { -readonly [Key in keyof UatTest]: UatTest[Key] } | undefined;
  let fenced = false;
  for (const [at, whole] of lines.entries()) {
    const line = whole.slice(0, LONGEST_LINE);
    if (/^ {0,3}(?:```|~~~)/.test(line)) fenced = !fenced;
    if (fenced) continue;
    const [, number, title = ''] = TEST.exec(line) ?? [];
    if (number !== undefined) {
      const places = { heading: at, resultLine: undefined, reportedLine: undefined };
      open = { number: Number(number), title: title.trim(), expected: '', result: undefined, ...places };
      tests.push(open);
    } else if (/^#{1,6}[ \t]/.test(line)) open = undefined;
    else if (open) readLine(open, line, at);
  }
  return tests;
}

function readLine(test: { -readonly [Key in keyof UatTest]: UatTest[Key] }, line: string, at: number): void {
  const [, key, value = ''] = /^(expected|result|reported):[ \t]*(.*)$/.exec(line) ?? [];
  if (key === 'expected' && test.expected === '') test.expected = value.trim();
  if (key === 'result' && test.resultLine === undefined) {
    test.resultLine = at;
    test.result = uatResult(value);
  }
  if (key === 'reported' && test.reportedLine === undefined) test.reportedLine = at;
}

/** Tells tests apart by their own words: where either is another, the test is another. */
export function uatKey({ title, expected }: Pick<UatTest, 'title' | 'expected'>): string {
  return `${title}\n${expected}`;
}
