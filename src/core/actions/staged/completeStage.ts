/** `complete_stage`: a stage whose proof passed is marked so, its documents are committed, and the next one is named (renn-gsd.md 1.8, 1.11). */
import { capital } from '../../capital';
import { nextCommand } from '../../formats/staged/run/commands';
import { stageCommit, stageCommitFiles } from '../../formats/staged/run/commitMessages';
import type { RunConfig } from '../../formats/staged/run/config';
import { counted, following, neighbours, stageAt } from '../../formats/staged/run/progressEdits';
import type { Plan, Stage } from '../../plan';
import type { StagedProfile } from '../../formats/staged/names';
import type { State } from '../../protocol/walk';
import type { Action, ActionContext } from '../action';
import { textOf } from '../read';
import { goneFor } from '../stage/state';
import { itemsIn } from './itemAnswers';
import { uatFile } from './keepUat';
import { areaOf, stageConfig, stagedProfile, stagedWork } from './plan';
import { editShared, type SharedEdits } from './sharedEdits';

export const completeStage: Action = async (context) => {
  const staged = stagedWork(context);
  const profile = stagedProfile(context);
  const seen = await staged.stageNow();
  if ('gone' in seen) return goneFor(seen);
  const { plan } = seen;
  const config = await stageConfig(context);
  if ('stop' in config) return config;
  const { stage } = seen.stage;
  const written = await editShared(context, (now, at) => editsOf(now, at, staged.now(), profile));
  const committed = await commitDocuments(context, plan, stage, config);
  const note = [committed, written.note].filter(Boolean).join(' ');
  return {
    updates: { complete_text: `${leftText(context.state)}${nextText(plan, stage, profile)}` },
    changes: written.changes,
    ...(note !== '' && { note }),
  };
};

function editsOf(plan: Plan, stage: Stage, now: Date, profile: StagedProfile): SharedEdits {
  const at = now.toISOString();
  const date = at.slice(0, 10);
  const { ofStage, steps, stages } = counted(plan, stage);
  const next = nextStage(plan, stage);
  const text = capital(`${profile.terms.stage} ${stage.number ?? stage.title} complete`);
  return {
    overview:
      stage.number === undefined
        ? undefined
        : { stage: stage.number, progress: { ...ofStage, status: 'Complete' }, verified: date },
    state: {
      ...(next ? { ...stageAt(plan, next), step: 'notStarted' } : stageAt(plan, stage)),
      status: next ? (next.steps.length > 0 ? 'readyToRun' : 'readyToPlan') : 'milestoneComplete',
      activity: { date, text },
      progress: { steps, stages },
      session: { at, stoppedAt: text },
    },
  };
}

/** The one after it, else the first before it, that is not complete. */
function nextStage(plan: Plan, stage: Stage): Stage | undefined {
  const open = ({ steps }: Stage): boolean => steps.length === 0 || !steps.every(isOver);
  return following(neighbours(plan, stage), stage.key, open);
}

function isOver({ mark, uncounted }: Stage['steps'][number]): boolean {
  return uncounted === true || mark === 'complete' || mark === 'superseded';
}

/** Runs that a person left out, which a proven stage would hide; nothing where there are none. */
function leftText(state: State): string {
  const left = textOf(state, 'left_text');
  return left === '' || left === 'none' ? '' : `Left out: ${left}. `;
}

function nextText(plan: Plan, stage: Stage, profile: StagedProfile): string {
  const { terms } = profile;
  const next = nextStage(plan, stage);
  if (next === undefined)
    return `Every ${terms.stage} is complete. Complete the milestone with \`${nextCommand('completeMilestone', undefined, profile) ?? ''}\`.`;
  const name = `${terms.stage} ${next.number ?? ''} (${next.title.replace(/\s+/g, ' ').slice(0, 100)})`;
  if (next.steps.length > 0) return `Next is ${name}: its ${terms.step}s are planned.`;
  const command = nextCommand('planStage', next.number, profile);
  return `Next is ${name}${command === undefined ? '' : `: plan it with “${command}”`}.`;
}

/** Exactly the documents of the stage's end, in the project's own history. */
async function commitDocuments(
  context: ActionContext,
  plan: Plan,
  stage: Stage,
  { commitDocs }: RunConfig,
): Promise<string> {
  const proof = stage.audit?.proof?.file;
  if (proof === undefined || !commitDocs) return '';
  const profile = stagedProfile(context);
  // Where no person was asked, the file of tests is not ours.
  const asked = itemsIn(context.state).length > 0;
  const reports = [proof, ...(asked ? [uatFile(stage, proof, profile)] : [])];
  const all = stageCommitFiles(areaOf(plan, stage), reports, profile);
  const there = await Promise.all(all.map(async (file) => (await context.readText(file)) !== undefined));
  const files = all.filter((_, at) => there[at]);
  const message = stageCommit(stage.number, profile);
  const done = await stagedWork(context).commit(files, message);
  if (done === undefined) return 'Nothing was left to commit.';
  return typeof done === 'string' ? `Committed ${done}: ${message}.` : `Not committed. ${done.refused}`;
}
