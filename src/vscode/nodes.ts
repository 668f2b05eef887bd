/** The nodes of the Stage Map tree. They hold ids only, so a node stays good while the map behind it is replaced. */
import type { RunStarted } from '../core/events';
import type { Gate } from '../core/gateRecord';
import { isFlat } from '../core/plan';
import type { CheckpointMark } from '../core/runCheckpoints';
import type { PlanView, StageMap, StageView, StepView } from '../core/status';
import { EVERYTHING, isNarrowed, type MapChoice, shownStages, shownSteps } from './mapChoice';
import { findPlan, findStage, placeOf } from './mapIndex';
import { shownMarks } from './stepCheckpoint';

/** What a row stands for, and what a command gets when it is called from a row. */
export type TreeNode =
  | { readonly kind: 'plan'; readonly plan: string }
  /** What the plan's files say is waiting or next, by its place among `Plan.hints`. */
  | { readonly kind: 'hint'; readonly plan: string; readonly hint: number }
  | { readonly kind: 'archive'; readonly plan: string; readonly archive: string }
  /** The documents of the plan itself. */
  | { readonly kind: 'documents'; readonly plan: string }
  | { readonly kind: 'stage'; readonly plan: string; readonly stage: string }
  | { readonly kind: 'batch'; readonly plan: string; readonly stage: string; readonly batch: string }
  | { readonly kind: 'step'; readonly plan: string; readonly step: string }
  /** A document of the plan, of a stage or of a step, by its path. */
  | { readonly kind: 'file'; readonly plan: string; readonly file: string }
  | { readonly kind: 'file'; readonly plan: string; readonly stage: string; readonly file: string }
  | { readonly kind: 'file'; readonly plan: string; readonly step: string; readonly file: string }
  | {
      readonly kind: 'document';
      readonly plan: string;
      readonly step: string;
      readonly document: DocumentKind;
    }
  | { readonly kind: 'gate'; readonly plan: string; readonly step: string; readonly gate: string }
  | { readonly kind: 'gate'; readonly plan: string; readonly stage: string; readonly gate: string }
  /** The last run of a step, or of a stage as a whole. */
  | { readonly kind: 'run'; readonly plan: string; readonly step: string }
  | { readonly kind: 'run'; readonly plan: string; readonly stage: string }
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
  const { plan } = node;
  const stage = 'stage' in node ? `${plan}#stage/${node.stage}` : plan;
  const step = 'step' in node ? `${plan}#step/${node.step}` : stage;
  switch (node.kind) {
    case 'plan':
      return plan;
    case 'hint':
      return `${plan}#hint/${node.hint}`;
    case 'archive':
      return `${plan}#archive/${node.archive}`;
    case 'documents':
      return `${plan}#documents`;
    case 'stage':
      return stage;
    case 'batch':
      return `${stage}#batch/${node.batch}`;
    case 'step':
      return step;
    case 'file':
      return `${step}#file/${node.file}`;
    case 'document':
      return `${step}/${node.document}`;
    case 'gate':
      return `${step}/gate/${node.gate}`;
    case 'run':
      return `${step}/run`;
    case 'checkpoint':
      return `${step}/checkpoint/${node.of}`;
  }
}

/** The row of a gate, as the gate itself says it. */
export function gateNode(plan: string, { id, step, stage }: Gate): TreeNode {
  return stage === undefined
    ? { kind: 'gate', plan, step: step.key, gate: id }
    : { kind: 'gate', plan, stage, gate: id };
}

/** The row of what a run is about: its step, or its stage. */
export function nodeOfRun({ plan, step, stage }: RunStarted): TreeNode {
  return stage === undefined
    ? { kind: 'step', plan: plan.id, step: step.key }
    : { kind: 'stage', plan: plan.id, stage: stage.key };
}

export function rootNodes(map: StageMap): TreeNode[] {
  return map.plans.map((view) => ({ kind: 'plan', plan: view.plan.id }));
}

/** The rows under a node, as far as a person chose to see them; none when the node is not in the map any more. */
export function childNodes(map: StageMap, node: TreeNode, choice: MapChoice = EVERYTHING): TreeNode[] {
  const view = findPlan(map, node.plan);
  if (view === undefined) return [];
  switch (node.kind) {
    case 'plan':
      return planChildren(view, choice);
    case 'archive':
      return stageNodes(view, archived(view, node.archive));
    case 'documents':
      return (view.plan.documents ?? []).map(({ file }) => ({ kind: 'file', plan: node.plan, file }));
    case 'stage': {
      const stage = findStage(view, node.stage);
      return stage === undefined ? [] : stageChildren(view, stage, choice);
    }
    case 'batch': {
      const stage = findStage(view, node.stage);
      const steps = stage?.batches.find(({ key }) => key === node.batch)?.steps ?? [];
      return stage === undefined ? [] : stepNodes(shownSteps(steps, stage, choice));
    }
    case 'step': {
      const place = placeOf(view, node.step);
      return place === undefined ? [] : stepChildren(place.view);
    }
    default:
      return [];
  }
}

