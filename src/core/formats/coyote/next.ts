/** Which step the step-runner's `next` takes (coyote.md 1.3). */
import { basename } from 'node:path';
import { stepsOf, type Plan } from '../../plan';
import { byText } from '../format';

/**
 * The key of the step that the original would take: by file name in string order the first that is in progress, else
 * the first that is pending; dependencies are not asked. `undefined` when there is none, or when it would take a file
 * that is no step and fail (`Plan.strays`).
 */
export function predictNext(plan: Plan): string | undefined {
  const steps = stepsOf(plan).map(({ key, file, mark }) => ({ key, file, mark }));
  const strays = (plan.strays ?? []).map(({ file, mark }) => ({ key: undefined, file, mark }));
  const byName = [...steps, ...strays].sort((left, right) =>
    byText(basename(left.file), basename(right.file)),
  );
  const taken =
    byName.find(({ mark }) => mark === 'in-progress') ?? byName.find(({ mark }) => mark === 'pending');
  return taken?.key;
}
