/** What scheduling needs of one run or plan file of the staged formats (renn-gsd.md 1.3, 2.1). */
import type { FileProblem, Place, Written } from '../written';

/** A task that stops for a person, outside code fences: `<task type="checkpoint:human-verify" gate="blocking">`. */
export interface CheckpointTask extends Place {
  /** After `checkpoint:`: `human-verify`. */
  readonly kind: string;
  /** The value of `gate=` as written: `blocking`, `blocking-human`. */
  readonly gate?: string;
}

/**
 * A small JSON value. Every value is the text as written, without quotes and never turned into a number: `01`, `1.10`,
 * `38.6`. A key that the file does not have, or that has no value, is absent; lists are then empty.
 */
export interface PlanFileDigest {
  readonly kind: 'plan';
  /** Whether the file begins with front matter that is also closed. */
  readonly frontMatter: boolean;
  /** `title:`, else the first heading before the first task, else the beginning of the objective. */
  readonly title?: string;
  /** The first line of `<objective>`, at most 200 characters. */
  readonly objective?: string;
  /** `stage:` or `phase:`. */
  readonly stage?: Written;
  /** `run:` or `plan:`. */
  readonly run?: Written;
  /** `batch:` or `wave:`. */
  readonly batch?: Written;
  /** Items of `depends_on:`; a scalar is cut at its commas. */
  readonly dependsOn: readonly Written[];
  /** Items of `files_modified:`. */
  readonly files: readonly Written[];
  readonly requirements: readonly string[];
  readonly autonomous?: Written;
  /** `gap_closure: true`. */
  readonly gapClosure: boolean;
  readonly type?: string;
  /** The plan's own `status:`, such as `superseded`; no authority otherwise (renn-gsd.md 3). */
  readonly status?: Written;
  readonly checkpoints: readonly CheckpointTask[];
  /** `<task>` openings outside code fences, else headings `## Task N`; where `cut`, at least so many. */
  readonly tasks: number;
  /**
   * Kinds of the gates, for `Step.gates`: those of the checkpoint tasks, each once; `gate` where only
   * `autonomous: false` says so; empty where nothing stops for a person.
   */
  readonly gates: readonly string[];
  /** Only the beginning of the file was looked at. */
  readonly cut?: true;
  readonly problems: readonly FileProblem[];
}
