/** What the first event of a run says, and what may stand in the way of a start. */
import { join } from 'node:path';
import type { RunStarted } from '../../core/events';
import { JOURNAL_VERSION } from '../../core/events';
import type { StagePolicy } from '../../core/batch/policy';
import { profileOf } from '../../core/formats/staged/names';
import { proofName } from '../../core/formats/staged/run/auditPrompt';
import { placeIn } from '../../core/isolation/workplace';
import { stepsOf, type Plan, type Stage, type Step } from '../../core/plan';
import type { Graph } from '../../core/protocol/graph';
import type { Run } from '../../core/run';

export interface StartRequest {
  readonly plan: Plan;
  readonly step: Step;
  /** Who starts the run. */
  readonly by: string;
  /** Absolute path of a team's own protocol; absent: that of the plan's format. */
  readonly protocolFile?: string;
  /** The run of a stage that starts it. */
  readonly parent?: RunStarted['parent'];
  /** The worktree that it works in. */
  readonly isolated?: RunStarted['isolated'];
}

export interface StageRequest extends Pick<StartRequest, 'plan' | 'by'> {
  readonly stage: Stage;
  readonly policy: StagePolicy;
  /** Absolute path of a team's own protocol for the steps. */
  readonly stepProtocol?: string;
}

/** The header of a new run; its variables are those that the graph declares, and which step file is meant. */
export function headerOf(
  { plan, step, by, parent, isolated }: StartRequest,
  run: NewRun,
  protocol: Chosen,
): RunStarted {
  const ofStep = run.earlier.filter(
    ({ header }) => header.plan.root === plan.root && header.step.key === step.key,
  );
  return {
    ...common(plan, run, protocol, by),
    step: {
      key: step.key,
      number: step.number ?? '',
      title: step.title,
      file: step.file,
      ...stageOf(plan, step),
      index: stepsOf(plan).findIndex(({ key }) => key === step.key),
      handoff: step.handoffFile,
      testCommands: step.testCommands,
      dependents: dependentsOf(plan, step),
    },
    attempt: ofStep.length + 1,
    variables: {
      ...run.variables,
      project_dir: isolated?.folder ?? plan.folder,
      plans_dir: isolated ? placeIn(isolated.folder, plan.folder, plan.root) : plan.root,
      step: step.number ?? step.key,
      step_file: `${step.key}.md`,
    },
    ...(parent && { parent }),
    ...(isolated && { isolated }),
  };
}

/** The header of a new run of a whole stage; its step names the stage, with an empty key. */
export function headerOfStage(
  { plan, stage, policy, by, stepProtocol }: StageRequest,
  run: NewRun,
  protocol: Chosen,
): RunStarted {
  const ofStage = run.earlier.filter(
    ({ header }) => header.plan.root === plan.root && header.stage?.key === stage.key,
  );
  return {
    ...common(plan, run, protocol, by),
    step: {
      key: '',
      number: stage.number ?? '',
      title: stage.title === '' ? plan.title : stage.title,
      file: planFileOf(plan, stage),
      ...proofOf(plan, stage),
    },
    attempt: ofStage.length + 1,
    variables: { ...run.variables, project_dir: plan.folder, plans_dir: plan.root, stage_key: stage.key },
    stage: {
      key: stage.key,
      ...(stage.folder !== undefined && { folder: stage.folder }),
      policy,
      ...(stepProtocol !== undefined && { stepProtocol }),
    },
  };
}

/** Where the report of its audit belongs, in formats that have one. */
function proofOf({ format }: Plan, { folder, number, audit }: Stage): Pick<RunStarted['step'], 'handoff'> {
  const profile = profileOf(format);
  if (profile === undefined || folder === undefined) return {};
  return { handoff: audit?.proof?.file ?? join(folder, proofName(number, profile)) };
}

/** What a person reads to know what a stage is about. */
function planFileOf(plan: Plan, stage: Stage): string {
  return plan.overview ?? stage.steps[0]?.file ?? plan.root;
}

export interface NewRun {
  readonly id: string;
  readonly at: string;
  readonly agent: string;
  /** From the settings; of a step in a stage, those that the stage began with. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Runs that were there before. */
  readonly earlier: readonly Run[];
}

export interface Chosen {
  readonly graph: Graph;
  readonly file: string;
  readonly sha256: string;
}

function common(
  plan: Plan,
  { id, at, agent }: NewRun,
  { graph, file, sha256 }: Chosen,
  by: string,
): Omit<RunStarted, 'step' | 'attempt' | 'variables'> {
  return {
    schema_version: JOURNAL_VERSION,
    at,
    type: 'run_started',
    run: id,
    folder: plan.folder,
    plan: {
      id: plan.id,
      format: plan.format,
      root: plan.root,
      title: plan.title,
      ...(plan.notes !== undefined && { notes: plan.notes }),
      stepCount: stepsOf(plan).length,
      terms: plan.terms,
    },
    agent,
    protocol: { name: graph.name, file, sha256 },
    by,
  };
}

function stageOf(plan: Plan, step: Step): Pick<RunStarted['step'], 'stage'> {
  const stage = plan.stages.find(({ steps }) => steps.some(({ key }) => key === step.key));
  if (stage === undefined || stage.title === '') return {};
  const { key, number, title } = stage;
  return { stage: { key, title, ...(number !== undefined && { number }) } };
}

/** Every step that waits for this one, also by way of others. */
function dependentsOf(plan: Plan, step: Step): string[] {
  const waiting = new Set<Step>();
  const blocked = [step];
  for (const one of blocked) {
    for (const other of stepsOf(plan)) {
      const waits = other.dependsOn.some((dependency) => dependency.step === one.key);
      if (!waits || other === step || waiting.has(other)) continue;
      waiting.add(other);
      blocked.push(other);
    }
  }
  return stepsOf(plan)
    .filter((other) => waiting.has(other))
    .map((other) => other.number ?? other.key);
}
