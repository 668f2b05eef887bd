/** The end of a stage: its validation, its carry sidecar and its `done` row (okstra.md 3.7). */
import { parseCommandLine } from '../../checkCommand';
import type { CheckRecord } from '../../checks';
import type { PlanReport } from '../../formats/okstra/planReport';
import { readCarryEvidence } from '../../formats/okstra/run/carryEvidence';
import { finishStage } from '../../formats/okstra/run/consumerRows';
import { shortList } from '../../formats/okstra/run/excerpt';
import { stageValidation } from '../../formats/okstra/run/postValidation';
import type { StageCheck } from '../../formats/okstra/run/stageResult';
import { taskOf } from '../../formats/okstra/run/task';
import { evidenceBlock } from '../../handoff/evidence';
import { fenced } from '../../handoff/fence';
import { isObject, textsIn } from '../../jsonObject';
import type { State } from '../../protocol/walk';
import type { Action } from '../action';
import { changedFiles } from './changes';
import { answerIn, okstraFiles, plannedIn } from './plan';

/** How a stage will be judged, as the plan says it before anybody works: an executor cannot change it. */
export function judgedBy(report: PlanReport, stage: number): State {
  const section = report.texts.get(stage)?.section.validation;
  const { commands, refused, outcomes } = stageValidation(report.outline, section).post;
  return {
    planned: plannedIn(report, stage).paths,
    post_commands: commands.map(({ display }) => display),
    post_not_run: refused.map(({ display, problem }) => `Not run: ${display} (${problem})`),
    post_outcomes: outcomes,
  };
}

/**
 * `validate_okstra_stage`: what only we write is as we wrote it, and the `post` commands pass, in order, until one fails;
 * what is not run is told.
 */
export const validateOkstraStage: Action = async (context) => {
  const { state } = context;
  const foreign = textsIn(state['foreign']);
  if (foreign.length > 0) return { updates: foreignFailure(foreign), next: 'fix_loop_gate' };
  const notRun = textsIn(state['post_not_run']);
  const validations: StageCheck[] = [];
  const kept = { files_ok: true, validations, outcomes: [...textsIn(state['post_outcomes']), ...notRun] };
  for (const display of textsIn(state['post_commands'])) {
    const argvs = parseCommandLine(display);
    if ('problem' in argvs) return { failed: argvs.problem };
    const record = await context.runCommand({ check: 'test', source: 'plan', display, argvs });
    validations.push({ group: 'post', record });
    if (record.status !== 'passed')
      return { updates: { ...kept, ...failure(record) }, next: 'fix_loop_gate', ...told(notRun) };
  }
  return { updates: { ...kept, tests_ok: true }, ...told(notRun) };
};

function told(notRun: readonly string[]): { readonly note?: string } {
  return notRun.length === 0 ? {} : { note: notRun.join('\n') };
}

/** It is put right already; what is left for the executor is to leave it alone. */
function foreignFailure(foreign: readonly string[]): Record<string, unknown> {
  const named = shortList(foreign, MOST_FOREIGN);
  return {
    files_ok: false,
    files_output: fenced(named),
    files_named: foreign[0],
    validations: [],
    report: '',
  };
}

const MOST_FOREIGN = 50;

/** What the executor said of work that does not hold counts no more. */
function failure(record: CheckRecord): Record<string, unknown> {
  return { tests_ok: false, tests_output: fenced(evidenceBlock(record)), report: '' };
}

/** `carry_okstra_stage`: without its evidence a stage has violated its contract, and nothing is written. */
export const carryOkstraStage: Action = async (context) => {
  const evidence = readCarryEvidence(answerIn(context));
  if ('missing' in evidence)
    return { updates: {}, next: 'end_failure', note: `contract-violated: ${evidence.missing}.` };
  const { json } = evidence;
  const written = await okstraFiles(context).writeSidecar(Number(context.header.step.key), json);
  if ('refused' in written) return { failed: written.refused };
  return {
    updates: { sidecar: { file: written.carryPath, json } },
    changes: [{ file: written.file, what: 'carry sidecar' }],
  };
};

/** `finish_okstra_stage`: the row that makes the stage done. */
export const finishOkstraStage: Action = async (context) => {
  const { header, state } = context;
  const sidecar = isObject(state['sidecar']) ? state['sidecar']['file'] : undefined;
  if (typeof sidecar !== 'string') return { failed: 'The stage has no carry sidecar.' };
  const changed = await changedFiles(context);
  const done = await okstraFiles(context).appendRows(({ log, at, commit }) =>
    finishStage(log, Number(header.step.key), sidecar, { task: taskOf(header), at, commit }),
  );
  if ('refused' in done) return { failed: done.refused };
  return { updates: 'refused' in changed ? {} : { files: changed.files, left: changed.left } };
};
