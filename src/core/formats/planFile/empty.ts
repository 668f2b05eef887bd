/** Files that are there and say nothing. */
import type { FileProblem } from '../../written';

/**
 * One problem (warning) at the beginning of a text without a word.
 * @param example what the file could begin with
 */
export function emptiness(text: string, code: string, message: string, example: string): FileProblem[] {
  if (/\S/.test(text)) return [];
  const start = { line: 0, character: 0 };
  return [{ code, severity: 'warning', range: { start, end: start }, message, example }];
}
