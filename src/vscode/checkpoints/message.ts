/** The line above the rows of the Checkpoints view: why there is nothing to show, or not all, or not at once. */
import type * as vscode from 'vscode';
import type { SeenCheckpoints } from './seen';

type L10n = Pick<typeof vscode.l10n, 't'>;

/** Empty when there is nothing to say; that a folder is in no repository is said by the view's welcome text alone. */
export function checkpointsMessage(
  { checkpoints, problems, unwatched }: Omit<SeenCheckpoints, 'unfinished'>,
  l10n: L10n,
): string {
  const told = problems.filter(({ code }) => checkpoints.length > 0 || code !== 'not_a_repository');
  return [
    ...told.map(({ detail, wayOut }) => l10n.t('No checkpoints: {0} {1}', detail, wayOut)),
    ...unwatched.map((why) =>
      l10n.t('{0}. What other windows do is shown after “Refresh” in the Stage Map’s title.', why),
    ),
  ].join(' ');
}
