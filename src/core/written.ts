/** Words of a file and where they stand. */
import type { Problem, Range } from './problem';

/** A stretch of one line, counted from 0; `to` is exclusive. A byte order mark is not counted, as the editor does not. */
export interface Place {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

/** A value as it was written, without its quotes, and where. Flat, since digests keep many of them as JSON. */
export interface Written extends Place {
  readonly text: string;
}

/** A problem of a file that does not know its own path: digests are kept by content. */
export type FileProblem = Omit<Problem, 'file' | 'related'>;

export function rangeOf({ line, from, to }: Place): Range {
  return { start: { line, character: from }, end: { line, character: to } };
}

/** The problems of a file, with its path. */
export function problemsOf(file: string, problems: readonly FileProblem[]): Problem[] {
  return problems.map((problem) => ({ ...problem, file }));
}