export function parentNode(map: StageMap, node: TreeNode): TreeNode | undefined {
  if (node.kind === 'plan') return undefined;
  const plan: TreeNode = { kind: 'plan', plan: node.plan };
  const view = findPlan(map, node.plan);
  if (view === undefined) return plan;
  if (node.kind !== 'stage' && 'stage' in node) return stageNode(view, node.stage) ?? plan;
  if (node.kind === 'file' && !('step' in node)) return { kind: 'documents', plan: node.plan };
  if (node.kind === 'stage') return archiveNode(view, node.stage) ?? plan;
  if (!('step' in node)) return plan;
  const place = placeOf(view, node.step);
  if (place === undefined) return plan;
  if (node.kind !== 'step') return { kind: 'step', plan: node.plan, step: node.step };
  const { stage, view: step } = place;
  const batch = showsBatches(stage) ? step.step.batch?.key : undefined;
  if (batch !== undefined) return { kind: 'batch', plan: node.plan, stage: stage.key, batch };
  return stageNode(view, stage.key) ?? plan;
}

/** A stage with one batch has nothing to tell apart. */
function showsBatches({ batches }: StageView): boolean {
  return batches.length > 1;
}

/** The row of a stage; a flat plan has one stage without a title, which is not shown. */
function stageNode(view: PlanView, stage: string): TreeNode | undefined {
  return isFlat(view.stages) ? undefined : { kind: 'stage', plan: view.plan.id, stage };
}

function archiveNode(view: PlanView, stage: string): TreeNode | undefined {
  const archive = findStage(view, stage)?.stage.archive;
  return archive === undefined ? undefined : { kind: 'archive', plan: view.plan.id, archive };
}

function archived(view: PlanView, archive: string): StageView[] {
  return view.stages.filter(({ stage }) => stage.archive === archive);
}

function planChildren(view: PlanView, choice: MapChoice): TreeNode[] {
  const { plan } = view;
  const own = { plan: plan.id };
  const live = shownStages(
    view.stages.filter(({ stage }) => stage.archive === undefined),
    choice,
  );
  return [
    ...view.strayGates.map((gate) => gateNode(plan.id, gate)),
    ...(plan.hints ?? []).map((_, hint): TreeNode => ({ kind: 'hint', ...own, hint })),
    ...(isFlat(view.stages)
      ? live.flatMap((stage) => stageChildren(view, stage, choice))
      : stageNodes(view, live)),
    // What was put away is done, and only its number of stages is known.
    ...(isNarrowed(choice) ? [] : (plan.archives ?? [])).map(({ key }): TreeNode => ({
      kind: 'archive',
      ...own,
      archive: key,
    })),
    ...(plan.documents?.length ? [{ kind: 'documents', ...own } as const] : []),
  ];
}

function stageNodes({ plan }: PlanView, stages: readonly StageView[]): TreeNode[] {
  return stages.map(({ key }): TreeNode => ({ kind: 'stage', plan: plan.id, stage: key }));
}

function stageChildren({ plan }: PlanView, stage: StageView, choice: MapChoice): TreeNode[] {
  const own = { plan: plan.id, stage: stage.key };
  const { gates = [], run } = stage.lastRun ?? {};
  const { audit, documents = [] } = stage.stage;
  const files = [...(audit?.proof ? [audit.proof] : []), ...documents].map(({ file }) => file);
  const shown = shownSteps(stage.steps, stage, choice);
  const batches = showsBatches(stage) ? stage.batches : [];
  const inBatch = new Set(batches.flatMap(({ steps }) => steps));
  const seen = new Set(shown);
  return [
    ...gates.map(({ id }): TreeNode => ({ kind: 'gate', ...own, gate: id })),
    ...(run ? [{ kind: 'run', ...own } as const] : []),
    ...batches
      .filter(({ steps }) => steps.some((step) => seen.has(step)))
      .map(({ key }): TreeNode => ({ kind: 'batch', ...own, batch: key })),
    ...stepNodes(shown.filter((step) => !inBatch.has(step))),
    ...[...new Set(files)].map((file): TreeNode => ({ kind: 'file', ...own, file })),
  ];
}

function stepNodes(views: readonly StepView[]): TreeNode[] {
  return views.map((view) => ({ kind: 'step', plan: view.plan, step: view.step.key }));
}

function stepChildren(view: StepView): TreeNode[] {
  const { plan, step, gates, lastRun } = view;
  const of = { plan, step: step.key };
  return [
    ...gates.map(({ id }): TreeNode => ({ kind: 'gate', ...of, gate: id })),
    { kind: 'document', ...of, document: 'plan' },
    ...(step.handoff ? [{ kind: 'document', ...of, document: 'handoff' } as const] : []),
    ...(step.documents ?? []).map(({ file }): TreeNode => ({ kind: 'file', ...of, file })),
    ...(lastRun ? [{ kind: 'run', ...of } as const] : []),
    ...shownMarks(view).map((mark): TreeNode => ({
      kind: 'checkpoint',
      ...of,
      of: mark.kind,
      ...(mark.state === 'taken' && { checkpoint: mark.id }),
    })),
  ];
}
