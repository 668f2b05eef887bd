/** What is wrong with one step plan file by itself: where the step-runner and the author part (coyote.md 1.2, 1.11). */
import type { FrontMatter } from '../../frontMatter';
import type { Problem, Range } from '../../problem';
import { meantWord, type Block, type Scalar } from './grammar';
import { sameTitle, type Heading } from '../sections';

interface FrontMatterFacts {
  /** The front matter that the file begins with. */
  readonly front: FrontMatter;
  /** The block that the original reads. */
  readonly read: Block | undefined;
  readonly lines: readonly string[];
  readonly file: string;
}

/** The whole of a line, without the blanks at its end; the byte order mark is no character for an editor. */
export function wholeLine(lines: readonly string[], line: number): Range {
  const length = (lines[line] ?? '').replace(/^\uFEFF/, '').trimEnd().length;
  return { start: { line, character: 0 }, end: { line, character: length } };
}

/** Front matter that is missing, or that the original sees elsewhere or not at all; and what is wrong inside it. */
export function frontMatterProblems({ front, read, lines, file }: FrontMatterFacts): Problem[] {
  const warning = (code: string, line: number, message: string): Problem[] => [
    ...front.problems,
    { code, severity: 'warning', file, range: wholeLine(lines, line), message },
  ];
  if (front.present && read?.opener !== 0) {
    const cause = lines[0]?.startsWith('\uFEFF')
      ? 'a byte order mark stands before it. Save the file without one.'
      : 'its first line is not "---" alone.';
    return warning('front-matter-hidden', 0, `The step-runner does not see this front matter: ${cause}`);
  }
  if (front.present || front.problems.length > 0) return [...front.problems];
  if (read === undefined) {
    const message =
      'There is no front matter: the step-runner takes this step for pending and can never mark it otherwise. ' +
      'Begin the file with "---", "status: pending", "---".';
    return warning('front-matter-missing', 0, message);
  }
  const message =
    'The step-runner takes what follows this line for front matter, since the file does not begin with any. ' +
    'Write front matter at the top, or another kind of rule here.';
  return warning('front-matter-elsewhere', read.opener, message);
}

/**
 * A status that the original does not recognise, or none at all.
 * @param read the value that the original reads; it decides
 * @param written the value where the author wrote it
 */
export function statusProblems(
  read: Scalar | undefined,
  written: Scalar | undefined,
  file: string,
): Problem[] {
  if (read !== undefined) {
    const cause = notExact(read.exact);
    if (cause === undefined) return [];
    const message = `The step-runner skips this step: status is not exactly pending, in-progress or complete. ${cause}`;
    return [{ code: 'status-not-exact', severity: 'warning', file, range: read.range, message }];
  }
  if (written === undefined) return [];
  const message = `The step-runner does not read this status and takes the step for pending.`;
  return [{ code: 'status-not-read', severity: 'warning', file, range: written.range, message }];
}

/** Why a value is none of the three words, and what to do; `undefined` when it is one, or empty. */
function notExact(exact: string): string | undefined {
  if (['', 'pending', 'in-progress', 'complete'].includes(exact)) return undefined;
  const word = meantWord(exact);
  const known = ['pending', 'in-progress', 'complete'].includes(word);
  if (known && exact === `${word}\r`)
    return 'The line ends with a carriage return: save the file with LF line ends.';
  if (known && exact.trimEnd() === word) return 'Remove the blanks after the value.';
  if (known && exact.includes('#')) return 'Remove the comment after the value.';
  return `Found ${JSON.stringify(exact.trim().slice(0, 40))}; write one of the three words alone.`;
}

/** The required sections that a step plan lacks, as one hint. */
export function sectionProblems(
  required: readonly string[],
  found: readonly Heading[],
  lines: readonly string[],
  bodyLine: number,
  file: string,
): Problem[] {
  const missing = required.filter((name) => !found.some(({ title }) => sameTitle(title, name)));
  if (missing.length === 0) return [];
  const first = lines.findIndex((line, index) => index >= bodyLine && line.trim() !== '');
  const range = wholeLine(lines, Math.max(first, 0));
  const message = `Missing required sections: ${missing.join(', ')}.`;
  return [{ code: 'sections-missing', severity: 'info', file, range, message }];
}
