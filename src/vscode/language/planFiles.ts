/** Which step a file is the plan of. */
import { dirname } from 'node:path';
import { append } from '../../core/group';
import type { Plan } from '../../core/plan';
import type { PlanView, StageMap, StepView } from '../../core/status';

export interface PlanFile {
  readonly view: StepView;
  readonly plan: PlanView;
}

const indexes = new WeakMap<StageMap, ReadonlyMap<string, readonly PlanFile[]>>();

/**
 * The steps whose plan file has this absolute path, in its order; a report may hold several. The index of a map is made
 * once, when it is first asked for.
 */
export function planFilesAt(map: StageMap, file: string): readonly PlanFile[] {
  const index = indexes.get(map) ?? indexOf(map);
  indexes.set(map, index);
  return index.get(file) ?? [];
}

/** Of those the one that a line belongs to. */
export function planFileAt(map: StageMap, file: string, line: number): PlanFile | undefined {
  const files = planFilesAt(map, file);
  return files.findLast(({ view }) => (view.step.line ?? 0) <= line) ?? files[0];
}

function indexOf(map: StageMap): Map<string, PlanFile[]> {
  const index = new Map<string, PlanFile[]>();
  for (const plan of map.plans)
    for (const view of plan.steps) {
      append(index, view.step.file, { view, plan });
    }
  for (const files of index.values())
    files.sort((left, right) => (left.view.step.line ?? 0) - (right.view.step.line ?? 0));
  return index;
}

/** Where relative paths in plan files start: the folder that the format's tool is started in. */
export function baseOf({ root }: Plan): string {
  return dirname(root);
}
