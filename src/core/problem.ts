/** Problems of files, where no more is known than the file or the line. */
import type { Problem, Severity } from './plan';

/** A problem of a whole file or folder. */
export function fileProblem(code: string, severity: Severity, file: string, message: string): Problem {
  return lineProblem(code, severity, file, 0, message);
}

/** A problem of a line, counted from 0; what is shown is its beginning. */
export function lineProblem(
  code: string,
  severity: Severity,
  file: string,
  line: number,
  message: string,
): Problem {
  const start = { line, character: 0 };
  return { code, severity, file, range: { start, end: start }, message };
}
