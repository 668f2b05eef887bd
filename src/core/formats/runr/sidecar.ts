/**
 * What Runr leaves of a checkpoint (runr.md 4.1, 5 to 7): a sidecar `checkpoints/<sha>.json`, and the subject of its
 * commit. Strictly read: what is not exactly so is rejected with a reason, because "done" rests on it.
 */
import { isIndex, readObject, textsIn } from '../../jsonObject';

/** The place and the record of one checkpointed milestone. */
export interface RunrSidecar {
  /** The commit: 40 or 64 lower case hexadecimal digits. Whether it still exists is git's to say. */
  readonly sha: string;
  /** Unique only inside its repository, and not even there for two runs of one second (D15). */
  readonly runId: string;
  /** 0-based. Whether the plan has as many milestones is the caller's to check: past the end is never "complete" (D7). */
  readonly index: number;
  readonly title: string;
  /** As written, ISO 8601 from Runr itself; any text, and an empty one, is accepted as Runr does. */
  readonly createdAt: string;
  readonly tier?: string;
  /** May be those of an earlier milestone, when this one changed nothing (D2). */
  readonly verificationCommands: readonly string[];
}

/** Why a sidecar does not count: names of runr.md 12.5. */
export type SidecarReject =
  | 'bad_json'
  /** Written by a version that we do not know: shown, never passed over as if it were not there. */
  | 'unknown_schema_newer'
  | 'unknown_schema_older_unmigratable'
  | 'missing_field'
  | 'name_mismatch'
  | 'bad_index';

export type SidecarRead =
  | { readonly sidecar: RunrSidecar }
  | {
      readonly reject: SidecarReject;
      /** One clause about this file: `schema_version is 999, not 1`. */
      readonly detail: string;
    };

/** The commit of a checkpoint by its subject. A legacy one names no run, so it can never vouch for one (D7). */
export type CheckpointSubject =
  | { readonly source: 'git_log_run_specific'; readonly runId: string; readonly index: number }
  | { readonly source: 'git_log_legacy'; readonly index: number };

const SCHEMA = 1;
const SUBJECT = /^chore\(runr\): checkpoint (\d{14}) milestone (\d+)$/;
const LEGACY_SUBJECT = /^chore\(agent\): checkpoint milestone (\d+)$/;

/** Whether a name in `checkpoints/` is one that Runr looks at: `.json.tmp` is a write cut short, `index.json` reserved. */
export function isSidecarName(name: string): boolean {
  return name.endsWith('.json') && name !== 'index.json';
}

/**
 * Reads a sidecar by the rules of runr.md 6, and stricter where those let through what cannot be a place in a plan
 * (an index of 1.5) or a commit.
 * @param name the file's name without its folder
 */
export function readSidecar(name: string, text: string): SidecarRead {
  const read = readObject(text);
  if ('problem' in read) return { reject: 'bad_json', detail: read.problem };
  const { schema_version, sha, run_id, milestone_index, milestone_title, created_at } = read.fields;
  if (schema_version !== SCHEMA) return unknownSchema(schema_version);
  if (!isCommitName(sha)) return missing('sha', 'the name of a commit');
  if (typeof run_id !== 'string') return missing('run_id', 'a text');
  if (typeof milestone_title !== 'string') return missing('milestone_title', 'a text');
  if (typeof created_at !== 'string') return missing('created_at', 'a text');
  if (name !== `${sha}.json`)
    return { reject: 'name_mismatch', detail: `sha is ${sha}, which is not the file's name` };
  if (!isIndex(milestone_index))
    return { reject: 'bad_index', detail: `milestone_index is ${JSON.stringify(milestone_index)}` };
  const { tier, verification_commands } = read.fields;
  return {
    sidecar: {
      sha,
      runId: run_id,
      index: milestone_index,
      title: milestone_title,
      createdAt: created_at,
      ...(typeof tier === 'string' && { tier }),
      verificationCommands: textsIn(verification_commands),
    },
  };
}

/** Whether a value is the full name of a commit; nothing else of these files is ever handed to git. */
export function isCommitName(value: unknown): value is string {
  return typeof value === 'string' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value);
}

function unknownSchema(version: unknown): SidecarRead {
  const older = version === undefined || (typeof version === 'number' && version < SCHEMA);
  const is = version === undefined ? 'missing' : JSON.stringify(version);
  return {
    reject: older ? 'unknown_schema_older_unmigratable' : 'unknown_schema_newer',
    detail: `schema_version is ${is}, not ${SCHEMA}`,
  };
}

function missing(field: string, expected: string): SidecarRead {
  return { reject: 'missing_field', detail: `${field} is missing or not ${expected}` };
}

/**
 * Sorts sidecars of one run, the one to go on from first: highest index, then latest `createdAt` as a time (one that
 * is none counts as oldest), then latest modification (runr.md 6 and 12.5).
 */
export function bySidecarOrder(left: DatedSidecar, right: DatedSidecar): number {
  return (
    right.sidecar.index - left.sidecar.index ||
    timeOf(right.sidecar.createdAt) - timeOf(left.sidecar.createdAt) ||
    right.modified - left.modified
  );
}

export interface DatedSidecar {
  readonly sidecar: RunrSidecar;
  /** Modification time of its file, milliseconds since the epoch. */
  readonly modified: number;
}

/** Before every real time, and finite, so that two of them are equal. */
function timeOf(text: string): number {
  const time = Date.parse(text);
  return Number.isNaN(time) ? -1e16 : time;
}

/**
 * What a commit's subject says about a checkpoint: the whole line has to be the message, so a commit that quotes it
 * is none (D8). Legacy subjects count from 1 and are given from 0 here.
 * @param subject the first line of the message alone, never the body
 */
export function readCheckpointSubject(subject: string): CheckpointSubject | undefined {
  const [, runId, number] = SUBJECT.exec(subject) ?? [];
  if (runId !== undefined && isIndex(Number(number)))
    return { source: 'git_log_run_specific', runId, index: Number(number) };
  const legacy = Number(LEGACY_SUBJECT.exec(subject)?.[1]) - 1;
  return isIndex(legacy) ? { source: 'git_log_legacy', index: legacy } : undefined;
}
