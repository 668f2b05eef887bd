/** The log of restores, `restores.jsonl`: what is in it, and what its entries amount to. Appended, never edited. */
import type { RestoreEntry } from './checkpoint';
import { isObject } from './recordShape';

export const RESTORE_LOG_VERSION = 1;

export type RestoreStarted = Extract<RestoreEntry, { type: 'restore_started' }>;
export type RestoreEnded = Extract<RestoreEntry, { type: 'restore_ended' }>;
export type StrayKept = Extract<RestoreEntry, { type: 'stray_kept' }>;

/** One restore: its beginning, its end once that is written down, and that a person kept what it left behind. */
export interface Restore {
  readonly started: RestoreStarted;
  readonly ended?: RestoreEnded;
  readonly kept?: StrayKept;
}

export interface RestoreLog {
  /** In the order of the log. */
  readonly restores: readonly Restore[];
  /** Lines that could not be read, counted from 1. */
  readonly damaged: readonly number[];
  /** Lines that a newer version wrote, counted from 1; they count as far as they have the fields of this one. */
  readonly newer: readonly number[];
}

/** Reads the log's lines. Empty lines say nothing; an end without its beginning, or a second one, changes nothing. */
export function readRestores(lines: readonly string[]): RestoreLog {
  const restores = new Map<string, Restore>();
  const damaged: number[] = [];
  const newer: number[] = [];
  lines.forEach((line, index) => {
    if (line.trim() === '') return;
    const fields = readObject(line);
    const version = fields?.['schema_version'];
    if (typeof version === 'number' && version > RESTORE_LOG_VERSION) newer.push(index + 1);
    if (isStarted(fields)) {
      if (!restores.has(fields.id)) restores.set(fields.id, { started: fields });
    } else if (isEnded(fields)) {
      const begun = restores.get(fields.id);
      if (begun !== undefined && begun.ended === undefined)
        restores.set(fields.id, { ...begun, ended: fields });
    } else if (isKept(fields)) {
      const left = restores.get(fields.id);
      if (left?.ended?.outcome === 'stray_changes') restores.set(fields.id, { ...left, kept: fields });
    } else if (typeof version !== 'number' || version <= RESTORE_LOG_VERSION) {
      damaged.push(index + 1);
    }
  });
  return { restores: [...restores.values()], damaged, newer };
}

/**
 * The restore of a worktree that is not over: begun, without an end or with stray changes that nobody kept, and not
 * made up for by a later one that got through. Restoring its checkpoint again finishes it, restoring its safety
 * checkpoint undoes it.
 */
export function unfinishedRestore(log: RestoreLog, worktree: string): Restore | undefined {
  const here = log.restores.filter(({ started }) => started.worktree === worktree);
  const last = here.findLastIndex(isOpen);
  const later = here.slice(last + 1).some(({ ended }) => ended?.outcome !== 'refused');
  return last === -1 || later ? undefined : here[last];
}

function isOpen({ ended, kept }: Restore): boolean {
  return ended === undefined || (ended.outcome === 'stray_changes' && kept === undefined);
}

/** The restore that restoring a checkpoint undoes, because it is its safety checkpoint; `undefined` for any other. */
export function undoneBy(log: RestoreLog, checkpointId: string): Restore | undefined {
  return log.restores.find(
    ({ started, ended }) => started.safety.id === checkpointId && ended?.outcome !== 'refused',
  );
}

function readObject(line: string): Record<string, unknown> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  return isObject(value) ? value : undefined;
}

function isStarted(fields: Record<string, unknown> | undefined): fields is RestoreStarted & typeof fields {
  return (
    fields?.['type'] === 'restore_started' &&
    hasTexts(fields, 'id', 'at', 'by', 'worktree') &&
    isDate(fields['at']) &&
    hasTexts(fields['checkpoint'], 'id', 'at', 'name') &&
    hasTexts(fields['safety'], 'id', 'at') &&
    (fields['branch'] === undefined || hasTexts(fields['branch'], 'name', 'from', 'to')) &&
    (fields['process'] === undefined || isProcess(fields['process']))
  );
}

function isEnded(fields: Record<string, unknown> | undefined): fields is RestoreEnded & typeof fields {
  return (
    fields?.['type'] === 'restore_ended' &&
    hasTexts(fields, 'id', 'at') &&
    isDate(fields['at']) &&
    ['restored', 'refused', 'stray_changes'].includes(String(fields['outcome'])) &&
    typeof fields['files'] === 'number' &&
    (fields['stray'] === undefined || isTexts(fields['stray']))
  );
}

function isKept(fields: Record<string, unknown> | undefined): fields is StrayKept & typeof fields {
  return fields?.['type'] === 'stray_kept' && hasTexts(fields, 'id', 'at', 'by') && isDate(fields['at']);
}

function isProcess(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { pid, start } = value;
  return typeof pid === 'number' && (start === undefined || typeof start === 'string');
}

function hasTexts(value: unknown, ...names: readonly string[]): boolean {
  return isObject(value) && names.every((name) => typeof value[name] === 'string');
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function isDate(value: unknown): boolean {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}
