/** What is said before and after a rollback: values, with exact counts. */
import type * as vscode from 'vscode';
import type { RestorePreview } from '../../core/checkpoints/checkpoint';
import { plainText } from '../plainText';
import { changeWords } from './words';

type L10n = Pick<typeof vscode.l10n, 't'>;

/** More paths than this are only counted. */
const PATHS_SHOWN = 5;

export type RestoreChoice = 'show' | 'files' | 'filesAndBranch';

export interface RestoreItem {
  readonly label: string;
  readonly detail: string;
  readonly choice: RestoreChoice;
}

/** What a person may do with a preview. The first row is what Enter alone takes, so it changes nothing. */
export function restoreItems(preview: RestorePreview, l10n: L10n): RestoreItem[] {
  const { changes, branch } = preview;
  const files = filesWords(changes.length, l10n);
  const what = changeWords(changes, l10n);
  const items: RestoreItem[] = [
    {
      choice: 'show',
      label: `$(diff-multiple) ${l10n.t('Show Changes')}`,
      detail: l10n.t('Opens the comparison and changes nothing: {0}.', what),
    },
    {
      choice: 'files',
      label: `$(discard) ${l10n.t('Roll Back Files…')}`,
      detail: [l10n.t('{0} go back: {1}.', files, what), commitsWords(preview, l10n)].join(' '),
    },
  ];
  if ('name' in branch)
    items.push({
      choice: 'filesAndBranch',
      label: `$(git-branch) ${l10n.t('Files and Branch…')}`,
      detail: l10n.t(
        '{0} go back, and the branch {1} too: commits left behind: {2}.',
        files,
        plainText(branch.name),
        branch.leaves,
      ),
    });
  return items;
}

export interface Question {
  readonly message: string;
  readonly detail: string;
  readonly action: string;
}

/** The modal question before anything is changed. */
export function restoreQuestion(
  name: string,
  preview: RestorePreview,
  choice: 'files' | 'filesAndBranch',
  l10n: L10n,
): Question {
  const { changes, branch } = preview;
  const files = filesWords(changes.length, l10n);
  const moves = 'name' in branch && (choice === 'filesAndBranch' || branch.undo);
  const lines = [
    l10n.t(
      'Since then: {0}. What was added since is deleted, what was deleted comes back.',
      changeWords(changes, l10n),
    ),
    moves
      ? l10n.t(
          'The branch {0} goes back too. Commits left behind: {1}.',
          plainText(branch.name),
          branch.leaves,
        )
      : commitsWords(preview, l10n),
    ...aloneWords(preview, l10n),
    l10n.t('The state as it is now becomes a checkpoint first, so that this can be undone.'),
  ];
  return {
    message: l10n.t('Roll back {0} to “{1}”?', files, plainText(name)),
    detail: lines.join('\n'),
    action: changes.length === 1 ? l10n.t('Roll Back 1 File') : l10n.t('Roll Back {0} Files', changes.length),
  };
}

/** `Restored 12 files to “before step 02”.` */
export function restoredWords(count: number, name: string, l10n: L10n): string {
  return count === 1
    ? l10n.t('Restored 1 file to “{0}”.', plainText(name))
    : l10n.t('Restored {0} files to “{1}”.', count, plainText(name));
}

export function strayWords(paths: readonly string[], name: string, l10n: L10n): string {
  return l10n.t(
    'Rolled back to “{0}”, but these are not as the checkpoint has them: {1}. No step is run in this folder until you decide.',
    plainText(name),
    someOf(paths, l10n),
  );
}

/** `a, b, c and 3 more`. */
export function someOf(paths: readonly string[], l10n: L10n): string {
  const names = paths.slice(0, PATHS_SHOWN).map((path) => plainText(path));
  const more = paths.length - names.length;
  return more === 0 ? names.join(', ') : l10n.t('{0} and {1} more', names.join(', '), more);
}

function aloneWords({ leftOut, stays }: RestorePreview, l10n: L10n): string[] {
  const paths = leftOut.map(({ path }) => path);
  return [
    ...(paths.length === 0
      ? []
      : [l10n.t('Left alone, because no checkpoint holds it: {0}', someOf(paths, l10n))]),
    ...(stays.length === 0
      ? []
      : [
          l10n.t(
            'Left alone, because it was ignored then or is a repository of its own now: {0}',
            someOf(stays, l10n),
          ),
        ]),
  ];
}

function filesWords(count: number, l10n: L10n): string {
  return count === 1 ? l10n.t('1 file') : l10n.t('{0} files', count);
}

function commitsWords({ commitsSince }: RestorePreview, l10n: L10n): string {
  switch (commitsSince.length) {
    case 0:
      return l10n.t('HEAD and the branch stay as they are.');
    case 1:
      return l10n.t('HEAD stays: 1 commit made since stays.');
    default:
      return l10n.t('HEAD stays: {0} commits made since stay.', commitsSince.length);
  }
}
