/** What the commands that run a stage do once the stage is known, and how far to go. */
import * as vscode from 'vscode';
import { policyOf, type StagePolicy } from '../../core/batch/policy';
import { protocolsOf } from '../../core/batch/protocols';
import type { Plan } from '../../core/plan';
import type { Run } from '../../core/run';
import { plural } from '../../core/plural';
import { parallelSetting } from '../settings';
import { isRunnable } from '../stageRows';
import { capital } from '../stageWords';
import { openGate } from './answerGate';
import { chooseAgent } from './chooseAgent';
import type { CommandDeps } from './command';
import { goOn } from './goOn';
import { chooseSteps } from './promptSelection';
import { chooseStage, nameOfStage, stageNode, type ChosenStage } from './stageTargets';
import { isTrusted } from './startRun';

/** How far to go, and whether with all steps. */
type Reach = Pick<StagePolicy, 'stopAfter' | 'gapsOnly'>;
type StopAfter = Reach['stopAfter'];

/** Runs the stage of a row, or one that is picked from those that have something left to run. */
export async function runStageUpTo(
  deps: CommandDeps,
  target: unknown,
  askStopAfter: (chosen: ChosenStage) => StopAfter | Promise<StopAfter | undefined>,
): Promise<void> {
  if (!(await isTrusted())) return;
  const chosen = await chooseStage(deps.store, target, {
    title: vscode.l10n.t('Run which stage?'),
    fits: isRunnable,
    none: vscode.l10n.t('No stage of this workspace has a step left to run.'),
  });
  if (!chosen || !(await isFree(deps, chosen))) return;
  const stopAfter = await askStopAfter(chosen);
  if (stopAfter !== undefined) await startUpTo(deps, chosen, { stopAfter });
}

/** Lets the last run of a stage go on; one that has come as far as was asked for goes on to the end of the stage. */
export async function resumeRunOf(deps: CommandDeps, { plan }: ChosenStage, run: Run): Promise<void> {
  if ((await chooseAgent(deps, plan.plan.folder)) === undefined) return;
  const reached = run.stop?.code === 'stopped_after_batch';
  const policy = reached ? await policyFor(deps, plan.plan, { stopAfter: 'stage' }, run) : undefined;
  await goOn(deps, run, policy);
}

/** Whether the stage can be run now; where it cannot, says why and offers what can be done instead. */
export async function isFree(deps: CommandDeps, chosen: ChosenStage): Promise<boolean> {
  const { lastRun, next } = chosen.stage;
  if (lastRun?.state === 'running') {
    await tellRunning(chosen);
    return false;
  }
  const [gate] = lastRun?.gates ?? [];
  if (gate) {
    await openGate(deps, gate);
    return false;
  }
  if (next === undefined) {
    const message = vscode.l10n.t(
      '{0} has no {1} left to run.',
      capital(nameOfStage(chosen)),
      chosen.plan.plan.terms.step,
    );
    void vscode.window.showInformationMessage(message);
  }
  return next !== undefined;
}

/** Runs a stage that can be run now: its last run goes on, or a new one begins. */
export async function startUpTo(deps: CommandDeps, chosen: ChosenStage, reach: Reach): Promise<void> {
  const { plan, stage } = chosen;
  const run = stage.next === 'resumeStage' ? stage.lastRun?.run : undefined;
  const how = run ? await goOnOrAnew(chosen, run, reach) : 'anew';
  if (how === undefined || (await chooseAgent(deps, plan.plan.folder)) === undefined) return;
  if (run && how === 'resume') {
    await goOn(deps, run, await policyFor(deps, plan.plan, reach, run));
    return;
  }
  const steps = await chooseSteps(chosen);
  if (steps === undefined) return;
  const policy = { ...(await policyFor(deps, plan.plan, reach)), ...steps };
  await deps.runners.startStage(plan.plan.id, stage, policy);
}

/**
 * A run that came to rest where it was asked to goes on without a question; one that rests with its gaps would only ask
 * again whether to run what closes them.
 */
async function goOnOrAnew(
  chosen: ChosenStage,
  { stop }: Run,
  { gapsOnly }: Reach,
): Promise<'resume' | 'anew' | undefined> {
  if (stop?.code === 'stopped_after_batch') return 'resume';
  if (stop?.code === 'gaps_found' && gapsOnly) return 'anew';
  const resume = vscode.l10n.t('Resume');
  const anew = vscode.l10n.t('Start Over');
  const { step } = chosen.plan.plan.terms;
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      'The last run of {0} can go on where it stands. Started over, it forgets which {1} were left out; what is done stays done either way.',
      nameOfStage(chosen),
      plural(step),
    ),
    resume,
    anew,
  );
  if (answer === undefined) return undefined;
  return answer === resume ? 'resume' : 'anew';
}

/**
 * What was chosen when the run began stays, but for how far it goes and how many steps are at work at once: as it is set
 * now, and where nobody has set it as the plan's own configuration says.
 */
async function policyFor(
  { store }: CommandDeps,
  { folder, format }: Plan,
  reach: Reach,
  run?: Run,
): Promise<StagePolicy> {
  const parallel = protocolsOf(format).sideBySide ? parallelSetting(folder) : undefined;
  const before = run && policyOf((await store.runStoreFor(folder)).events(run.id));
  return { ...before, ...reach, parallel };
}

async function tellRunning(chosen: ChosenStage): Promise<void> {
  const show = vscode.l10n.t('Show Run');
  const message = vscode.l10n.t('{0} is being run already.', capital(nameOfStage(chosen)));
  if ((await vscode.window.showInformationMessage(message, show)) === show)
    await vscode.commands.executeCommand('stageRunner.showRun', stageNode(chosen));
}
