/** Whether the files that a stage is planned on are as the plan saw them, or as its own stages left them (okstra.md 3.7). */
import { isObject } from '../../jsonObject';
import { doneStages } from '../../formats/okstra/run/consumerRows';
import { foldRows } from '../../formats/okstra/consumers';
import type { PlanReport } from '../../formats/okstra/planReport';
import {
  driftedFiles,
  driftQuestion,
  type FileState,
  type PlannedFile,
} from '../../formats/okstra/run/planDrift';
import { isPlanned } from '../../formats/okstra/run/plannedFiles';
import { runOfTask } from '../../formats/okstra/run/task';
import type { ActionContext } from '../action';
import type { NoAnswer } from '../workTree';
import { lastWritten } from './kept';
import { logIn, okstraFiles, plannedIn } from './plan';

/** The question of the gate, where there is one, and what a person should know besides. */
export interface DriftFound {
  readonly question?: string;
  readonly note?: string;
}

/** @param now the working tree */
export async function driftIn(
  context: ActionContext,
  report: PlanReport,
  stage: number,
  now: { readonly tree: string } | NoAnswer,
): Promise<DriftFound> {
  const { paths } = plannedIn(report, stage);
  if (paths.length === 0) return {};
  if ('refused' in now) return { note: `${UNTOLD} ${now.refused}` };
  const okstra = okstraFiles(context);
  const commit = await okstra.commitOf(context.header.step.file);
  if (commit === undefined) return { note: `${UNTOLD} There is no commit from before the plan.` };
  const left = await leftStates(context, report);
  const files: PlannedFile[] = [];
  for (const path of paths) {
    const planned = await okstra.stateIn(commit, path);
    const present = await okstra.stateIn(now.tree, path);
    // What lies in a folder may well change.
    if (planned === 'folder' || present === 'folder') continue;
    const own = await left(path);
    files.push({ path, planned, now: present, ...(own !== undefined && { left: own }) });
  }
  const drifted = await Promise.all(
    driftedFiles(files).map(async (file) => ({
      ...file,
      commits: await okstra.commitsSince(commit, file.path),
    })),
  );
  const question = driftQuestion(stage, drifted, commit);
  return question === undefined ? {} : { question };
}

const UNTOLD = 'Whether planned files changed since the plan cannot be told.';

/**
 * How the plan's own stages left a file: as the last run of ours that changed it wrote it down, else as the last stage
 * that was done elsewhere and predicts it has it in its commit.
 */
async function leftStates(
  context: ActionContext,
  report: PlanReport,
): Promise<(path: string) => Promise<FileState | undefined>> {
  const own = ownStates(context);
  const log = await logIn(context);
  const elsewhere = [...doneStages(log)].flatMap((stage) => {
    const { row } = foldRows(log.rows.get(stage) ?? []);
    if (row?.commit === undefined || runOfTask(row.task ?? '') !== undefined) return [];
    return [{ line: row.line, commit: row.commit, isPlanned: isPlanned(plannedIn(report, stage)) }];
  });
  const latest = elsewhere.sort((a, b) => b.line - a.line);
  return async (path) => {
    const known = own.get(path);
    const done = latest.find((one) => one.isPlanned(path));
    if (known !== undefined || done === undefined) return known;
    const state = await okstraFiles(context).stateIn(done.commit, path);
    return state === 'folder' ? undefined : state;
  };
}

function ownStates({ journals, header }: ActionContext): Map<string, FileState> {
  const states = new Map<string, FileState>();
  for (const run of journals.runs()) {
    const { plan, step, stage } = run.header;
    if (plan.root !== header.plan.root || step.file !== header.step.file || stage) continue;
    const left = lastWritten(journals.events(run.id), 'left');
    for (const [path, state] of Object.entries(isObject(left) ? left : {}))
      if (isFileState(state)) states.set(path, state);
  }
  return states;
}

function isFileState(value: unknown): value is FileState {
  if (value === 'absent' || value === 'unknown') return true;
  return isObject(value) && typeof value['hash'] === 'string';
}
