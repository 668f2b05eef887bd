/** The commands of package.json by id, and the one place where what they throw is told to the person. */
import * as vscode from 'vscode';
import { errorText } from '../errorText';
import type { CommandDeps } from './command';

const NAMES = [
  'runStep',
  'runNext',
  'stop',
  'resume',
  'runStage',
  'runNextBatch',
  'runUntilGate',
  'runBatches',
  'runGapsOnly',
  'resumeStage',
  'stopAfterBatch',
  'stopStage',
  'skipStep',
  'commitStep',
  'answerGate',
  'openPlan',
  'openHandoff',
  'showRun',
  'setStatus',
  'refresh',
  'createSamplePlan',
  'checkSetup',
  'createCheckpoint',
  'compareCheckpoint',
  'compareCheckpointWithPrevious',
  'compareRecorded',
  'compareStep',
  'rollBack',
  'rollBackStep',
  'undoRollBack',
  'renameCheckpoint',
  'deleteCheckpoint',
  'keepStray',
  'copyRollbackCommand',
  'showCheckpointReport',
  'showResumePreview',
  'dryRun',
  'cleanUpCheckpoints',
  'showCheckpoints',
  'checkpointMenu',
  'showGraph',
  'exportGraph',
  'reveal',
  'hideDone',
  'showDone',
  'filterByStatus',
  'showAllRows',
  'sortByStatus',
  'sortInPlanOrder',
] as const;

export type CommandName = (typeof NAMES)[number];

export function registerCommands(context: vscode.ExtensionContext, deps: CommandDeps): void {
  for (const name of NAMES) {
    const run = async (target: unknown): Promise<void> => {
      try {
        // Loaded with the first command, so that activation stays short.
        const { commands } = await import('./commands');
        await commands[name](deps, target);
      } catch (error) {
        deps.log.error(name, error instanceof Error ? error : String(error));
        await tellFailure(deps, name, error);
      }
    };
    context.subscriptions.push(vscode.commands.registerCommand(`stageRunner.${name}`, run));
  }
  context.subscriptions.push(
    vscode.commands.registerCommand('stageRunner.openLog', () => {
      deps.log.show();
    }),
  );
}

async function tellFailure({ log }: CommandDeps, name: string, error: unknown): Promise<void> {
  const open = vscode.l10n.t('Open Log');
  const message = vscode.l10n.t('“{0}” failed: {1}', name, errorText(error));
  if ((await vscode.window.showErrorMessage(message, open)) === open) log.show();
}
