/** `gather_audit`: sums up what the runs of a stage say, and what the auditor of it is given (renn-gsd.md 1.8). */
import { join, relative, sep } from 'node:path';
import { handoffSummary } from '../../batch/describe';
import { resultLines, resultsCount, resultsOf, type ResultRow, type StageResults } from '../../batch/results';
import { auditPrompt, proofName } from '../../formats/staged/run/auditPrompt';
import { stageGoal } from '../../formats/staged/run/stageGoal';
import type { Step } from '../../plan';
import type { Action, ActionContext } from '../action';
import { goneFor, stageWork } from '../stage/state';
import { areaOf, stageConfig, stagedProfile, stagedWork } from './plan';

/** A stage with steps that are left is not audited, nor is one whose project does without an auditor. */
export const gatherAudit: Action = async (context) => {
  const profile = stagedProfile(context);
  const seen = await stagedWork(context).stageNow();
  if ('gone' in seen) return goneFor(seen);
  const { stage } = seen.stage;
  const steps = stage.steps.filter(({ mark, uncounted }) => mark !== 'superseded' && !uncounted);
  const results = await resultsNow(context, steps);
  const note = `${resultsCount(results, profile.terms)}.`;
  const open = steps.filter(({ mark }) => mark !== 'complete').map(({ number, key }) => number ?? key);
  if (open.length > 0)
    return executed(`Not audited, since not complete: ${open.slice(0, MOST).join(', ')}.`, note);
  const config = await stageConfig(context);
  if ('stop' in config) return config;
  if (!config.auditor) return executed('Not audited: the configuration turns that off.', note);
  if (stage.number === undefined || stage.folder === undefined)
    return executed(`Not audited: a ${profile.terms.stage} without a number has no ${profile.proof}.`, note);
  const before = stage.audit?.proof;
  const file = before?.file ?? join(stage.folder, proofName(stage.number, profile));
  const overview = await context.readText(join(areaOf(seen.plan, stage), profile.overview));
  const path = (name: string): string => relative(context.projectDir, name).split(sep).join('/');
  const prompt = auditPrompt({
    profile,
    stage,
    goal: stageGoal(overview ?? '', stage.number),
    runs: steps.map(({ file: plan, handoff }) => ({
      file: path(plan),
      recap: handoff === undefined ? undefined : path(handoff.file),
    })),
    results: resultLines(results),
    proof: path(file),
    before: before?.text,
  });
  const proof_before = (await context.readText(file)) ?? '';
  return { updates: { audit_prompt: prompt, proof_before }, note };
};

const MOST = 20;

function executed(text: string, note: string): Awaited<ReturnType<Action>> {
  return { updates: { executed_text: text }, next: 'end_executed', note };
}

/** What came of each step: as this run of the stage wrote it down, else as its handoff says. */
async function resultsNow(context: ActionContext, steps: readonly Step[]): Promise<StageResults> {
  const { batches, steps: recorded } = resultsOf(stageWork(context).run().batches);
  const known = new Map(recorded.map((row) => [row.key, row]));
  const rows = await Promise.all(
    steps.map(async ({ key, number = '', title, mark, handoff }): Promise<ResultRow[]> => {
      const row = known.get(key);
      if (mark !== 'complete' || row?.outcome === 'done') return row ? [row] : [];
      const text = (handoff && (await context.readText(handoff.file))) ?? '';
      const summary = handoffSummary(context.header.plan.format, text);
      return [{ key, name: `${number} ${title}`.trim(), outcome: 'done', text: summary }];
    }),
  );
  return { batches, steps: rows.flat() };
}
