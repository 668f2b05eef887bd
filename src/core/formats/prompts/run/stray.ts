/** What is not as the checkpoint has it after a rollback: then the run stops (prompts.md 2.4, "stray changes after rollback"). */
import type { LeftOut, PathChange } from '../../../checkpoints/checkpoint';
import { parentsOf } from '../../../checkpoints/restorePlan';
import type { Stop } from '../../../stops';
import { quoted } from './shown';

export interface AfterRollback {
  /** How the tree differs from the checkpoint's, right after the rollback. */
  readonly changes: readonly PathChange[];
  /** What the checkpoint does not hold: a rollback leaves it alone. */
  readonly leftOut: readonly LeftOut[];
  /** What we have written ourselves since, logs and reports: relative as the changes are. */
  readonly ours: readonly string[];
}

/** The paths that should be as the checkpoint has them and are not. */
export function strayAfter({ changes, leftOut, ours }: AfterRollback): readonly PathChange[] {
  const alone = new Set([...ours, ...leftOut.map(({ path }) => path.replace(/\/$/, ''))]);
  return changes.filter(({ path }) => ![...parentsOf(path), path].some((each) => alone.has(each)));
}

/** The stop, naming the first of them; `undefined` where nothing is stray. @param marker as a person knows it */
export function strayStop(marker: string, stray: readonly PathChange[]): Stop | undefined {
  if (stray.length === 0) return undefined;
  const named = stray.slice(0, 5).map(({ path, what }) => `${quoted(path)} (${WORDS[what]})`);
  const more = stray.length > named.length ? ` and ${stray.length - named.length} more` : '';
  const detail = `After the rollback to ${quoted(marker)} these are not as it has them: ${named.join(', ')}${more}.`;
  return { code: 'stray_changes', detail };
}

const WORDS: Readonly<Record<PathChange['what'], string>> = {
  added: 'not in it',
  changed: 'changed',
  deleted: 'missing',
};
