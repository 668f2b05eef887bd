/** The commands of package.json by id, and the one place where what they throw is told to the person. */
import * as vscode from 'vscode';
import { errorText } from '../errorText';
import type { Command, CommandDeps } from './command';

/** Each loads when it is first used, so that activation stays short. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  runStep: async () => (await import('./runStep')).runStep,
  runNext: async () => (await import('./runNext')).runNext,
  stop: async () => (await import('./stop')).stop,
  resume: async () => (await import('./resume')).resume,
  answerGate: async () => (await import('./answerGate')).answerGate,
  openPlan: async () => (await import('./openPlan')).openPlan,
  openHandoff: async () => (await import('./openHandoff')).openHandoff,
  showRun: async () => (await import('./showRun')).showRun,
  setStatus: async () => (await import('./setStatus')).setStatus,
  refresh: async () => (await import('./refresh')).refresh,
  createSamplePlan: async () => (await import('./createSamplePlan')).createSamplePlan,
  checkSetup: async () => (await import('./checkSetup')).checkSetup,
  createCheckpoint: async () => (await import('./createCheckpoint')).createCheckpoint,
  compareCheckpoint: async () => (await import('./compareCheckpoint')).compareCheckpoint,
  compareCheckpointWithPrevious: async () =>
    (await import('./compareCheckpoint')).compareCheckpointWithPrevious,
  compareRecorded: async () => (await import('./compareRecorded')).compareRecorded,
  compareStep: async () => (await import('./compareCheckpoint')).compareCheckpoint,
  rollBack: async () => (await import('./rollBack')).rollBack,
  rollBackStep: async () => (await import('./rollBack')).rollBack,
  undoRollBack: async () => (await import('./rollBack')).undoRollBack,
  renameCheckpoint: async () => (await import('./renameCheckpoint')).renameCheckpoint,
  deleteCheckpoint: async () => (await import('./deleteCheckpoint')).deleteCheckpoint,
  keepStray: async () => (await import('./keepStray')).keepStray,
  copyRollbackCommand: async () => (await import('./copyRollbackCommand')).copyRollbackCommand,
  showCheckpointReport: async () => (await import('./showCheckpointReport')).showCheckpointReport,
  showResumePreview: async () => (await import('./showResumePreview')).showResumePreview,
  cleanUpCheckpoints: async () => (await import('./cleanUpCheckpoints')).cleanUpCheckpoints,
  showCheckpoints: async () => (await import('./showCheckpoints')).showCheckpoints,
  checkpointMenu: async () => (await import('./checkpointMenu')).checkpointMenu,
  reveal: async () => (await import('./reveal')).reveal,
};

export function registerCommands(context: vscode.ExtensionContext, deps: CommandDeps): void {
  for (const [name, load] of Object.entries(COMMANDS)) {
    const run = async (target: unknown): Promise<void> => {
      try {
        const command = await load();
        await command(deps, target);
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
