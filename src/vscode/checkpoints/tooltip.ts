/** The Markdown tooltip of a checkpoint: what it belongs to, what it holds, what it does not. Foreign text is escaped. */
import type * as vscode from 'vscode';
import { escapeMarkdown as escape } from '../markdown';
import { when } from '../when';
import type { FoundCheckpoint } from './seen';
import { belongsTo, factWords, kindWords, leftOutWords } from './words';

type L10n = Pick<typeof vscode.l10n, 't'>;

/** More left-out paths than this are only counted. */
const PATHS_SHOWN = 8;

export function checkpointTooltip(found: FoundCheckpoint, l10n: L10n): string {
  const { record, exists, readOnly, rebuilt } = found;
  const { git, plan, stop } = record;
  const lines = [
    `**${escape(record.name)}**`,
    escape([belongsTo(record, l10n), plan?.title].filter(Boolean).join(' · ')),
    escape(`${kindWords(record.kind, l10n)}, ${when(record.created_at)}${record.by ? `, ${record.by}` : ''}`),
    escape(factWords(found, l10n).join(' · ')),
    git && escape(commitWords(git, l10n)),
    git?.in_progress && escape(l10n.t('git was in the middle of: {0}', git.in_progress)),
    stop && escape(stop.detail),
    ...record.left_out
      .slice(0, PATHS_SHOWN)
      .map((one) => escape(l10n.t('Left out: {0} ({1})', one.path, leftOutWords(one, l10n)))),
    record.left_out.length > PATHS_SHOWN &&
      escape(l10n.t('and {0} more left out', record.left_out.length - PATHS_SHOWN)),
    !exists &&
      escape(l10n.t('Its commit is not in the repository any more: nothing can be compared or restored.')),
    readOnly && escape(l10n.t('Written by a newer version: shown only.')),
    rebuilt && escape(l10n.t('The record was lost and was made again from the commit.')),
  ];
  return lines.filter((line) => line !== undefined && line !== false && line !== '').join('  \n');
}

function commitWords(git: NonNullable<FoundCheckpoint['record']['git']>, l10n: L10n): string {
  const sha = git.sha.slice(0, 10);
  if (git.head === undefined) return l10n.t('Commit {0}, before the first commit', sha);
  const head = git.head.slice(0, 10);
  return git.branch === undefined
    ? l10n.t('Commit {0}, HEAD detached at {1}', sha, head)
    : l10n.t('Commit {0}, on {1} at {2}', sha, git.branch, head);
}
