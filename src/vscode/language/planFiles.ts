/** Which step a file is the plan of. */
import { dirname } from 'node:path';
import type { Plan } from '../../core/plan';
import type { PlanView, StageMap, StepView } from '../../core/status';

export interface PlanFile {
  readonly view: StepView;
  readonly plan: PlanView;
}

const indexes = new WeakMap<StageMap, ReadonlyMap<string, PlanFile>>();

/** The step whose plan file has this absolute path; the index of a map is made once, when it is first asked for. */
export function planFileAt(map: StageMap, file: string): PlanFile | undefined {
  let index = indexes.get(map);
  if (index === undefined) {
    index = new Map(
      map.plans.flatMap((plan) => plan.steps.map((view) => [view.step.file, { view, plan }] as const)),
    );
    indexes.set(map, index);
  }
  return index.get(file);
}

/** Where relative paths in plan files start: the folder that the format's tool is started in. */
export function baseOf({ root }: Plan): string {
  return dirname(root);
}
