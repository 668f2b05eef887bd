/** What the first event of a run says, and what may stand in the way of a start. */
import type { RunStarted } from '../../core/events';
import { JOURNAL_VERSION } from '../../core/events';
import { stepsOf, type Plan, type Step } from '../../core/plan';
import type { Graph } from '../../core/protocol/graph';
import type { Run } from '../../core/run';

export interface StartRequest {
  readonly plan: Plan;
  readonly step: Step;
  /** Who starts the run. */
  readonly by: string;
  /** Absolute path of a team's own protocol; absent: the built-in one. */
  readonly protocolFile?: string;
}

/** The header of a new run; its variables are those that the graph declares, and which step file is meant. */
export function headerOf(
  { plan, step, by }: StartRequest,
  run: { id: string; at: string; agent: string; earlier: readonly Run[] },
  protocol: { graph: Graph; file: string; sha256: string },
): RunStarted {
  const ofStep = run.earlier.filter(
    ({ header }) => header.plan.root === plan.root && header.step.key === step.key,
  );
  return {
    schema_version: JOURNAL_VERSION,
    at: run.at,
    type: 'run_started',
    run: run.id,
    folder: plan.folder,
    plan: {
      id: plan.id,
      format: plan.format,
      root: plan.root,
      title: plan.title,
      ...(plan.notes !== undefined && { notes: plan.notes }),
      stepCount: stepsOf(plan).length,
    },
    step: {
      key: step.key,
      number: step.number ?? '',
      title: step.title,
      file: step.file,
      index: stepsOf(plan).findIndex(({ key }) => key === step.key),
      handoff: step.handoffFile,
      testCommands: step.testCommands,
      dependents: dependentsOf(plan, step),
    },
    attempt: ofStep.length + 1,
    agent: run.agent,
    protocol: { name: protocol.graph.name, file: protocol.file, sha256: protocol.sha256 },
    variables: {
      project_dir: plan.folder,
      plans_dir: plan.root,
      step: step.number ?? step.key,
      step_file: `${step.key}.md`,
    },
    by,
  };
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
