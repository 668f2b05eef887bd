/** What a restore would do. Nothing of it is written into the repository: no object, ref or index. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LeftOut, RestorePreview } from '../../core/checkpoints/checkpoint';
import { changesOf } from '../../core/checkpoints/restorePlan';
import { compare, treeDifferences } from './comparison';
import { gitCommand, type GitCommand, within } from './gitCommand';
import { refusalOf } from './gitRefusal';
import { endLeftRunning } from './leftRunning';
import type { PreviewRequest } from './ports';
import { branchMove } from './restoreBranch';
import { checkRestorable, type Restorable } from './restoreChecks';
import { staying } from './staying';
import { withCapturedTree, type CapturedTree, type Refused } from './snapshotTree';

/** How long git may look at the working tree, in milliseconds. */
const DEADLINE_MS = 60_000;
const look = within(DEADLINE_MS, gitCommand);

/**
 * Works out what returning to `target` would change, or says why that is not possible now. Where a restore was cut
 * short, what it left running is ended first: there is nothing to be seen of a tree that is being written.
 */
export async function previewRestore(request: PreviewRequest): Promise<RestorePreview | Refused> {
  const running = await endLeftRunning(request);
  if (running) return running;
  const checked = await checkRestorable(gitCommand, request);
  if ('refused' in checked) return checked;
  const { repository, object, tree, notThen } = checked;
  const { target } = request;
  const known = (): Promise<Restorable> => Promise.resolve(checked);
  return withScratchObjects(join(repository.commonDir, 'objects'), (git) =>
    withCapturedTree(git, request, known, async (present) => {
      const { exact } = object;
      const differences = await treeDifferences(git, repository.top, present.tree, tree);
      if ('refused' in differences) return differences;
      const held = { tree, differences, exact, leftOut: target.left_out, notThen };
      const plan = await compare(git, present, held);
      if ('refused' in plan) return plan;
      const commitsSince = await commitsAfter(git, present, object.head);
      if ('refused' in commitsSince) return commitsSince;
      const branch = await branchMove(git, present, object, checked);
      if ('refused' in branch) return branch;
      const leftOut = bothLeftOut(target.left_out, present.leftOut);
      const stays = staying(repository.top, plan.kept, leftOut);
      const compared = { thenTree: tree, differences };
      const changes = changesOf(plan.apply);
      return { changes, commitsSince, branch, leftOut, stays, nowTree: present.tree, compared };
    }),
  );
}

/** Calls back with a git whose new objects go to a folder of their own, which is removed again. */
export async function withScratchObjects<T>(
  besides: string,
  use: (git: GitCommand) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'stage-runner-'));
  try {
    return await use((asked) => look({ ...asked, objects: { folder, besides } }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Commits that HEAD has and the commit has not, newest first; none where the commit is not there any more. */
async function commitsAfter(
  git: GitCommand,
  { repository: { top }, head }: CapturedTree,
  then: string | undefined,
): Promise<RestorePreview['commitsSince'] | Refused> {
  if (head === undefined) return [];
  const known = then === undefined || (await git({ folder: top, args: ['cat-file', '-e', then] })).code === 0;
  if (!known) return [];
  const range = then === undefined ? [head] : [head, `^${then}`];
  const format = ['-z', '--no-show-signature', '--no-decorate', '--encoding=UTF-8', '--format=%H %s'];
  const answer = await git({ folder: top, args: ['log', ...format, ...range, '--'] });
  if (answer.code !== 0) return { refused: refusalOf(answer, top, 'list the commits') };
  const lines = answer.stdout.toString().split('\0').filter(Boolean);
  return lines.map((line) => {
    const end = line.indexOf(' ');
    return { sha: line.slice(0, end), subject: line.slice(end + 1) };
  });
}

function bothLeftOut(then: readonly LeftOut[], now: readonly LeftOut[]): readonly LeftOut[] {
  return [...new Map([...then, ...now].map((each) => [each.path, each])).values()];
}
