/** What a resume would do, worked out without doing anything: where it begins, why, and what is not as it was. */
import type { CheckpointRecord } from '../checkpoints/checkpoint';
import type { NextAction, PlanView, StepView } from '../status';
import { type Candidate } from './candidates';
import { type Drift, type DriftInput, drifts } from './drift';
import { select, type Selection } from './select';
import { type Standing, standings } from './standing';

/** The first step that is not finished, and what a person does about it. */
export interface ResumePoint {
  readonly step: Standing;
  readonly action: NextAction;
}

export interface ResumePreview {
  readonly plan: { readonly id: string; readonly title: string };
  /** Absent when every step is finished, or when there are none. */
  readonly at: ResumePoint | undefined;
  readonly standings: readonly Standing[];
  readonly selection: Selection;
  readonly drifts: readonly Drift[];
  /** The checkpoint that the tree was compared with, where there is one. */
  readonly baseline?: CheckpointRecord;
  /** What could not be looked at, a sentence each. */
  readonly problems: readonly string[];
}

/** How far a plan is by the finds alone; git's part of the picture is looked for from here. */
export type Position = Pick<ResumePreview, 'at' | 'standings' | 'selection'>;

/** @param confirmed ids of candidates that a person has confirmed */
export function position(
  view: PlanView,
  candidates: readonly Candidate[],
  confirmed: readonly string[],
): Position {
  const selection = select(candidates, confirmed);
  const standing = standings(view, selection);
  return { selection, standings: standing, at: resumePoint(view, standing) };
}

/** The preview. Pure, so that looking changes nothing: no event, no checkout, no file (D17). */
export function preview(
  { plan }: PlanView,
  from: Position,
  found: Omit<DriftInput, 'plan' | 'selection' | 'standings'>,
  problems: readonly string[],
): ResumePreview {
  return {
    plan: { id: plan.id, title: plan.title },
    ...from,
    drifts: drifts({ ...found, plan, selection: from.selection, standings: from.standings }),
    ...(found.baseline && { baseline: found.baseline }),
    problems,
  };
}

/**
 * Where a resume begins: the first step in the plan's order that is not finished. A step that is held, halted or running is
 * never passed over; one that nobody has begun is, while it waits for others and a later one does not.
 */
export function resumePoint(
  { plan, steps }: PlanView,
  standing: readonly Standing[],
): ResumePoint | undefined {
  const unfinished = standing.filter(({ state }) => state !== 'finished');
  const viewOf = (key: string) => steps.find(({ step }) => step.key === key);
  const begins = unfinished.find(({ state, key }) => state !== 'open' || viewOf(key)?.status !== 'blocked');
  const step = begins ?? unfinished[0];
  const view = step && viewOf(step.key);
  if (!step || !view) return undefined;
  // Another tool's data: that tool alone can go on with it.
  return { step, action: plan.readOnly ? 'openPlan' : actionOf(step, view) };
}

function actionOf({ state }: Standing, view: StepView): NextAction {
  if (state === 'running') return 'showRun';
  if (state === 'held') return view.next ?? 'openHandoff';
  return view.status === 'unknown' ? 'runStep' : (view.next ?? 'runStep');
}
