/** Every command of package.json. */
import { answerGate } from './answerGate';
import { checkSetup } from './checkSetup';
import { checkpointMenu } from './checkpointMenu';
import { cleanUpCheckpoints } from './cleanUpCheckpoints';
import { commitStep } from './commitStep';
import { compareCheckpoint, compareCheckpointWithPrevious } from './compareCheckpoint';
import { compareRecorded } from './compareRecorded';
import { copyRollbackCommand } from './copyRollbackCommand';
import { createCheckpoint } from './createCheckpoint';
import { createSamplePlan } from './createSamplePlan';
import { deleteCheckpoint } from './deleteCheckpoint';
import { keepStray } from './keepStray';
import { openHandoff } from './openHandoff';
import { openPlan } from './openPlan';
import { refresh } from './refresh';
import { renameCheckpoint } from './renameCheckpoint';
import { resume } from './resume';
import { resumeStage } from './resumeStage';
import { reveal } from './reveal';
import { rollBack, undoRollBack } from './rollBack';
import { exportGraph, showGraph } from './showGraph';
import { filterByStatus, hideDone, showAllRows, showDone, sortByStatus, sortInPlanOrder } from './rowChoice';
import { runBatches } from './runBatches';
import { runGapsOnly } from './runGapsOnly';
import { runNext } from './runNext';
import { runNextBatch } from './runNextBatch';
import { runStage } from './runStage';
import { runStep } from './runStep';
import { runUntilGate } from './runUntilGate';
import { setStatus } from './setStatus';
import { showCheckpointReport } from './showCheckpointReport';
import { showCheckpoints } from './showCheckpoints';
import { dryRun } from './dryRun';
import { showResumePreview } from './showResumePreview';
import { showRun } from './showRun';
import { skipStep } from './skipStep';
import { stop } from './stop';
import { stopAfterBatch } from './stopAfterBatch';
import { stopStage } from './stopStage';
import type { Command } from './command';
import type { CommandName } from './register';

export const commands: Readonly<Record<CommandName, Command>> = {
  runStep,
  runNext,
  stop,
  resume,
  runStage,
  runNextBatch,
  runUntilGate,
  runBatches,
  runGapsOnly,
  resumeStage,
  stopAfterBatch,
  stopStage,
  skipStep,
  commitStep,
  answerGate,
  openPlan,
  openHandoff,
  showRun,
  setStatus,
  refresh,
  createSamplePlan,
  checkSetup,
  createCheckpoint,
  compareCheckpoint,
  compareCheckpointWithPrevious,
  compareRecorded,
  compareStep: compareCheckpoint,
  rollBack,
  rollBackStep: rollBack,
  undoRollBack,
  renameCheckpoint,
  deleteCheckpoint,
  keepStray,
  copyRollbackCommand,
  showCheckpointReport,
  showResumePreview,
  dryRun,
  cleanUpCheckpoints,
  showCheckpoints,
  checkpointMenu,
  showGraph,
  exportGraph,
  reveal,
  hideDone,
  showDone,
  filterByStatus,
  showAllRows,
  sortByStatus,
  sortInPlanOrder,
};
