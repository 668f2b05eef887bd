/** What a proof or verification report of the staged formats says (renn-gsd.md 1.8, 2.4, 3). */
import type { Proof } from '../plan';
import type { FileProblem, Written } from '../written';

/** A small JSON value; what the file does not have is absent. */
export interface ProofDigest {
  readonly kind: 'proof';
  readonly frontMatter: boolean;
  /** `status:` of the front matter alone, as written: lines of the body never count. */
  readonly status?: Written;
  readonly score?: string;
  /** As written, mostly ISO 8601. */
  readonly verified?: string;
  /** What a person has to look at: the items of `human_verification:` and of the body's section, as short titles. */
  readonly humanItems: { readonly frontMatter: readonly string[]; readonly body: readonly string[] };
  /** Items of `gaps:`. */
  readonly gaps: number;
  /** The report was made again after an earlier one. */
  readonly reVerification: boolean;
  /** After the override of the seed: `passed` with items for a person is `humanNeeded`. `stale` is not known here. */
  readonly verdict: Exclude<Proof['verdict'], 'stale'>;
  /** Why the verdict is not what is written, or cannot be told. */
  readonly reason?: string;
  readonly problems: readonly FileProblem[];
}
