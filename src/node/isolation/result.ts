/** What a step came to in its worktree. */
import { workplace } from '../../core/isolation/workplace';
import type { Run } from '../../core/run';
import { isSuccess } from '../../core/success';
import type { GitCommand } from '../checkpoints/gitCommand';
import { refusalOf } from '../checkpoints/gitRefusal';
import { snapshotWith } from '../checkpoints/snapshot';
import { readIfThere } from '../runner/files';
import { LIMITS, SNAPSHOT_MS } from './limits';
import { worktreeRef } from './place';

/**
 * Whether a run has something that belongs into the working tree: its step's own mark of completion was written, whatever
 * its end says (renn-gsd.md 1.12), or without such a mark it ended well. Anything else would be half of something.
 */
export async function hasResult(run: Run): Promise<boolean> {
  const { phase, header } = run;
  if (phase === 'active') return false;
  const { handoff } = header.step;
  const there = workplace(header).step.handoff;
  if (handoff === undefined || there === undefined) return isSuccess(run);
  const text = await readIfThere(there);
  return text !== undefined && (isSuccess(run) || text !== (await readIfThere(handoff)));
}

/** Holds the worktree's tree under the ref of the result; why not, as sentences. */
export async function takeResult({
  git,
  top,
  child,
}: {
  readonly git: GitCommand;
  readonly top: string;
  readonly child: Run;
}): Promise<{ readonly sha: string } | { readonly why: string }> {
  const { id = '', worktree = '' } = child.header.isolated ?? {};
  const ref = worktreeRef(id, 'result');
  // Of a merge that was stopped: a person may have changed the worktree since.
  const gone = await git({ folder: top, args: ['update-ref', '-d', ref] });
  if (gone.code !== 0) return { why: refusalOf(gone, top, 'take the result of a step').detail };
  const result = await snapshotWith(git)({
    folder: worktree,
    ref,
    limits: LIMITS,
    deadlineMs: SNAPSHOT_MS,
    message: () => 'Stage Runner: what a step came to\n',
  });
  return 'refused' in result ? { why: result.refused.detail } : { sha: result.taken.sha };
}
