/** Taking a checkpoint's git side: the working tree as a commit under one private ref. */
import type { CheckpointRefusal } from '../../core/checkpoints/checkpoint';
import { errorCode } from '../runner/files';
import { gitCommand, type GitCommand } from './gitCommand';
import { refusalOf, systemRefusal } from './gitRefusal';
import { type LastSteps, startLastSteps } from './lastSteps';
import type { SnapshotRequest, SnapshotResult, TakeSnapshot } from './ports';
import { findRepository, operationUnderWay } from './repository';
import { type CapturedTree, type Found, type Refused, withCapturedTree } from './snapshotTree';

type Taken = Exclude<SnapshotResult, Refused>;

/** Takes snapshots with the git of this machine. */
export const takeSnapshot: TakeSnapshot = snapshotWith(gitCommand);

/** Takes snapshots with a git that is handed in. */
export function snapshotWith(git: GitCommand): TakeSnapshot {
  return async (request) => {
    const signal = AbortSignal.timeout(request.deadlineMs);
    const slowest = { command: 'git', ms: 0 };
    const timed: GitCommand = async (asked) => {
      const start = performance.now();
      const answer = await git({ ...asked, signal });
      const ms = performance.now() - start;
      if (ms > slowest.ms) Object.assign(slowest, { command: `git ${asked.args[0] ?? ''}`, ms });
      return answer;
    };
    let started = request.captured?.last;
    const last = (): LastSteps => (started ??= startLastSteps(git, request.folder, signal));
    try {
      const { captured } = request;
      const result = captured
        ? await commit(last(), captured, request)
        : await withCapturedTree(
            timed,
            request,
            () => toCapture(timed, request, last),
            (found) => commit(last(), found, request),
          );
      if (signal.aborted) return { refused: timeIsUp(request, slowest) };
      return 'refused' in result ? result : await publish(last(), result);
    } catch (error) {
      // The private index could not be written, or the like: an expected end, told in the system's words.
      if (errorCode(error) === undefined || !(error instanceof Error)) throw error;
      return { refused: systemRefusal(error) };
    } finally {
      started?.leave();
    }
  };
}

async function toCapture(
  git: GitCommand,
  { folder, alsoHold }: SnapshotRequest,
  meanwhile: () => unknown,
): Promise<Found | Refused> {
  const finding = findRepository(git, folder);
  meanwhile();
  const repository = await finding;
  return 'refused' in repository ? repository : { repository, ...(alsoHold && { alsoHold }) };
}

async function commit(
  last: LastSteps,
  captured: CapturedTree,
  request: SnapshotRequest,
): Promise<Taken | Refused> {
  const { tree, exact, head, branch, leftOut, repository } = captured;
  const folder = repository.top;
  const inProgress = await operationUnderWay(repository.gitDir);
  const found = {
    ref: request.ref,
    tree,
    ...(exact && { exact }),
    ...(head && { head }),
    ...(branch && { branch }),
    worktree: folder,
    files_changed: captured.filesChanged,
    ...(inProgress && { in_progress: inProgress }),
  };
  const parents = [head, exact].filter((parent) => parent !== undefined);
  const committed = await last.commit({ tree, parents, message: request.message(found, leftOut) });
  if (committed.code !== 0) return { refused: refusalOf(committed, folder, 'write the commit') };
  return { taken: { ...found, sha: committed.stdout.toString().trim() }, leftOut };
}

async function publish(last: LastSteps, result: Taken): Promise<SnapshotResult> {
  const { ref, sha, worktree: folder } = result.taken;
  const made = await last.publish(ref, sha);
  return made.code === 0 ? result : { refused: refusalOf(made, folder, 'write the ref') };
}

function timeIsUp(
  { folder, deadlineMs }: SnapshotRequest,
  slowest: { readonly command: string; readonly ms: number },
): CheckpointRefusal {
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  return {
    code: 'timeout',
    detail: `The checkpoint of ${folder} was given up after ${seconds(deadlineMs)}; ${slowest.command} took ${seconds(slowest.ms)} of them.`,
    wayOut: 'Create a checkpoint by hand, which has more time, or let git ignore what need not be held.',
  };
}
