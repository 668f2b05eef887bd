/** What a person says of the items of an audit, kept where the format has it: the stage's file of tests (renn-gsd.md 1.9). */
import { basename, dirname, join } from 'node:path';
import type { StagedProfile } from '../../formats/staged/names';
import { editUat, newUat, uatName, type UatChange } from '../../formats/staged/run/uatFile';
import type { FileChange } from '../../events';
import type { Stage } from '../../plan';
import type { ActionContext } from '../action';
import { stagedProfile, stagedWork } from './plan';

/** What became of the file of tests. */
export interface KeptUat {
  readonly changes: readonly FileChange[];
  /** Why something was not written; the journal has it all the same. */
  readonly note?: string;
}

/** Writes the items, and what was said of one, into the file beside the report; it is made where it is not there. */
export async function keepUat(
  context: ActionContext,
  stage: Stage,
  change: Omit<UatChange, 'at'>,
): Promise<KeptUat> {
  const proof = stage.audit?.proof?.file;
  if (proof === undefined || change.items.length === 0) return { changes: [] };
  const [staged, profile] = [stagedWork(context), stagedProfile(context)];
  const at = staged.now();
  const file = uatFile(stage, proof, profile);
  if ((await context.readText(file)) === undefined)
    await context.writeText(file, newUat(basename(dirname(proof)), basename(proof), at, profile));
  const { changed, refused } = await staged.edit(file, (text) =>
    Promise.resolve(editUat(text, { ...change, at })),
  );
  return {
    changes: changed ? [{ file, what: 'answers of a person written' }] : [],
    ...(refused.length > 0 && { note: `Not written into ${basename(file)}: ${refused.join(' ')}` }),
  };
}

/**
 * Where it belongs, absolute.
 * @param proof the report of the audit, absolute
 */
export function uatFile({ number }: Stage, proof: string, profile: StagedProfile): string {
  return join(dirname(proof), uatName(number, profile));
}
