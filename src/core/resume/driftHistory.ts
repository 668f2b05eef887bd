/** How a history that moved or was rewritten is told. */
import type { Drift } from './drift';
import type { HistoryRelation, Rewrite } from './facts';

const HOW: Readonly<Record<Rewrite, string>> = {
  amended: 'The last commit was amended.',
  rebased: 'The commits were rebased: every change is in HEAD again.',
  cherry_picked:
    'The commits were cherry-picked: every change is in HEAD, and the old ones are on another branch.',
  same_tree: 'The commits are others, and the files are the same.',
  squashed: 'The commits were squashed: HEAD has everything they changed.',
  moved_back: 'HEAD stands before the checkpoint: later commits were left behind.',
  lost: 'Not everything that the checkpoint had is in HEAD',
};

/** The drift of a history, or none where HEAD is where it was. */
export function historyDrift(history: HistoryRelation): Drift[] {
  if (history.kind === 'same') return [];
  if (history.kind === 'forward') {
    const { commits, subjects, shortstat } = history;
    const stat = shortstat === '' ? '' : ` (${shortstat.trim()})`;
    const latest = subjects[0] === undefined ? '' : `, the latest: ${subjects[0]}`;
    const details = `${commits} ${commits === 1 ? 'commit' : 'commits'}${stat}${latest}.`;
    return [{ class: 'head_moved_forward', action: 'note', details }];
  }
  const { how, found, commits } = history;
  const counts = how === 'lost' ? `: ${found} of ${commits} commits were found again.` : '';
  const action = how === 'lost' || how === 'moved_back' ? 'ask' : 'warn';
  return [{ class: 'history_rewritten', action, details: `${HOW[how]}${counts}` }];
}
