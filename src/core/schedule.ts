/** The order of the steps of one stage: batches, levels, dependencies, and what is odd about them (renn-gsd.md 1.4, 2.3). */
import type { StepBatch } from './plan';
import type { Problem } from './problem';
import { batchesOf, computedLevels, type BatchGroup } from './scheduleBatches';
import { cycles } from './scheduleCycles';
import { batchProblems, overlapProblems } from './scheduleBatchProblems';
import { dependencyProblems } from './scheduleDependencyProblems';
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
  /** Its work is over: how it was put into batches can do no more harm. */
  readonly over?: boolean;
}

/** The format's words, singular, and its key for dependencies: `{ step: 'plan', stage: 'phase', batch: 'wave', dependsOn: 'depends_on' }`. */
export interface ScheduleWords {
  readonly step: string;
  readonly stage: string;
  readonly batch: string;
  readonly dependsOn: string;
}

/** A dependency and what it means; `target` is absent where nothing fits. */
export interface ScheduledDependency {
  readonly written: Written;
  readonly target?: Target;
}

export interface Schedule {
  /** In the order in which they run; steps in theirs. Steps whose batch nobody can tell are in `?`, last. */
  readonly batches: readonly BatchGroup[];
  /** By step key. */
  readonly batchOf: ReadonlyMap<string, StepBatch>;
  readonly dependencies: ReadonlyMap<string, readonly ScheduledDependency[]>;
  /** Keys of the other stages that its steps wait for, each once. */
  readonly waitsFor: readonly string[];
  /**
   * By step key; only steps that have some. `dependency-unknown`, `dependency-ambiguous`, `dependency-self`,
   * `dependency-cycle`, `dependency-later-batch`, `dependency-same-batch`, `batch-overlap`, `batch-differs`, `batch-invalid`.
   */
  readonly problems: ReadonlyMap<string, readonly Problem[]>;
}

/**
 * Schedules one stage; linear in its steps, dependencies and files.
 * @param stage the stage's key, as `resolve` knows it
 * @param steps in the order of the map, with distinct keys
 */
export function scheduleStage(
  stage: string,
  steps: readonly ScheduleStep[],
  resolve: Resolve,
  words: ScheduleWords,
): Schedule {
  const dependencies = new Map(
    steps.map(({ key, dependsOn }) => [
      key,
      dependsOn.map((written) => resolved(written, resolve(written.text, stage))),
    ]),
  );
  const edges = new Map(
    [...dependencies].map(([key, list]) => [
      key,
      stepsWithin(stage, list).filter((other) => dependencies.has(other)),
    ]),
  );
  const circles = cycles(edges);
  const levels = computedLevels(steps, edges, circles);
  const { batches, batchOf } = batchesOf(steps, levels);
  const facts = { stage, steps, words, dependencies, circles, batchOf, batches };
  const problems = new Map<string, Problem[]>();
  for (const found of [dependencyProblems(facts), batchProblems(facts), overlapProblems(facts)]) {
    for (const [key, problem] of found) {
      const list = problems.get(key);
      if (list) list.push(problem);
      else problems.set(key, [problem]);
    }
  }
  return { batches, batchOf, dependencies, waitsFor: stagesBeside(stage, dependencies), problems };
}

/** What the problems are found in. */
export interface ScheduleFacts {
  readonly stage: string;
  readonly steps: readonly ScheduleStep[];
  readonly words: ScheduleWords;
  readonly dependencies: ReadonlyMap<string, readonly ScheduledDependency[]>;
  readonly circles: readonly (readonly string[])[];
  readonly batchOf: ReadonlyMap<string, StepBatch>;
  readonly batches: readonly BatchGroup[];
}

function resolved(written: Written, target: Target | undefined): ScheduledDependency {
  return target === undefined ? { written } : { written, target };
}

function stepsWithin(stage: string, dependencies: readonly ScheduledDependency[]): string[] {
  return dependencies.flatMap(({ target }) =>
    target?.kind === 'step' && target.stage === stage ? [target.step] : [],
  );
}

function stagesBeside(stage: string, dependencies: Schedule['dependencies']): string[] {
  const others = new Set<string>();
  for (const list of dependencies.values()) {
    for (const { target } of list) {
      if (target !== undefined && target.stage !== stage) others.add(target.stage);
    }
  }
  return [...others];
}
