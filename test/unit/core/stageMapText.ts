/** The Stage Map as plain text, for tests to compare. */
import type { Problem } from '../../../src/core/problem';
import type { CheckpointMark } from '../../../src/core/runCheckpoints';
import type { BatchView, PlanView, StageMap, StageView, StepView } from '../../../src/core/status';

/** One block a plan, one line a step, and under it every fact that the step's status rests on. No times, so it is stable. */
export function renderMap(map: StageMap): string {
  return map.plans.map((view) => `${planLines(view).join('\n')}\n`).join('\n');
}

function planLines(view: PlanView): string[] {
  const { plan } = view;
  const next = view.next ? `, next ${name(view.next)}` : '';
  return [
    `${plan.title} ${view.done}/${view.total}${next}`,
    ...(plan.hints ?? []).map(({ text }) => `  hint: ${text}`),
    ...view.strayGates.map((gate) => `  gate of a step that is gone: ${gate.title}`),
    ...view.stages.flatMap(stageLines),
    ...(plan.archives ?? []).map(
      ({ title, stages, opened }) => `  archive ${title}: ${stages}${opened ? ', opened' : ''}`,
    ),
  ];
}

function stageLines(view: StageView): string[] {
  const lines = view.steps.flatMap(stepLines);
  if (view.title === '') return lines;
  const facts = [
    ...(view.decidedBy ? [`${view.decidedBy.by} says ${view.decidedBy.says}`] : []),
    ...view.contradictions.map((text) => `contradiction: ${text}`),
    ...problemLines(view.stage.problems ?? []),
    ...(view.batches.length < 2 ? [] : view.batches.map(batchLine)),
  ];
  return [`  ${heading(view)}`, ...facts.map((line) => `    ${line}`), ...lines.map((line) => `  ${line}`)];
}

function heading({ stage, title, done, total, outcome, status }: StageView): string {
  const words = [stage.number, title].filter((part) => part !== undefined && part !== '').join(' ');
  const archived = stage.archive === undefined ? '' : `, in archive ${stage.archive}`;
  return `${words}${status ? `: ${status}` : ''} ${done}/${total}${outcome === undefined ? '' : ` (${outcome})`}${archived}`;
}

function batchLine({ key, state, done, total }: BatchView): string {
  return `batch ${key}: ${state} ${done}/${total}`;
}

function stepLines(view: StepView): string[] {
  const { by, says } = view.decidedBy;
  return [
    `  ${name(view)} ${view.step.title}: ${view.status}${view.node === undefined ? '' : ` at ${view.node}`}`,
    `    ${by} says ${says}`,
    ...view.contradictions.map((text) => `    contradiction: ${text}`),
    ...view.blockedBy.map((text) => `    blocked by: ${text}`),
    ...view.gates.map((gate) => `    gate: ${gate.title}`),
    ...(view.approved ? [`    approved by ${view.approved.by}`] : []),
    ...view.checkpoints.map((mark) => `    ${checkpointLine(mark)}`),
    ...(view.checks ? [`    ${checksLine(view.checks)}`] : []),
    ...problemLines(view.step.problems).map((line) => `    ${line}`),
    ...(view.next === undefined ? [] : [`    next: ${view.next}`]),
  ];
}

function problemLines(problems: readonly Problem[]): string[] {
  return problems.map(({ severity, message }) => `${severity}: ${message}`);
}

function checkpointLine(mark: CheckpointMark): string {
  const kind = mark.kind.replace('_', ' ');
  switch (mark.state) {
    case 'begun':
      return `checkpoint ${kind}: begun`;
    case 'taken': {
      const gaps = mark.leftOut === 0 ? '' : `, ${mark.leftOut} left out`;
      const record = mark.recordProblem === undefined ? '' : ', without its record';
      return `checkpoint ${kind}: ${mark.filesChanged} changed${gaps}${record}`;
    }
    case 'skipped':
      return `no checkpoint ${kind} (${mark.code}): ${mark.detail}`;
  }
}

function checksLine({ verified, failed, notRun }: NonNullable<StepView['checks']>): string {
  if (verified) return 'verified';
  const parts = [
    ...(failed.length > 0 ? [`failed: ${failed.join(', ')}`] : []),
    ...(notRun.length > 0 ? [`not run: ${notRun.join(', ')}`] : []),
  ];
  return `not verified (${parts.join('; ')})`;
}

function name(view: StepView): string {
  return view.step.number ?? view.step.key;
}
