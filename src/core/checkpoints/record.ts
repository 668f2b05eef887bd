/** Records as text (runr.md 12.3): read strictly, with the reason of a rejection, and rewritten without loss. */
import { isTooDeep } from '../jsonDepth';
import { CHECKPOINT_VERSION, refOf, type CheckpointRecord } from './checkpoint';
import { migrate, versionOf, type RawRecord } from './migrate';
import { isObject, OPTIONAL, pick, REQUIRED } from './recordShape';

/** Why a record does not count (runr.md 12.5). */
export type RecordReject =
  | 'bad_json'
  | 'unknown_schema_newer'
  | 'unknown_schema_older_unmigratable'
  | 'name_mismatch'
  | 'missing_field'
  | 'wrong_run'
  | 'wrong_plan'
  | 'bad_index'
  | 'object_missing'
  | 'ref_moved';

export interface Rejection {
  readonly why: RecordReject;
  /** What is wrong, one sentence for people. */
  readonly detail: string;
}

/** What a record has to belong to; what is absent is not asked for. */
export interface Expected {
  /** The id that the file's name or the ref gives. */
  readonly id?: string;
  readonly run?: string;
  /** The plan's id. */
  readonly plan?: string;
}

export type ReadRecord =
  /** `readOnly`: of a newer version, read as far as its fields are known; never to be written to. */
  { readonly record: CheckpointRecord; readonly readOnly: boolean } | { readonly rejected: Rejection };

/** A larger text is no record. */
const LARGEST = 8 * 1024 * 1024;

/** Reads the text of a record, of this version or any other, as it should belong to what is expected. */
export function readRecord(text: string, expected: Expected = {}): ReadRecord {
  const raw = parseRecord(text);
  if ('rejected' in raw) return raw;
  const version = versionOf(raw.raw);
  if (version === undefined)
    return reject(
      'unknown_schema_newer',
      `Its schema_version is ${JSON.stringify(raw.raw['schema_version'])}, which is no whole number.`,
    );
  const present = migrate(raw.raw);
  if (present === undefined)
    return reject(
      'unknown_schema_older_unmigratable',
      `No way leads from its schema_version ${version} to ours.`,
    );
  return readPresent(present, expected);
}

/**
 * The text with some fields changed and all others kept, unknown ones included; of an older version it becomes the
 * present one.
 * @returns the rejection where the text is no record, or is one of a newer version, which is never written to
 */
export function rewrite(
  text: string,
  change: Partial<CheckpointRecord>,
): { readonly text: string } | { readonly rejected: Rejection } {
  const read = readRecord(text);
  if ('rejected' in read) return read;
  if (read.readOnly) return reject('unknown_schema_newer', newerWords(read.record.schema_version));
  const parsed = parseRecord(text);
  if ('rejected' in parsed) return parsed;
  return { text: recordText({ ...migrate(parsed.raw), ...change }) };
}

/** A record as its file has it. */
export function recordText(record: RawRecord | CheckpointRecord): string {
  return `${JSON.stringify(record, undefined, 2)}\n`;
}

/**
 * Newest first, of one data folder: by the order that it gave out, where only what older versions wrote has none; then by
 * time, where what is no time is the oldest, then as `tie` says, then by id (runr.md 12.5).
 */
export function newestFirst(a: CheckpointRecord, b: CheckpointRecord, tie = 0): number {
  const byOrder = (b.order ?? 0) - (a.order ?? 0);
  if (byOrder !== 0) return byOrder;
  const byTime = epoch(b.created_at) - epoch(a.created_at);
  if (byTime !== 0 && !Number.isNaN(byTime)) return byTime;
  return tie !== 0 ? tie : a.record_id < b.record_id ? 1 : a.record_id > b.record_id ? -1 : 0;
}

function epoch(iso: string): number {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? -Infinity : time;
}

function parseRecord(text: string): { readonly raw: RawRecord } | { readonly rejected: Rejection } {
  if (text.length > LARGEST) return reject('bad_json', `It has more than ${LARGEST} characters.`);
  if (text.trim() === '') return reject('bad_json', 'It is empty.');
  let value: unknown;
  try {
    // Editors on Windows like to begin a file with a byte order mark.
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return reject('bad_json', `It is not JSON: ${error.message}`);
    throw error;
  }
  if (!isObject(value)) return reject('bad_json', 'It is JSON, but no object.');
  return isTooDeep(value) ? reject('bad_json', 'It is nested too deeply.') : { raw: value };
}

function readPresent(raw: RawRecord, expected: Expected): ReadRecord {
  const { picked, missing, wrong } = pick(raw, REQUIRED, OPTIONAL);
  const newer = Number(raw['schema_version']) > CHECKPOINT_VERSION;
  // Of a newer version, an optional field of another shape is left away: what is known is still worth showing.
  const problems = newer ? missing : [...missing, ...wrong];
  if (problems.length > 0 && newer)
    return reject('unknown_schema_newer', `${newerWords(raw['schema_version'])} ${problems.join('; ')}.`);
  const index = problems.find((problem) => problem.includes('"index"'));
  if (index !== undefined) return reject('bad_index', `${index}.`);
  if (problems.length > 0) return reject('missing_field', `${problems.join('; ')}.`);
  const record = picked as unknown as CheckpointRecord;
  const rejected = belongs(record, expected);
  return rejected ? { rejected } : { record, readOnly: newer };
}

function belongs(record: CheckpointRecord, expected: Expected): Rejection | undefined {
  const { record_id: id, run_id: run, plan, step, git } = record;
  const count = plan?.step_count;
  if (expected.id !== undefined && expected.id !== id)
    return { why: 'name_mismatch', detail: `It lies under "${expected.id}" and calls itself "${id}".` };
  if (git && git.ref !== refOf(id))
    return { why: 'name_mismatch', detail: `It names the ref "${git.ref}", which is not its own.` };
  if (step?.index !== undefined && count !== undefined && step.index >= count)
    return {
      why: 'bad_index',
      detail: `It is of step ${step.index} counted from 0, and the plan had ${count}.`,
    };
  if (expected.run !== undefined && expected.run !== run)
    return { why: 'wrong_run', detail: `It belongs to ${run === undefined ? 'no run' : `run ${run}`}.` };
  if (expected.plan !== undefined && expected.plan !== plan?.id)
    return { why: 'wrong_plan', detail: `It belongs to ${plan ? `the plan "${plan.id}"` : 'no plan'}.` };
  return undefined;
}

function newerWords(version: unknown): string {
  return `It was written by a newer version (schema_version ${String(version)}).`;
}

function reject(why: RecordReject, detail: string): { readonly rejected: Rejection } {
  return { rejected: { why, detail } };
}
