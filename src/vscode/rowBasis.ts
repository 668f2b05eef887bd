/** What a row rests on: while these are the same objects, the row and what is under it say the same. */
import type { PlanView, StageMap } from '../core/status';
import { findPlan, findStage, placeOf } from './mapIndex';
import type { TreeNode } from './nodes';

/** Besides the time, the folders of the workspace and what a person chose to see. Empty for what is gone. */
export function basisOf(map: StageMap, node: TreeNode): readonly unknown[] {
  const plan = findPlan(map, node.plan);
  if (plan === undefined) return [];
  switch (node.kind) {
    case 'plan':
      // Whether it is open at first and names its format depends on the other plans.
      return map.plans;
    case 'hint':
    case 'archive':
    case 'documents':
      return [plan];
    case 'stage':
    case 'batch':
      return [findStage(plan, node.stage), plan.firstUnfinished];
    case 'file':
    case 'run':
      if ('stage' in node) return [findStage(plan, node.stage)];
      return 'step' in node ? stepBasis(plan, node.step) : [plan];
    case 'gate': {
      const of = 'stage' in node ? findStage(plan, node.stage) : placeOf(plan, node.step)?.view;
      return [of, plan.strayGates.length === 0 ? undefined : plan];
    }
    default:
      return stepBasis(plan, node.step);
  }
}

function stepBasis(plan: PlanView, step: string): readonly unknown[] {
  const place = placeOf(plan, step);
  return [place?.view, place?.stage];
}
