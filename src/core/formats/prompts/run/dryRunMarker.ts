/** The marker before a batch, as a dry run tells of it: what git would have, and what a person would type for the same. */
import { CHECKPOINT_REFS } from '../../../checkpoints/checkpoint';
import { BY_HAND_REFS } from '../../../checkpoints/rollbackCommand';
import { fenced } from '../../../handoff/fence';
import { shellWord } from '../../../shellText';
import { commandLine } from './commands';
import { code, paragraphs } from './shown';

/** What git says of the worktree now. */
export interface Worktree {
  /** Its top folder, absolute. */
  readonly top: string;
  /** The workspace folder from there: empty, or ending with `/`. */
  readonly prefix: string;
  /** Absent before the first commit; without a branch where HEAD names a commit. */
  readonly head?: { readonly commit: string; readonly branch?: string };
}

/** @param now nothing comes before this batch that could move HEAD */
export function markerPart(
  worktree: Worktree | undefined,
  number: number,
  tag: string | undefined,
  now: boolean,
): string {
  if (worktree === undefined)
    return 'No marker can be made here: a rollback point by hand is written down and confirmed before anything runs.';
  const all = `all files as a commit under the ref ${code(`${CHECKPOINT_REFS}/<id>`)}`;
  const tagged = tag === undefined ? '' : `the tag ${code(tag)} at HEAD, ${headWords(worktree, now)}, and `;
  return paragraphs(
    `Marker, before anything runs: ${tagged}${all}. By hand it would be:`,
    fenced(byHand(worktree, number, tag), 'sh'),
  );
}

function headWords({ head }: Worktree, now: boolean): string {
  if (!now || head === undefined) return 'as it is then';
  const branch = head.branch === undefined ? 'no branch' : code(head.branch);
  return `which is ${code(head.commit.slice(0, 12))} on ${branch} now`;
}

/** On an index of its own: that of the person stays as it is. */
function byHand({ top, head }: Worktree, number: number, tag: string | undefined): string {
  const parent = head === undefined ? '' : ' -p HEAD';
  const commit = `git commit-tree${parent} -m 'before batch ${number}' "$(git write-tree)"`;
  return [
    `cd ${shellWord(top)}`,
    '(',
    '  export GIT_INDEX_FILE="$(mktemp -u)"',
    ...(head === undefined ? [] : ['  git read-tree HEAD']),
    '  git add --all',
    `  git update-ref ${BY_HAND_REFS}/before-batch-${number} "$(${commit})"`,
    '  rm -f "$GIT_INDEX_FILE"',
    ')',
    ...(tag === undefined ? [] : [commandLine(['git', 'tag', tag, 'HEAD'])]),
  ].join('\n');
}
