/** `name_okstra_report` and `report_okstra_run`: what a run leaves for people; nothing is pushed (okstra.md 3.7). */
import { join } from 'node:path';
import { draftText } from '../../formats/okstra/run/pullRequest';
import { draftName, nextReportName, REPORTS } from '../../formats/okstra/run/reportName';
import { taskOf } from '../../formats/okstra/run/task';
import { pathText } from '../../reportText';
import type { Action } from '../action';
import { textOf } from '../read';
import { pathIn } from './plan';
import { runDocuments } from './runDocuments';
import { runNow } from './runNow';

/** Before it is written, so that whoever goes on after a crash writes the same file. */
export const nameOkstraReport: Action = async (context) => {
  const names = await context.listFiles(join(context.plansDir, REPORTS));
  return { updates: { report_name: nextReportName(names.map((name) => `${REPORTS}/${name}`)) } };
};

/** Writes the report and the draft, copies the draft once, and asks a person where something is wrong. */
export const reportOkstraRun: Action = async (context) => {
  const { state, header, plansDir } = context;
  const run = await runNow(context);
  if (!('stages' in run)) return run;
  const name = textOf(state, 'report_name');
  const [file, draft] = [join(plansDir, name), join(plansDir, draftName(name))];
  const there = await context.readText(file);
  // Another run has taken the name meanwhile.
  if (there !== undefined && !there.includes(pathText(taskOf(header))))
    return { updates: {}, next: 'name_report' };
  const { report, pullRequest, problems } = await runDocuments(context, run);
  await context.writeText(file, report);
  const text = draftText(pullRequest, taskOf(header));
  // Who goes on after a crash may have copied something else meanwhile: it is copied once, and the draft stays.
  const before = await context.readText(draft);
  await context.writeText(draft, text);
  if (before !== text) await context.copy?.(`${pullRequest.title}\n\n${pullRequest.body}`);
  const where = `The report is ${pathText(pathIn(context, file))}.`;
  return {
    updates: {
      run_over: true,
      previous_run: { stages: run.stages.map(({ number }) => number), reference: name },
      run_problems: problems === '' ? '' : `${problems}\n\n${where}`,
    },
    changes: [
      { file, what: 'report of the run' },
      { file: draft, what: 'draft of the pull request' },
    ],
    ...(problems !== '' && { next: 'gate_review' }),
  };
};
