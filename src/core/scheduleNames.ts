/** Which step or stage a written dependency means (renn-gsd.md 2.3, 3). */

/** A step as it may be called; texts, never numbers. */
export interface NamedStep {
  /** `Step.key`. */
  readonly key: string;
  /** The file's name without its extension: `03-01-PLAN`, `03.01-run`, `PLAN`. */
  readonly stem: string;
  /** The step's own part of the number: `01` of `03-01-PLAN`. */
  readonly number?: string;
}

export interface NamedStage {
  /** `Stage.key`. */
  readonly key: string;
  /** The folder's own name: `03-auth`. */
  readonly name: string;
  /** `03`, `38.6`, `36A`. */
  readonly number?: string;
  readonly steps: readonly NamedStep[];
}

/** What a dependency means; `others` are further ones that the same words could mean. */
export type Target =
  | {
      readonly kind: 'step';
      readonly stage: string;
      readonly step: string;
      readonly others: readonly string[];
    }
  | { readonly kind: 'stage'; readonly stage: string; readonly others: readonly string[] };

/** Looks up what a step of the stage with key `stage` means by `text`; `undefined` where nothing fits. */
export type Resolve = (text: string, stage: string) => Target | undefined;
