/** A three-way merge of trees that touches neither index nor working tree, and what becomes of its conflicts. */
import { parentsOf, shownPath } from '../../core/checkpoints/restorePlan';
import type { CheckpointRefusal } from '../../core/checkpoints/checkpoint';
import type { GitCommand } from '../checkpoints/gitCommand';
import { refusalOf } from '../checkpoints/gitRefusal';
import type { BytePath } from '../checkpoints/snapshotScan';
import { entriesOf, treeWith, type Entry } from './treeWith';

type Refused = { readonly refused: CheckpointRefusal };

/** Trees, or commits that name them. */
export interface Sides {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Which side some files are taken from, with what lies below them; by their shown paths. */
export interface Choice {
  readonly side: 'ours' | 'theirs';
  readonly files: ReadonlySet<string>;
}

/** The merged tree, or the paths that a person has to decide about. */
export type Merged =
  | {
      readonly tree: string;
      /** Commits of the two sides, children of one of the base. */
      readonly ours: string;
      readonly theirs: string;
    }
  | { readonly conflicts: readonly string[] }
  | Refused;

/** A file that has to make room for a folder gets the name of its side's commit: `d~<commit>`. */
const MOVED = /~[0-9a-f]{40,}(?:_\d+)?$/;

/** Renames are not looked for: a file that one side renamed and the other changed is for a person to decide. */
const SETTINGS = ['merge.renames=false', 'merge.directoryRenames=false'].flatMap((each) => ['-c', each]);

/**
 * Merges what happened between base and theirs into ours.
 * @param scratch a folder of ours, absolute
 */
export async function mergeTree(
  git: GitCommand,
  top: string,
  sides: Sides,
  choice: Choice | undefined,
  scratch: string,
): Promise<Merged> {
  const base = await commitTree(git, top, sides.base, []);
  if (typeof base !== 'string') return base;
  const ours = await commitTree(git, top, sides.ours, [base]);
  if (typeof ours !== 'string') return ours;
  const theirs = await commitTree(git, top, sides.theirs, [base]);
  if (typeof theirs !== 'string') return theirs;
  const what = ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', ours, theirs];
  const answer = await git({ folder: top, args: [...SETTINGS, ...what] });
  if (answer.code !== 0 && answer.code !== 1)
    return { refused: refusalOf(answer, top, 'merge the result of the step') };
  const [tree = '', ...rest] = answer.stdout.toString('latin1').split('\0');
  const conflicts = rest.filter((path) => path !== '');
  const open = conflicts.map((path) => shownPath(path.replace(MOVED, '')));
  const undecided = [...new Set(open)].filter((path) => choice?.files.has(path) !== true);
  if (undecided.length > 0) return { conflicts: undecided };
  if (choice === undefined) return { tree, ours, theirs };
  const side = { ours, theirs }[choice.side];
  const decided = await takeSide(git, top, { tree, side, files: choice.files, conflicts }, scratch);
  return typeof decided === 'string' ? { tree: decided, ours, theirs } : decided;
}

/** A commit of a tree (or of a commit's tree), with nothing that depends on who works here. */
export async function commitTree(
  git: GitCommand,
  top: string,
  tree: string,
  parents: readonly string[],
): Promise<string | Refused> {
  const args = ['commit-tree', '--no-gpg-sign', ...parents.flatMap((parent) => ['-p', parent])];
  const input = 'Stage Runner: the result of a step\n';
  const answer = await git({ folder: top, args: [...args, `${tree}^{tree}`], input });
  if (answer.code === 0) return answer.stdout.toString().trim();
  return { refused: refusalOf(answer, top, 'write a commit') };
}

interface ToTake {
  /** Of the merge, with marks of conflicts in it. */
  readonly tree: string;
  /** The commit of the side. */
  readonly side: string;
  readonly files: Choice['files'];
  readonly conflicts: readonly BytePath[];
}

/** The merge's tree with the side's own entries at and below the chosen paths, also where no conflict is left there. */
async function takeSide(
  git: GitCommand,
  top: string,
  { tree, side, files, conflicts }: ToTake,
  scratch: string,
): Promise<string | Refused> {
  const merged = await entriesOf(git, top, tree);
  if ('refused' in merged) return merged;
  const own = await entriesOf(git, top, side);
  if ('refused' in own) return own;
  const isMeant = ({ path }: Entry): boolean =>
    [...parentsOf(path), path].some((each) => files.has(shownPath(each)));
  const moved = new Set(conflicts.filter((path) => MOVED.test(path)));
  const gone = merged.entries.filter((entry) => isMeant(entry) || moved.has(entry.path));
  const come = own.entries.filter(isMeant);
  const entries = [...gone.map(({ path }) => ({ path })), ...come];
  return treeWith(git, top, { tree, entries }, scratch);
}
