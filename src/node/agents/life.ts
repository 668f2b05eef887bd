/** Whether an attempt lives, and ending it: from its records and the processes they name. */
import type { AttemptPlace } from '../../core/agentTask';
import {
  claimStart,
  type EndRecord,
  RECORD_VERSION,
  readRecords,
  type Records,
  requestStop,
  type StopReason,
  writeEnd,
} from '../launcher/records';
import { watchFolders } from '../launcher/watch';
import { endTree } from '../processes/endTree';
import { isAlive } from '../processes/identity';
import type { Timing } from './timing';

export interface Life {
  readonly records: Records;
  readonly state: 'absent' | 'running' | 'over';
  /** It has the agent in hand; after its end record it may stay for its terminal to be read. */
  readonly launcherLives: boolean;
}

/** What the records and the processes say now. An agent whose launcher was killed still runs. */
export async function readLife(folder: string): Promise<Life> {
  const records = await readRecords(folder);
  const { start } = records;
  if (records.end) return { records, state: 'over', launcherLives: false };
  const launcherLives = start !== undefined && (await isAlive(start.launcher));
  if (start === undefined) return { records, state: 'absent', launcherLives };
  if (launcherLives) return { records, state: 'running', launcherLives };
  // Between the two looks the launcher may have added its child or ended in good order.
  const later = await readRecords(folder);
  const child = later.start?.child;
  const running = later.end === undefined && child !== undefined && (await isAlive(child));
  return { records: later, state: running ? 'running' : 'over', launcherLives };
}

/** Ends the attempt's processes through its launcher, or directly where that is dead or deaf. Resolves when nothing is left. */
export async function endAttempt(
  place: AttemptPlace,
  reason: StopReason,
  now: Date,
  timing: Timing,
): Promise<void> {
  await requestStop(place.records, reason, now);
  if (await recordUnstarted(place, now, { reason })) return;
  const watch = watchFolders([place.records]);
  const deadline = performance.now() + timing.killAfter + timing.launcherGrace;
  try {
    for (;;) {
      const { records, launcherLives } = await readLife(place.records);
      const { start, launch } = records;
      if (start && launcherLives && performance.now() < deadline) {
        await watch.next(timing.endEvery);
        continue;
      }
      if (start && launcherLives) await endTree(start.launcher, timing);
      // A launcher that was killed before it wrote its child down may have started one: its mark tells.
      const marked = { ...timing, ...(launch && { mark: launch.mark }) };
      if (start) await endTree(start.child ?? start.launcher, marked);
      return;
    }
  } finally {
    watch.close();
  }
}

/** Where nothing was started so far: makes sure that nothing will be, and records the end. `false`: it was started. */
export async function recordUnstarted(
  place: AttemptPlace,
  now: Date,
  end: Pick<EndRecord, 'reason' | 'problem'>,
): Promise<boolean> {
  const at = now.toISOString();
  const nobody = { schema_version: RECORD_VERSION, launcher: { pid: 0 }, startedAt: at };
  if (!(await claimStart(place.records, nobody))) return false;
  await writeEnd(place.records, { exitCode: null, signal: null, endedAt: at, ...end });
  return true;
}
