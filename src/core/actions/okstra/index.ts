/** The actions of okstra's protocols, by the base name of the script that each stands for. */
import type { Action } from '../action';
import { answerOutOfPlan, routeOkstraEdits, weighOkstraChanges } from './changes';
import { checkOkstraRun } from './checkRun';
import { carryOkstraStage, finishOkstraStage, validateOkstraStage } from './finishStage';
import { gatherOkstraStage } from './gatherStage';
import { nameOkstraReport, reportOkstraRun } from './reportRun';
import { runInOrder, takeOkstraBatch } from './takeBatch';

export const okstraActions: Readonly<Record<string, Action>> = {
  gather_okstra_stage: gatherOkstraStage,
  weigh_okstra_changes: weighOkstraChanges,
  route_okstra_edits: routeOkstraEdits,
  answer_out_of_plan: answerOutOfPlan,
  validate_okstra_stage: validateOkstraStage,
  carry_okstra_stage: carryOkstraStage,
  finish_okstra_stage: finishOkstraStage,
  take_okstra_batch: takeOkstraBatch,
  run_in_order: runInOrder,
  check_okstra_run: checkOkstraRun,
  name_okstra_report: nameOkstraReport,
  report_okstra_run: reportOkstraRun,
};
