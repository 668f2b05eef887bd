/** Which checkpoints may go: more than a plan needs, or too old, and nothing that is still worth returning to. */
import type { CheckpointRecord, SeenCheckpoint } from './checkpoint';
import type { RestoreLog } from './restoreHistory';

export const KEPT_PER_PLAN = 50;
export const KEPT_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Those that "Clean Up Checkpoints…" offers to delete. Never the newest of all, the last one of a step or a stage, the way back
 * from a restore, what an unfinished restore returns to, nor what a newer version wrote.
 *
 * @param seen newest first, of one worktree
 * @param now in ms since 1970
 */
export function mayGo(
  seen: readonly SeenCheckpoint[],
  log: RestoreLog,
  now: number,
): readonly SeenCheckpoint[] {
  const kept = keptIds(seen, log);
  const ofPlan = new Map<string | undefined, number>();
  return seen.filter(({ record, readOnly }) => {
    const plan = record.plan?.id;
    const newer = ofPlan.get(plan) ?? 0;
    ofPlan.set(plan, newer + 1);
    const old = now - Date.parse(record.created_at) > KEPT_DAYS * DAY_MS;
    return (old || newer >= KEPT_PER_PLAN) && !readOnly && !kept.has(record.record_id);
  });
}

/** A step by its key, also where it was renamed; a stage has none, and is told by its name. */
function subject({ key, number, title }: NonNullable<CheckpointRecord['step']>): readonly unknown[] {
  return key === '' ? [key, number, title] : [key];
}

function keptIds(seen: readonly SeenCheckpoint[], log: RestoreLog): ReadonlySet<string> {
  const kept = new Set<string>();
  const steps = new Set<string>();
  let newest = true;
  for (const { record, exists } of seen) {
    // One whose commit is gone takes no other's place.
    if (!exists) continue;
    const step = record.step && JSON.stringify([record.plan?.id, ...subject(record.step)]);
    if (newest || (step !== undefined && !steps.has(step))) kept.add(record.record_id);
    if (step !== undefined) steps.add(step);
    newest = false;
  }
  for (const { started, ended } of log.restores) {
    if (ended?.outcome !== 'refused') kept.add(started.safety.id);
    if (ended === undefined) kept.add(started.checkpoint.id);
  }
  return kept;
}
