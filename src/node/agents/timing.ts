/** The patience of everything around an attempt, in milliseconds; tests bring shorter ones. */
export interface Timing {
  /** From `launch.json` to `start.json`. */
  readonly startWithin: number;
  /** How long a malformed answer may stay the same before it counts, and how often it is read meanwhile. */
  readonly mendWithin: number;
  readonly mendEvery: number;
  /** How often to look where the system reports no change. */
  readonly lookEvery: number;
  /** How often to look while processes end. */
  readonly endEvery: number;
  readonly terminateAfter: number;
  readonly killAfter: number;
  /** What the launcher may take beyond `killAfter` before it is ended itself. */
  readonly launcherGrace: number;
}

export const TIMING: Timing = {
  startWithin: 30_000,
  mendWithin: 5_000,
  mendEvery: 200,
  lookEvery: 1_000,
  endEvery: 100,
  terminateAfter: 5_000,
  killAfter: 10_000,
  launcherGrace: 10_000,
};
