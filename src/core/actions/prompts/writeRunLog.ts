/** `write_run_log`: the run log of a prompt, whatever came of it, and how the run ends (prompts.md 2.3, 2.7). */
import type { BatchRecord } from '../../batch/record';
import type { RunEvent } from '../../events';
import { runFiles } from '../../formats/prompts/run/files';
import { runLog } from '../../formats/prompts/run/runLog';
import { settingsIn } from '../../formats/prompts/run/settings';
import type { Run } from '../../run';
import { stopReason, type Stop } from '../../stops';
import type { Action, ActionContext } from '../action';
import { textOf } from '../read';
import { promptsRun } from './account';
import { stageRunOf } from './gatherPrompt';
import { promptsWork, type Recorded } from './recorded';

/** The run of the stage writes the log once more, with what came after the prompt. */
export const writeRunLog: Action = async (context) => {
  const { header, state, journals } = context;
  const own = journals.runs().find(({ id }) => id === header.run);
  if (own === undefined) throw new Error(`The run ${header.run} is not among the runs`);
  const stop = stopOf(context, own);
  const over: Run = { ...own, phase: 'ended', stop: stop ?? { code: 'complete', detail: '' } };
  const { batchSize } = settingsIn(state);
  const run = await promptsRun(context, recordedWith(context, over), { size: batchSize, waiting: [] });
  const file = runFiles(header.plan.root, header.step.stage?.key ?? '').log(header.step.key);
  await promptsWork(context).writeReport(file, runLog({ ...run, at: own.lastAt }, header.step.key));
  const changes = [{ file, what: 'run log' }];
  if (stop === undefined) return { updates: {}, changes };
  return { updates: { stop_code: stop.code }, next: 'end_failure', note: stop.detail, changes };
};

/** Why the prompt is no success. */
function stopOf({ state }: ActionContext, { gates }: Run): Stop | undefined {
  if (textOf(state, 'changes_choice') === 'stop') {
    const answer = gates.findLast(({ answer: said }) => said?.choice === 'stop')?.answer;
    const by = answer?.by ?? 'A person';
    return { code: 'step_rejected', detail: `${by} stopped the run over what the prompt changed.` };
  }
  const code = textOf(state, 'prompt_stop');
  return code === '' ? undefined : { code: stopReason(code).code, detail: textOf(state, 'prompt_detail') };
}

/** The batch of this run as it is known here; the run of the stage writes the log once more with the rest. */
function recordedWith({ header, journals }: ActionContext, over: Run): Recorded {
  const rest = { rolledBack: [], commits: {}, heads: {} };
  const stage = stageRunOf(header, journals);
  const batch = stage?.batches.find(({ number }) => number === header.parent?.batch);
  if (stage === undefined || batch === undefined) return aloneAs(over, journals.events(over.id));
  const siblings = journals.runs().filter((run) => run.header.parent?.run === stage.id);
  return {
    run: { ...stage, batches: [batch] },
    events: journals.events(stage.id),
    children: siblings.map((run) => (run.id === over.id ? over : run)),
    ...rest,
  };
}

/** A prompt that is run by itself is told of as a batch of its own. */
function aloneAs(over: Run, events: readonly RunEvent[]): Recorded {
  const { header, id } = over;
  const { key, number, title } = header.step;
  const step = { key, number, title, builds: '', objective: '' };
  const done = over.stop?.code === 'complete';
  const batch: BatchRecord = {
    ...{ number: 1, batch: '1', startedAt: header.at, steps: [step], rounds: [[key]], notes: [] },
    results: [{ step: key, outcome: done ? 'done' : 'failed', text: over.stop?.detail ?? '', run: id }],
  };
  const began = { schema_version: 1, at: header.at, type: 'batch_started', ...batch } as const;
  const child: Run = { ...over, header: { ...header, parent: { run: id, batch: 1, together: false } } };
  return {
    run: { ...over, batches: [batch] },
    events: [began, ...events],
    children: [child],
    ...{ rolledBack: [], commits: {}, heads: {} },
  };
}
