/** What a recap or summary of the staged formats says (renn-gsd.md 1.7, 3). */
import type { FileProblem, Written } from '../written';

/** A small JSON value; what the file does not have is absent. */
export interface RecapDigest {
  readonly kind: 'recap';
  readonly frontMatter: boolean;
  /** As written: `complete`, `halted`, `blocked`. */
  readonly status?: Written;
  /** As written: `2026-01-31`. */
  readonly completed?: string;
  /** The bold paragraph right after the first heading, without its stars. */
  readonly oneLiner?: string;
  /** What follows `Self-Check:` in the heading, upper case: `PASSED`, `FAILED`. */
  readonly selfCheck?: string;
  readonly problems: readonly FileProblem[];
}
