import * as vscode from 'vscode';
import { plural } from '../../core/plural';
import type { CommandDeps } from './command';
import { runStageUpTo } from './startStage';
import { nameOfStage, type ChosenStage } from './stageTargets';

/** Runs so many batches of a stage as a person says. */
export async function runBatches(deps: CommandDeps, target: unknown): Promise<void> {
  await runStageUpTo(deps, target, async (chosen) => {
    const batches = await askCount(chosen);
    return batches === undefined ? undefined : { batches };
  });
}

async function askCount(chosen: ChosenStage): Promise<number | undefined> {
  const answer = await vscode.window.showInputBox({
    title: vscode.l10n.t(
      'Run how many {0} of {1}?',
      plural(chosen.plan.plan.terms.batch),
      nameOfStage(chosen),
    ),
    value: '2',
    ignoreFocusOut: true,
    validateInput: (text) =>
      countOf(text) === undefined ? vscode.l10n.t('A whole number from 1 to 999.') : undefined,
  });
  return answer === undefined ? undefined : countOf(answer);
}

function countOf(text: string): number | undefined {
  return /^[1-9]\d{0,2}$/.test(text.trim()) ? Number(text) : undefined;
}
