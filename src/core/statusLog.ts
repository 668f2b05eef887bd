/** The log of "Set Status…": one `StatusChange` a line, appended, never edited. */
import type { PlanMark } from './plan';
import type { StatusChange } from './status';

export const STATUS_LOG_VERSION = 1;

export interface StatusLog {
  readonly changes: readonly StatusChange[];
  /** Lines that could not be read, counted from 1. */
  readonly damaged: readonly number[];
}

const marks: readonly string[] = ['pending', 'in-progress', 'complete', 'unrecognised'] satisfies PlanMark[];

/** Reads the log's text. A newer version's lines count as long as they have the fields of this one. */
export function readStatusLog(text: string): StatusLog {
  const lines = text.split('\n').map((line, index) => ({ line, number: index + 1 }));
  const read = lines
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => ({ number, change: readChange(line) }));
  return {
    changes: read.flatMap(({ change }) => (change === undefined ? [] : [change])),
    damaged: read.filter(({ change }) => change === undefined).map(({ number }) => number),
  };
}

function readChange(line: string): StatusChange | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  return isChange(value) ? value : undefined;
}

function isChange(value: unknown): value is StatusChange {
  if (typeof value !== 'object' || value === null) return false;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const texts = ['at', 'by', 'plan', 'step', 'from', 'to', 'reason'];
  return (
    typeof fields['schema_version'] === 'number' &&
    texts.every((name) => typeof fields[name] === 'string') &&
    marks.includes(String(fields['to']))
  );
}
