/** What is written into the file that says where the work stands, in the format's words (renn-gsd.md 1.9, 2.4, 2.5). */
import type { StagedProfile } from '../names';
import type { Progress } from './gateParts';
import { inSentence } from './inlined';

/** How the stage stands. `stageComplete`: every step is, and the audit is next or has passed. */
export type StateStatus = 'readyToPlan' | 'readyToRun' | 'inProgress' | 'stageComplete' | 'milestoneComplete';

/** What is to be written; what is absent stays as it is. */
export interface StateChange {
  /** Numbers as the format writes them in its sentences: `8`, `2.1`. */
  readonly stage?: { readonly number: string; readonly of?: number; readonly name: string };
  /** The step that is at work, or was last, of those of the stage. */
  readonly step?: { readonly at: number; readonly of: number } | 'notStarted';
  readonly status?: StateStatus;
  /** `2026-01-31`, and what was done. */
  readonly activity?: { readonly date: string; readonly text: string };
  /** Finished steps and stages of the plan, or of its milestone. */
  readonly progress?: { readonly steps: Progress; readonly stages: Progress };
  /** When somebody worked last, ISO 8601 UTC, where they stopped, and the file to go on with, relative to the workspace. */
  readonly session?: { readonly at: string; readonly stoppedAt: string };
}

/** Whole percents, rounded down: 100 is everything. renn counts steps; in GSD the stages count too (renn-gsd.md 1.9, 2.5). */
export function percentOf(progress: StateChange['progress'], { gsd }: StagedProfile): number {
  if (progress === undefined) return 0;
  const parts = gsd ? [progress.steps, progress.stages] : [progress.steps];
  const shares = parts.map(({ done, total }) =>
    total > 0 ? Math.floor((100 * Math.min(done, total)) / total) : 0,
  );
  return Math.min(...shares);
}

/** `3 of 8 (Views)`. */
export function stageWords({ number, of, name }: NonNullable<StateChange['stage']>): string {
  return `${number}${of === undefined ? '' : ` of ${of}`} (${inSentence(name)})`;
}

/** `1 of 2 in current stage`. */
export function stepWords(step: NonNullable<StateChange['step']>, stage: string): string {
  return step === 'notStarted' ? 'Not started' : `${step.at} of ${step.of} in current ${stage}`;
}

/** The words of the body. */
export function statusWords(status: StateStatus, stage: string): string {
  const words: Readonly<Record<StateStatus, string>> = {
    readyToPlan: 'Ready to plan',
    readyToRun: 'Ready to execute',
    inProgress: 'In progress',
    stageComplete: `${stage === 'phase' ? 'Phase' : 'Stage'} complete`,
    milestoneComplete: 'Milestone complete',
  };
  return words[status];
}

const BAR = /^\[([█▓▒░#=. -]{0,100})\]\s{0,5}\d{1,3}%/u;

/** The bar as wide as it was; what follows the percents stays. */
export function bar(now: string, percent: number): string | undefined {
  const [old, inside] = BAR.exec(now) ?? [];
  if (old === undefined || inside === undefined) return undefined;
  const width = inside.length || 10;
  const full = Math.floor((width * percent) / 100);
  return `[${'█'.repeat(full)}${'░'.repeat(width - full)}] ${percent}%${now.slice(old.length)}`;
}
