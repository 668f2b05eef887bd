/** The plan of okstra that a run is about, as its actions look at it. */
import { join, relative, sep } from 'node:path';
import { NO_CONSUMERS, readConsumers, type Consumers } from '../../formats/okstra/consumers';
import { CONSUMERS } from '../../formats/okstra/files';
import { readPlanReport, type PlanReport } from '../../formats/okstra/planReport';
import { plannedFiles, type PlannedFiles } from '../../formats/okstra/run/plannedFiles';
import type { ActionContext } from '../action';
import { textOf } from '../read';
import type { OkstraFiles } from './okstraFiles';

/** @param file absolute path of the report */
export async function reportIn(
  context: ActionContext,
  file: string,
): Promise<PlanReport | { readonly failed: string }> {
  const text = await context.readText(file);
  if (text === undefined) return { failed: `There is no file ${file} any more.` };
  return readPlanReport({ text, modified: 0 }, file);
}

/** The log as it is now; one that is not there has no rows. */
export async function logIn(context: ActionContext): Promise<Consumers> {
  const file = join(context.plansDir, CONSUMERS);
  const text = await context.readText(file);
  return text === undefined ? NO_CONSUMERS : readConsumers({ text, modified: 0 }, file);
}

/** Throws in runs of other formats. */
export function okstraFiles({ okstra }: ActionContext): OkstraFiles {
  if (okstra === undefined) throw new Error('This action belongs to the protocols of okstra');
  return okstra;
}

/** The files that a stage predicts. */
export function plannedIn(report: PlanReport, stage: number): PlannedFiles {
  return plannedFiles((report.texts.get(stage)?.files ?? []).map(({ text }) => text));
}

/** What the executor wrote: its field, else its words. */
export function answerIn({ state }: ActionContext): string {
  const report = textOf(state, 'report');
  return report.trim() === '' ? textOf(state, 'coder_result') : report;
}

/** As the agent opens it: relative to its working folder. */
export function pathIn({ header: { folder } }: ActionContext, file: string): string {
  return relative(folder, file).split(sep).join('/');
}

/**
 * The folders that Stage Runner and okstra write themselves, relative to the top folder of the repository, each ending
 * with `/`.
 * @param prefix `WorkTree.prefix`
 */
export function ownFolders(context: ActionContext, prefix: string): string[] {
  const parts = pathIn(context, context.plansDir).split('/');
  const at = parts.findIndex((part) => part === '.okstra' || part === '.project-docs');
  const home = parts.slice(0, parts[at] === '.project-docs' ? at + 2 : at + 1);
  return [`${prefix}.stage-runner/`, ...(at === -1 ? [] : [`${prefix}${home.join('/')}/`])];
}
