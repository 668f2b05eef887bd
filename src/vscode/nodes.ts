/** The nodes of the Stage Map tree. They hold ids only, so a node stays good while the map behind it is replaced. */
import type { CheckpointMark } from '../core/runCheckpoints';
import type { PlanView, StageMap, StepView } from '../core/status';
import { shownMarks } from './stepCheckpoint';

/** What a row stands for, and what a command gets when it is called from a row. */
export type TreeNode =
  | { readonly kind: 'plan'; readonly plan: string }
  | { readonly kind: 'stage'; readonly plan: string; readonly stage: string }
  | { readonly kind: 'step'; readonly plan: string; readonly step: string }
  | {
      readonly kind: 'document';
      readonly plan: string;
      readonly step: string;
      readonly document: DocumentKind;
    }
  | { readonly kind: 'gate'; readonly plan: string; readonly step: string; readonly gate: string }
  /** The last run of a step. */
  | { readonly kind: 'run'; readonly plan: string; readonly step: string }
  /** A checkpoint of the last run; without an id where none was taken. */
  | {
      readonly kind: 'checkpoint';
      readonly plan: string;
      readonly step: string;
      readonly of: CheckpointMark['kind'];
      readonly checkpoint?: string;
    };

export type DocumentKind = 'plan' | 'handoff';

/** Unique in the tree and stable while status and title change, so that expansion and selection stay. */
export function nodeId(node: TreeNode): string {
  switch (node.kind) {
    case 'plan':
      return node.plan;
    case 'stage':
      return `${node.plan}#stage/${node.stage}`;
    case 'step':
      return `${node.plan}#step/${node.step}`;
    case 'document':
      return `${node.plan}#step/${node.step}/${node.document}`;
    case 'gate':
      return `${node.plan}#step/${node.step}/gate/${node.gate}`;
    case 'run':
      return `${node.plan}#step/${node.step}/run`;
    case 'checkpoint':
      return `${node.plan}#step/${node.step}/checkpoint/${node.of}`;
  }
}

export function rootNodes(map: StageMap): TreeNode[] {
  return map.plans.map((view) => ({ kind: 'plan', plan: view.plan.id }));
}

/** The rows under a node; none when the node is not in the map any more. */
export function childNodes(map: StageMap, node: TreeNode): TreeNode[] {
  const view = findPlan(map, node.plan);
  if (view === undefined) return [];
  if (node.kind === 'plan') return planChildren(view);
  if (node.kind === 'stage') return steps(view.stages.find(({ key }) => key === node.stage)?.steps ?? []);
  const step = node.kind === 'step' ? findStep(map, node.plan, node.step) : undefined;
  return step === undefined ? [] : stepChildren(step);
}

export function parentNode(map: StageMap, node: TreeNode): TreeNode | undefined {
  if (node.kind === 'plan') return undefined;
  const plan: TreeNode = { kind: 'plan', plan: node.plan };
  if (node.kind === 'stage') return plan;
  const view = findPlan(map, node.plan);
  if (node.kind !== 'step') {
    const known = view?.steps.some(({ step }) => step.key === node.step) ?? false;
    return known ? { kind: 'step', plan: node.plan, step: node.step } : plan;
  }
  const stage = view?.stages.find((item) => item.steps.some(({ step }) => step.key === node.step));
  return view === undefined || stage === undefined || isFlat(view)
    ? plan
    : { kind: 'stage', plan: node.plan, stage: stage.key };
}

export function findPlan(map: StageMap, planId: string): PlanView | undefined {
  return map.plans.find((view) => view.plan.id === planId);
}

export function findStep(map: StageMap, planId: string, stepKey: string): StepView | undefined {
  return findPlan(map, planId)?.steps.find((view) => view.step.key === stepKey);
}

/** A flat plan has one stage without a title, which is not shown. */
function isFlat(view: PlanView): boolean {
  return view.stages.every((stage) => stage.title === '');
}

function planChildren(view: PlanView): TreeNode[] {
  const plan = view.plan.id;
  const gates = view.strayGates.map((gate): TreeNode => ({
    kind: 'gate',
    plan,
    step: gate.step.key,
    gate: gate.id,
  }));
  if (isFlat(view)) return [...gates, ...steps(view.steps)];
  return [...gates, ...view.stages.map((stage): TreeNode => ({ kind: 'stage', plan, stage: stage.key }))];
}

function steps(views: readonly StepView[]): TreeNode[] {
  return views.map((view) => ({ kind: 'step', plan: view.plan, step: view.step.key }));
}

function stepChildren(view: StepView): TreeNode[] {
  const { plan, step, gates, lastRun } = view;
  const of = { plan, step: step.key };
  return [
    ...gates.map((gate): TreeNode => ({ kind: 'gate', ...of, gate: gate.id })),
    { kind: 'document', ...of, document: 'plan' },
    ...(step.handoff ? [{ kind: 'document', ...of, document: 'handoff' } as const] : []),
    ...(lastRun ? [{ kind: 'run', ...of } as const] : []),
    ...shownMarks(view).map((mark): TreeNode => ({
      kind: 'checkpoint',
      ...of,
      of: mark.kind,
      ...(mark.state === 'taken' && { checkpoint: mark.id }),
    })),
  ];
}
