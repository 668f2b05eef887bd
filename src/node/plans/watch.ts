/** What to watch so that every change of a plan is noticed. */
import { join } from 'node:path';
import { PLAN_FORMATS } from '../../core/formats/index';
import type { WatchRule } from '../../core/formats/format';
import type { Plan } from '../../core/plan';

/**
 * Absolute folders and the names in them: each one for a watcher of that folder alone, to which the user's watcher
 * excludes do not apply (editor-api (d)). A folder may not exist yet.
 */
export function watchTargets(plan: Plan): WatchRule[] {
  const watches = PLAN_FORMATS.find(({ id }) => id === plan.format)?.watches ?? [];
  return watches.map(({ folder, pattern }) => ({ folder: join(plan.root, folder), pattern }));
}
