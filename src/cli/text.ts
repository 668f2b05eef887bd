/** Texts that all commands print. */
import type { Problem } from '../core/problem';

/** A problem as one line, in the way that compilers write it; lines and columns count from 1. */
export function problemLine(file: string, { range, severity, code, message }: Problem): string {
  const place = `${file}:${range.start.line + 1}:${range.start.character + 1}`;
  return inOneLine(`${place} ${severity} ${code} ${message}`);
}

export function count(amount: number, what: string): string {
  return `${amount} ${what}${amount === 1 ? '' : 's'}`;
}

/** `2 errors, 1 warning`; hints are named where there are any. */
export function problemCount(problems: readonly Problem[]): string {
  const of = (wanted: Problem['severity']): number =>
    problems.filter(({ severity }) => severity === wanted).length;
  const parts = [count(of('error'), 'error'), count(of('warning'), 'warning')];
  return [...parts, ...(of('info') > 0 ? [count(of('info'), 'hint')] : [])].join(', ');
}

/** A text as one line: a file's name may have line breaks, which would make lines of their own. */
export function inOneLine(text: string): string {
  return text.replace(/[\n\u2028\u2029]/g, ' ');
}

/** Text of a foreign file without what would steer the terminal. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '�');
}
