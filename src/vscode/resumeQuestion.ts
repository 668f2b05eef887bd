/** What is asked before a run goes on although something is not as it was: values. */
import type * as vscode from 'vscode';
import { asksAboutBranch } from '../core/batch/branchGate';
import type { RunStarted } from '../core/events';
import type { Drift } from '../core/resume/drift';
import { DRIFTS } from '../core/resume/driftWords';
import { subjectName } from '../core/subject';
import { someOf } from './checkpoints/restoreWords';
import { plainText } from './plainText';

type L10n = Pick<typeof vscode.l10n, 't'>;

export interface ResumeQuestion {
  readonly message: string;
  readonly detail: string;
}

/** `undefined` where no drift is one that a person decides about, but for what the run asks about by itself. */
export function resumeQuestion(
  header: RunStarted,
  drifts: readonly Drift[],
  l10n: L10n,
): ResumeQuestion | undefined {
  const byRun = asksAboutBranch(header) ? 'branch_changed' : undefined;
  const asked = drifts.filter((drift) => drift.action === 'ask' && drift.class !== byRun);
  if (asked.length === 0) return undefined;
  const lines = asked.map(({ class: of, details, paths = [] }) => {
    const { title, toDo } = DRIFTS[of];
    const which = paths.length === 0 ? '' : ` (${someOf(paths, l10n)})`;
    return `${title}. ${plainText(details, 400)} ${toDo}${which}`;
  });
  return {
    message: l10n.t('Not everything is as it was. Resume {0} all the same?', plainText(subjectName(header))),
    detail: lines.join('\n\n'),
  };
}
