/** What the actions of a stage's protocol may do: see the stage, and have its steps run. Effects arrive as arguments. */
import type { BatchRecord, StepResult } from '../batch/record';
import type { StagePolicy } from '../batch/policy';
import type { RunEvent } from '../events';
import type { Plan, Step } from '../plan';
import type { Run } from '../run';
import type { StageView } from '../status';
import type { Stop } from '../stops';

/** The stage as it stands on the disk at one moment. */
export interface StageNow {
  readonly plan: Plan;
  readonly stage: StageView;
}

/** The run of a stage as its actions see it. */
export interface StageWork {
  readonly policy: StagePolicy;
  /** Where steps work that are at work side by side (`stageRunner.batches.isolation`). */
  isolation(plan: Plan, steps: readonly Step[]): Promise<Isolation>;
  /** Read anew; why not, as a sentence, where the plan or the stage is gone. */
  now(): Promise<StageNow | { readonly gone: string }>;
  /** The run of the stage as its journal has it. */
  run(): Run;
  events(): readonly RunEvent[];
  /** The runs of steps that this run of the stage started, oldest first. */
  children(): readonly Run[];
  /** Writes the beginning of a batch down, and takes the checkpoint before it, once. Gives why it may not begin. */
  beginBatch(batch: Omit<BatchRecord, 'startedAt' | 'endedAt' | 'results'>): Promise<Stop | undefined>;
  /** Writes down on which branch the stage works from now on, once. */
  noteBranch(name: string): Promise<void>;
  /** Writes down what came of a batch, and what it enables. */
  endBatch(number: number, results: readonly StepResult[]): Promise<void>;
  /**
   * Runs the steps of a batch, those of a round side by side and one round after the other. A step that this batch has
   * begun already is taken up: its run goes on, or is over. Resolves when each has come to rest: by key why a step was
   * not run, as sentences; why the stage has to come to rest; `undefined` where the work on the stage itself was ended
   * before.
   */
  runSteps(
    batch: Pick<BatchRecord, 'number' | 'rounds' | 'isolated'>,
  ): Promise<{ readonly notRun: NotRun } | { readonly stop: Stop } | undefined>;
}

/** `impossible`: each was to have a worktree, and that cannot be. Notes are sentences for a person. */
export type Isolation =
  { readonly kind: 'shared' } | { readonly kind: 'worktrees' | 'impossible'; readonly note: string };

/** By key why a step was not run, as sentences. */
export type NotRun = ReadonlyMap<string, string>;
