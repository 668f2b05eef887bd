/** What a merge starts from: the result of a step, or the rest of a merge that was cut short. */
import { join } from 'node:path';
import { restoreMark } from '../checkpoints/gitCommand';
import { withArgument } from '../processes/commandLines';
import { endTree } from '../processes/endTree';
import type { BringIn } from './bringIn';
import type { MergeParts } from './mergeBack';
import { worktreesFolder } from './place';
import { takeResult } from './result';

export interface Source extends Pick<BringIn, 'base' | 'theirs' | 'again'> {
  /** Takes back what a merge that was cut short has brought. */
  readonly undo?: boolean;
}

/** What a journal may name: the name of an object, and no option of git. */
const OBJECT = /^[0-9a-f]{40,64}$/;

/** What has to be merged; why it is not known, as sentences. */
export async function sourceOf(parts: MergeParts): Promise<Source | { readonly why: string }> {
  const { child, known, top } = parts;
  const { worktree, base = '' } = child.header.isolated ?? {};
  const { merging = base, undo = false } = known;
  if (!OBJECT.test(merging) || worktree !== join(worktreesFolder(top), known.worktree))
    return { why: 'The journal does not say where the result of the step is.' };
  if (known.merging !== undefined) {
    const left = await endLeftRunning(known.worktree);
    if (left !== undefined) return { why: left };
    return { base: `${merging}^1`, theirs: merging, again: true, undo };
  }
  const result = await takeResult(parts);
  if ('why' in result) return result;
  return { base, theirs: result.sha, again: false };
}

/** git lives on when its window dies: nothing else writes there from now on. */
async function endLeftRunning(worktree: string): Promise<string | undefined> {
  const gits = await withArgument(restoreMark(worktree));
  const ends = await Promise.all(gits.map((git) => endTree(git)));
  const left = ends.flatMap((end) => end.left);
  if (left.length === 0) return undefined;
  return `A merge was cut short, and its git could not be ended (process ${left.join(', ')}).`;
}

/** A merge that never began has brought nothing. */
export function undoing({ base, theirs, again }: Source): Source | undefined {
  return again ? { base: theirs, theirs: base, again, undo: true } : undefined;
}
