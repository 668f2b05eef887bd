/** The Stage Map as JSON for other programs (docs/map-json.md). Paths are absolute; lines and characters count from 0. */
import type { Gate } from './gateRecord';
import type { Claim } from './plan';
import type { Problem } from './problem';
import { problemsOf } from './planProblems';
import type { PlanView, StageMap, StageRun, StageView, StepView } from './status';

/** Counts up when a field changes its meaning or goes away; new fields alone do not count. */
export const MAP_JSON_VERSION = 1;

/**
 * Everything on the map, as a value for `JSON.stringify`. What a format does not know is `null`.
 * @param problems of the search for plans, which belong to none
 */
export function mapJson(map: StageMap, problems: readonly Problem[]): unknown {
  return {
    schema_version: MAP_JSON_VERSION,
    plans: map.plans.map(planJson),
    problems: problems.map(problemJson),
  };
}

function planJson(view: PlanView): unknown {
  const { plan } = view;
  return {
    format: plan.format,
    root: plan.root,
    title: plan.title,
    terms: plan.terms,
    runs: plan.readOnly !== true,
    done: view.done,
    total: view.total,
    next: view.next?.step.key ?? null,
    hints: (plan.hints ?? []).map(({ text, file, since }) => ({ text, file, since: since ?? null })),
    archives: plan.archives ?? [],
    stages: view.stages.map(stageJson),
    problems: [...problemsOf(plan)].map(problemJson),
  };
}

function stageJson(view: StageView): unknown {
  const { stage } = view;
  return {
    key: stage.key,
    number: stage.number ?? null,
    title: stage.title,
    status: view.status ?? null,
    evidence: evidenceJson(view.decidedBy, view.claims, view.contradictions),
    outcome: stage.outcome ?? null,
    milestone: stage.milestone ?? null,
    archived: stage.archive ?? null,
    workstream: stage.workstream ?? null,
    proof: stage.audit?.proof ?? null,
    done: view.done,
    total: view.total,
    run: view.lastRun ? runJson(view.lastRun) : null,
    waiting: (view.lastRun?.gates ?? []).map(waitingJson),
    next: view.next ?? null,
    steps: view.steps.map(stepJson),
  };
}

function runJson({ run, state, batch }: StageRun): unknown {
  return { id: run.id, state, batch: batch ?? null };
}

function waitingJson({ id, title, openedAt }: Gate): unknown {
  return { id, title, since: openedAt };
}

/** One step, as it is in the whole map. */
export function stepJson(view: StepView): unknown {
  const { step } = view;
  return {
    key: step.key,
    number: step.number ?? null,
    title: step.title,
    file: step.file,
    status: view.status,
    evidence: evidenceJson(view.decidedBy, view.claims, view.contradictions),
    batch: step.batch?.key ?? null,
    dependsOn: step.dependsOn.map(({ number, step: key, satisfied, reason }) => ({
      number,
      step: key ?? null,
      satisfied,
      reason: reason ?? null,
    })),
    gates: step.gates ?? [],
    waiting: view.gates.map(waitingJson),
    handoff: step.handoff?.file ?? null,
    next: view.next ?? null,
  };
}

/** The claim that decided, and what else is said. */
function evidenceJson(
  decidedBy: Claim | undefined,
  claims: readonly Claim[],
  contradictions: readonly string[],
): unknown {
  return { decidedBy: decidedBy ?? null, claims, contradictions };
}

/** One problem, as every command gives it. */
export function problemJson({ file, range, severity, code, message, example, related }: Problem): unknown {
  return { file, range, severity, code, message, example: example ?? null, related: related ?? null };
}
