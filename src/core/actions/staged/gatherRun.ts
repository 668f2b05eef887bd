/** `gather_run` and `check_recap`: what the agent of a renn or GSD run is given, and what completes it (renn-gsd.md 1.2, 1.12). */
import { join, relative, sep } from 'node:path';
import type { RunStarted } from '../../events';
import { profileOf } from '../../formats/staged/names';
import type { Inlined } from '../../formats/staged/run/inlined';
import { readRunConfig } from '../../formats/staged/run/config';
import { declaredGates, gateName, gatesToMeet } from '../../formats/staged/run/declaredGates';
import { runPrompt, type RunTask } from '../../formats/staged/run/runPrompt';
import type { Stage } from '../../plan';
import type { Action, ActionContext } from '../action';
import { areaOf } from './plan';

/** What the agent is told, and which gates it has to meet: what it changes later in these files makes them no fewer. */
export const gatherRun: Action = async (context) => {
  const task = await runTask(context);
  if ('failed' in task) return task;
  const { profile, run, config } = task;
  const source = config && { text: config.text, modified: 0 };
  const { passes, unreadable } = readRunConfig(source, config?.path ?? '', profile);
  if (unreadable !== undefined) return { failed: unreadable };
  const declared = declaredGates(run.text);
  const toMeet = gatesToMeet(declared, passes);
  const others = declared.filter((gate) => !toMeet.includes(gate)).map(gateName);
  return {
    updates: { run_prompt: runPrompt(task), declared_gates: toMeet },
    ...(others.length > 0 && {
      note: `By the configuration nobody has to be asked about: ${others.join('; ')}.`,
    }),
  };
};

/** The work of a run, from the files as they are now. */
export async function runTask(
  context: Pick<ActionContext, 'header' | 'readText' | 'staged'>,
): Promise<RunTask | { failed: string }> {
  const { header } = context;
  const profile = profileOf(header.plan.format);
  if (profile === undefined) return { failed: `${header.plan.format} has no runs of this kind.` };
  const { step, plan } = header;
  const inlined = async (file: string): Promise<Inlined | undefined> => {
    const text = await context.readText(file);
    return text === undefined ? undefined : { path: pathIn(header, file), text };
  };
  const run = await inlined(step.file);
  if (run === undefined) return { failed: `There is no file ${step.file} any more.` };
  const configFile = join(plan.root, 'config.json');
  const config = await inlined(configFile);
  const { commitDocs } = readRunConfig(config && { text: config.text, modified: 0 }, configFile, profile);
  return {
    profile,
    stage: { number: step.stage?.number, title: step.stage?.title ?? '' },
    step: { number: step.number === '' ? undefined : step.number, title: step.title },
    run,
    state: await inlined(join(areaOf(plan, workstreamOf(header)), profile.state)),
    config,
    recap: pathIn(header, step.handoff ?? ''),
    commitDocs: commitDocs && (await context.staged?.ignores(plan.root)) !== true,
  };
}

/** As the path of the run's file says it: the plan of a run in a worktree is not read there (renn-gsd.md 2.2). */
export function workstreamOf({ plan, step }: RunStarted): Pick<Stage, 'workstream'> {
  const [first, workstream] = relative(plan.root, step.file).split(sep);
  return first === 'workstreams' && workstream !== undefined ? { workstream } : {};
}

/** Nothing but the recap completes a run; whoever says that the work is done has to have left one. */
export const checkRecap: Action = async (context) => {
  const { header } = context;
  const file = header.step.handoff ?? '';
  const text = await context.readText(file);
  if (text !== undefined && text.trim() !== '') return { updates: {} };
  const word = profileOf(header.plan.format)?.terms.handoff ?? 'recap';
  const why = `The ${word} ${pathIn(header, file)} is not there.`;
  return { updates: {}, next: 'end_failure', note: why };
};

/** As the agent opens it: relative to its working folder. */
function pathIn({ folder }: RunStarted, file: string): string {
  return relative(folder, file).split(sep).join('/');
}
