/** The built-in actions by the base name of the script that they stand for (formats/protocol-graph.md). */
import type { Action } from './action';
import { checkHandoff } from './checkHandoff';
import { promptsActions } from './prompts';
import { okstraActions } from './okstra';
import { applyFailed, closeBatch, finishStage, haltStage } from './stage/afterBatch';
import { applyBlocked, chooseBatch } from './stage/chooseBatch';
import { runBatch } from './stage/runBatch';
import { applyGone } from './stage/stepsGone';
import { checkRecap, gatherRun } from './staged/gatherRun';
import { askItem, haltItems, keepItem } from './staged/askItem';
import { checkGates, haltGates, sendBackToGates } from './staged/checkGates';
import { closeGaps, startGaps } from './staged/closeGaps';
import { completeStage } from './staged/completeStage';
import { gatherAudit } from './staged/gatherAudit';
import { noteProgress } from './staged/noteProgress';
import { haltBranch, openStage, setBranch, writeState } from './staged/openStage';
import { runStagedBatch } from './staged/runStagedBatch';
import { readProof } from './staged/readProof';
import { resolveStep } from './resolveStep';
import {
  reviseFromChoice,
  routeCoderResult,
  routeResult,
  routeReview,
  routeStaleness,
  routeSweep,
} from './routes';
import { fixLoopGate, verifyAll, verifyBuild, verifyFormatLint, verifyTests } from './verify';

/** By the base name of the script that each stands for. */
export const builtinActions: Readonly<Record<string, Action>> = {
  resolve_step: resolveStep,
  route_staleness: routeStaleness,
  route_coder_result: routeCoderResult,
  verify_format_lint: verifyFormatLint,
  verify_build: verifyBuild,
  verify_tests: verifyTests,
  fix_loop_gate: fixLoopGate,
  route_sweep: routeSweep,
  route_review: routeReview,
  check_handoff: checkHandoff,
  revise_from_choice: reviseFromChoice,
  gather_run: gatherRun,
  check_recap: checkRecap,
  check_gates: checkGates,
  send_back_to_gates: sendBackToGates,
  halt_gates: haltGates,
  note_progress: noteProgress,
  open_stage: openStage,
  write_state: writeState,
  set_branch: setBranch,
  halt_branch: haltBranch,
  gather_audit: gatherAudit,
  read_proof: readProof,
  ask_item: askItem,
  keep_item: keepItem,
  halt_items: haltItems,
  close_gaps: closeGaps,
  start_gaps: startGaps,
  run_staged_batch: runStagedBatch,
  complete_stage: completeStage,
  route_result: routeResult,
  verify_all: verifyAll,
  choose_batch: chooseBatch,
  apply_gone: applyGone,
  apply_blocked: applyBlocked,
  run_batch: runBatch,
  apply_failed: applyFailed,
  close_batch: closeBatch,
  halt_stage: haltStage,
  finish_stage: finishStage,
  ...okstraActions,
  ...promptsActions,
};
