/** What a file of user acceptance tests of the staged formats says (renn-gsd.md 1.9, 3). */
import type { FileProblem, Written } from '../written';

/** A small JSON value; what the file does not have is absent. */
export interface UatDigest {
  readonly kind: 'uat';
  readonly frontMatter: boolean;
  /** As written: `testing`, `complete`, `diagnosed`, `partial`. */
  readonly status?: Written;
  /** `result:` lines of the tests, whatever their spelling (`[pending]`, `PASS`, `✅`); `other` are words that are none of these. */
  readonly results: {
    readonly pass: number;
    readonly issue: number;
    readonly pending: number;
    readonly skipped: number;
    readonly blocked: number;
    readonly other: number;
  };
  readonly problems: readonly FileProblem[];
}
