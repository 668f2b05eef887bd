/** The words on screen for worktrees of steps that are still there, and for what would be lost with them. */
import { basename } from 'node:path';
import type * as vscode from 'vscode';
import type { LeftWorktree } from '../node/isolation/leftWorktrees';
import type { OnlyThere } from '../node/isolation/onlyThere';
import { plainText } from './plainText';

type L10n = Pick<typeof vscode.l10n, 't'>;

/** A worktree, and what is nowhere else. */
export interface SeenLeft {
  readonly left: LeftWorktree;
  readonly only: OnlyThere | { readonly why: string };
}

/** A row of a list. */
export function leftItem(seen: SeenLeft, l10n: L10n): vscode.QuickPickItem {
  const { left } = seen;
  return {
    label: nameOf(left),
    description: plainText([stateWords(left, l10n), ...lossWords(seen, l10n)].join(' · '), 300),
    detail: plainText(left.folder, 300),
  };
}

/** What is asked before worktrees are removed: each with what is lost. */
export function lossText(all: readonly SeenLeft[], l10n: L10n): string {
  const lines = all.map((seen) => {
    const loss = lossWords(seen, l10n);
    return l10n.t(
      '{0}: {1}',
      nameOf(seen.left),
      loss.length === 0 ? l10n.t('nothing is lost') : loss.join(', '),
    );
  });
  return [...lines, l10n.t('What is only there is gone for good. No file of the workspace changes.')].join(
    '\n',
  );
}

function nameOf({ run, folder }: LeftWorktree): string {
  const step = run?.header.step;
  return plainText(step ? `${step.number} ${step.title}` : basename(folder));
}

function stateWords({ state }: LeftWorktree, l10n: L10n): string {
  const names: Readonly<Record<LeftWorktree['state'], string>> = {
    at_work: l10n.t('a step is at work there'),
    merged: l10n.t('its result is in the workspace'),
    left: l10n.t('its result was left there by choice'),
    not_merged: l10n.t('its result is not in the workspace'),
    unused: l10n.t('nobody worked there'),
  };
  return names[state];
}

const MOST_NAMED = 5;

function lossWords({ only }: SeenLeft, l10n: L10n): string[] {
  if ('why' in only) return [l10n.t('what is in it cannot be told: {0}', only.why)];
  const { files, commits } = only;
  const names = files.slice(0, MOST_NAMED).map((file) => plainText(file));
  const list = [...names, ...(files.length > MOST_NAMED ? ['…'] : [])].join(', ');
  return [
    ...(files.length === 0
      ? []
      : files.length === 1
        ? [l10n.t('1 file in no commit ({0})', list)]
        : [l10n.t('{0} files in no commit ({1})', files.length, list)]),
    ...(commits === 0
      ? []
      : commits === 1
        ? [l10n.t('1 commit that no branch has')]
        : [l10n.t('{0} commits that no branch has', commits)]),
  ];
}
