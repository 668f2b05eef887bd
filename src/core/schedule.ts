/** The order of the steps of one stage: batches, levels, dependencies, and what is odd about them (renn-gsd.md 1.4, 2.3). */
import type { Problem, StepBatch } from './plan';
import type { Resolve, Target } from './scheduleNames';
import type { Written } from './written';

/** A step as scheduling sees it. */
export interface ScheduleStep {
  /** `Step.key`. */
  readonly key: string;
  /** Absolute path. */
  readonly file: string;
  /** As its file declares it. */
  readonly batch?: Written;
  readonly dependsOn: readonly Written[];
  /** What the step says it will change. */
  readonly files: readonly Written[];
}

/** The format's words and keys, for messages and examples: `{ step: 'plan', stage: 'phase', batch: 'wave' }`. */
export interface ScheduleWords {
  readonly step: string;
  readonly stage: string;
  readonly batch: string;
}

/** A dependency and what it means; `target` is absent where nothing fits. */
export interface ScheduledDependency {
  readonly written: Written;
  readonly target?: Target;
}

export interface Schedule {
  /** In the order in which they run; the keys of `StepBatch.key` and of steps. A step whose batch nobody can tell is in `?`, last. */
  readonly batches: readonly { readonly key: string; readonly steps: readonly string[] }[];
  /** By step key. */
  readonly batchOf: ReadonlyMap<string, StepBatch>;
  readonly dependencies: ReadonlyMap<string, readonly ScheduledDependency[]>;
  /**
   * By step key; only steps that have some. `dependency-unknown`, `dependency-ambiguous`, `dependency-self`, `dependency-cycle`,
   * `dependency-later-batch`, `dependency-same-batch`, `batch-overlap`, `batch-differs`, `batch-invalid`.
   */
  readonly problems: ReadonlyMap<string, readonly Problem[]>;
}
