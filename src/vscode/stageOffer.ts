/** What a notice about a finished stage offers to do next, as a button: values. */
import type * as vscode from 'vscode';
import { afterStage } from '../core/batch/afterStage';
import type { PlanView } from '../core/status';
import type { TreeNode } from './nodes';
import { capital } from './stageWords';

type L10n = Pick<typeof vscode.l10n, 't'>;

export interface StageOffer {
  /** The words on the button. */
  readonly title: string;
  /** The row of the stage to run, or the command of the format's own tool to put on the clipboard. */
  readonly does: { readonly run: TreeNode } | { readonly copy: string };
}

/** @param stage the key of the finished one */
export function stageOffer(view: PlanView, stage: string, l10n: L10n): StageOffer | undefined {
  const { id, terms } = view.plan;
  const after = afterStage(view, stage);
  switch (after?.kind) {
    case undefined:
      return undefined;
    case 'run':
      return {
        title: l10n.t('Run Next {0}', capital(terms.stage)),
        does: { run: { kind: 'stage', plan: id, stage: after.stage.key } },
      };
    case 'command':
      return { title: l10n.t('Copy {0}', after.command), does: { copy: after.command } };
  }
}
