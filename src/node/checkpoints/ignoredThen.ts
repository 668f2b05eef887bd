/** Which paths a checkpoint's own ignore rules kept out of it. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Difference } from '../../core/checkpoints/restorePlan';
import type { GitCommand } from './gitCommand';
import { refusalOf } from './gitRefusal';
import type { Repository } from './repository';
import type { CapturedTree, Refused } from './snapshotTree';
import type { BytePath } from './snapshotScan';

const IGNORE_FILE = /(?:^|\/)\.gitignore$/;

/** Whether the rules of the present and of the checkpoint are not the same. */
export function rulesDiffer(differences: readonly Difference[]): boolean {
  return differences.some(({ path }) => IGNORE_FILE.test(path));
}

/**
 * Of the paths that only the present tree has, those that the checkpoint would have ignored. Where its rules are not
 * those of the present, they are laid out in an empty folder and asked there.
 */
export async function ignoredThen(
  git: GitCommand,
  { repository, untracked }: CapturedTree,
  tree: string,
  differences: readonly Difference[],
): Promise<ReadonlySet<BytePath> | Refused> {
  const paths = differences.filter(({ then }) => then === undefined).map(({ path }) => path);
  // What the scan showed as untracked is not ignored by the same rules.
  const asked = rulesDiffer(differences) ? paths : paths.filter((path) => !untracked.has(path));
  if (asked.length === 0) return new Set();
  if (!rulesDiffer(differences)) return ignored(git, repository, repository.top, asked);
  const folder = await mkdtemp(join(tmpdir(), 'stage-runner-'));
  try {
    const failed = await layOutRules(git, repository.top, tree, folder);
    return failed ?? (await ignored(git, repository, folder, paths));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function ignored(
  git: GitCommand,
  { gitDir }: Repository,
  folder: string,
  paths: readonly BytePath[],
): Promise<ReadonlySet<BytePath> | Refused> {
  const where = [`--git-dir=${gitDir}`, `--work-tree=${folder}`];
  const answer = await git({
    folder,
    args: [...where, 'check-ignore', '--no-index', '-z', '--stdin'],
    // With `./` before it a name that begins with a colon is no magic; git gives it back as it came.
    input: Buffer.from(paths.map((path) => `./${path}\0`).join(''), 'latin1'),
  });
  // Exit code 1 only says that none is ignored.
  if (answer.code !== 0 && answer.code !== 1)
    return { refused: refusalOf(answer, folder, 'tell ignored files') };
  const lines = answer.stdout.toString('latin1').split('\0');
  return new Set(lines.filter((line) => line !== '').map((line) => line.slice(2)));
}

async function layOutRules(
  git: GitCommand,
  top: string,
  tree: string,
  folder: string,
): Promise<Refused | undefined> {
  const listed = await git({ folder: top, args: ['ls-tree', '-r', '-z', '--full-tree', tree] });
  if (listed.code !== 0) return { refused: refusalOf(listed, top, 'read the checkpoint') };
  for (const line of listed.stdout.toString('latin1').split('\0')) {
    const [, sha = '', path = ''] = /^100\d+ blob ([0-9a-f]+)\t([^]*)$/.exec(line) ?? [];
    if (!IGNORE_FILE.test(path)) continue;
    const blob = await git({ folder: top, args: ['cat-file', 'blob', sha] });
    if (blob.code !== 0) return { refused: refusalOf(blob, top, 'read the checkpoint') };
    const file = Buffer.concat([Buffer.from(join(folder, '/')), Buffer.from(path, 'latin1')]);
    await mkdir(Buffer.from(dirname(file.toString('latin1')), 'latin1'), { recursive: true });
    await writeFile(file, blob.stdout);
  }
  return undefined;
}
