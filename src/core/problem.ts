/** Problems of files, and the places in them. */

/** A place in a text file; lines and characters count from 0, as the editor counts. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A stretch of a text file; `end` is exclusive. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export type Severity = 'error' | 'warning' | 'info';

/** Something a person should know about a file: shown in the Problems panel, on the row and by the CLI. */
export interface Problem {
  /** Stable, kebab-case: `status-not-exact`. */
  readonly code: string;
  readonly severity: Severity;
  /** Absolute path. */
  readonly file: string;
  readonly range: Range;
  /** What is there, what was expected, and what to do. */
  readonly message: string;
  /** How it would be right, as it would stand in the file: `depends_on: ["01-02"]`. */
  readonly example?: string;
  /** The other place, where a problem lies between two: the step that a dependency names, the other file of an overlap. */
  readonly related?: { readonly file: string; readonly range: Range; readonly message: string };
}

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
