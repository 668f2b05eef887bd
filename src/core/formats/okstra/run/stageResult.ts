/** What became of one stage of a run: what the drafted pull request and the run's report are made of. */
import { hasFailed, type CheckRecord } from '../../../checks';
import type { ValidationGroup } from '../validationLines';
import type { Carried } from './carryIn';

export interface StageResult {
  readonly number: number;
  /** As the Stage Map has it; may be empty. */
  readonly title: string;
  readonly outcome: 'done' | 'failed' | 'not run';
  /** One sentence, where it is not done. */
  readonly why?: string;
  /** The files that it changed, relative to the top folder of the repository. */
  readonly files: readonly string[];
  readonly validations: readonly StageCheck[];
  /** Outcomes that its validation asks for and no command shows. */
  readonly outcomes: readonly string[];
  /** What its agents wrote into the log or a sidecar, which only we write: a sentence for each. */
  readonly foreign: readonly string[];
  /** What it was given of each stage that it depends on. */
  readonly carried: readonly Carried[];
  /** What it left; the file relative to the plan's folder. */
  readonly sidecar?: { readonly file: string; readonly json: string };
}

/** A command of a stage's validation, as it ran. */
export interface StageCheck {
  readonly group: ValidationGroup;
  readonly record: CheckRecord;
}

/** `post validation passed (2 of 2 commands)`; says so where nothing ran. */
export function validationResult({ validations, foreign, outcome }: StageResult): string {
  const post = validations.filter(({ group }) => group === 'post');
  const passed = post.filter(({ record }) => record.status === 'passed').length;
  if (post.length === 0 && foreign.length > 0 && outcome !== 'done') return 'post validation failed';
  if (post.length === 0) return 'post validation ran no command';
  const failed = post.some(({ record }) => hasFailed(record));
  const verdict = passed === post.length ? 'passed' : failed ? 'failed' : 'did not run whole';
  return `post validation ${verdict} (${passed} of ${post.length} command${post.length === 1 ? '' : 's'})`;
}
