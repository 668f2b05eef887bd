/** `gather_audit`: sums up what the runs of a stage say, and what the auditor of it is given (renn-gsd.md 1.8). */
import { join, relative, sep } from 'node:path';
import { handoffSummary } from '../../batch/describe';
import { auditPrompt, proofName } from '../../formats/staged/run/auditPrompt';
import { stageGoal } from '../../formats/staged/run/stageGoal';
import type { Step } from '../../plan';
import type { Action, ActionContext } from '../action';
import { goneFor } from '../stage/state';
import { areaOf, stagedProfile, stagedWork } from './noteProgress';
import { stageConfig } from './openStage';

/** A stage with steps that are left is not audited, nor is one whose project does without an auditor. */
export const gatherAudit: Action = async (context) => {
  const profile = stagedProfile(context);
  const seen = await stagedWork(context).stageNow();
  if ('gone' in seen) return goneFor(seen);
  const { stage } = seen.stage;
  const steps = stage.steps.filter(({ mark, uncounted }) => mark !== 'superseded' && !uncounted);
  const note = await resultsOf(context, steps);
  const open = steps.filter(({ mark }) => mark !== 'complete').map(({ number, key }) => number ?? key);
  if (open.length > 0)
    return executed(`Not audited, since not complete: ${open.slice(0, MOST).join(', ')}.`, note);
  if (!(await stageConfig(context)).auditor)
    return executed('Not audited: the configuration turns that off.', note);
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

/** What was built, drifted and went wrong, by run. */
async function resultsOf(context: ActionContext, steps: readonly Step[]): Promise<string> {
  const lines = await Promise.all(
    steps.slice(0, 200).map(async ({ number, title, handoff }) => {
      const text = handoff && (await context.readText(handoff.file));
      if (text === undefined) return [];
      return [`${number ?? title}: ${handoffSummary(context.header.plan.format, text) || title}`];
    }),
  );
  return lines.flat().join(' ');
}
