/** The shape of a record's fields (`CheckpointRecord`), and picking those that have it. */
import type { CheckpointKind, CheckpointObject, CheckpointRecord, LeftOut } from './checkpoint';
import type { RawRecord } from './migrate';

/** Gives what of a value has the shape, or what is wrong with it: "is no text", after the field's name. */
export type Shape = (value: unknown) => { readonly value: unknown } | { readonly wrong: string };

export type Fields = Readonly<Record<string, Shape>>;

const KINDS: readonly CheckpointKind[] = ['before_batch', 'after_step', 'manual', 'safety', 'imported'];
const OUTCOMES: readonly CheckpointRecord['outcome'][] = ['completed', 'no_changes', 'skipped', 'stopped'];
const PROGRESS: readonly CheckpointObject['in_progress'][] = [
  'merge',
  'rebase',
  'cherry-pick',
  'revert',
  'bisect',
];
const LEFT_OUT: readonly LeftOut['reason'][] = [
  'too_large',
  'too_many',
  'nested_repository',
  'submodule_changes',
  'refused_by_git',
  'unreadable',
];

const text = shape('is no text', (value) => typeof value === 'string');
const whole = shape(
  'is no whole number from 0 on',
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
);
const number = shape('is no number', (value) => typeof value === 'number');
const exitCode = shape('is no exit code', (value) => value === null || Number.isSafeInteger(value));
/** SHA-1 or SHA-256. */
const object = shape('is no name of a git object', (value) =>
  matches(value, /^([0-9a-f]{40}|[0-9a-f]{64})$/),
);
/** What may be part of a ref and of a file's name. */
const id = shape('is no id of letters and digits', (value) => matches(value, /^[0-9A-Za-z]{1,64}$/));

const LEFT_OUT_PATH: Fields = { path: text, reason: oneOf(LEFT_OUT) };
const GATE: Fields = { id: text, command: text, exit_code: exitCode, duration_ms: number };
const STEP: Fields = { key: text, number: text, title: text };

/** What every record has. */
export const REQUIRED: Fields = {
  schema_version: whole,
  record_id: id,
  tool: fields({ name: text, version: text }),
  name: text,
  kind: oneOf(KINDS),
  created_at: text,
  left_out: list(fields(LEFT_OUT_PATH, { size: number, files: whole })),
};

/** What a record may have. */
export const OPTIONAL: Fields = {
  order: whole,
  by: text,
  run_id: text,
  plan: fields({ id: text, format: text, root: text, title: text }, { step_count: whole }),
  step: fields(STEP, { index: whole, content_hash: text }),
  attempt: whole,
  seq: whole,
  outcome: oneOf(OUTCOMES),
  stop: fields({ code: text, detail: text }),
  git: fields(
    { ref: text, sha: object, tree: object, worktree: text, files_changed: whole },
    { exact: object, head: object, branch: text, worktree_id: text, in_progress: oneOf(PROGRESS), tag: text },
  ),
  verification: fields({
    status: oneOf(['passed', 'failed', 'not_run']),
    gates: list(fields(GATE, { log: text })),
  }),
  imported_from: fields({ tool: text, path: text, source: text }),
};

/**
 * The fields that have their shape, and nothing else of the value: what else it holds is not ours to use.
 * @returns the picked fields, and the required ones that are missing or wrong and the optional ones that are wrong
 */
export function pick(
  raw: RawRecord,
  required: Fields,
  optional: Fields,
): { readonly picked: Record<string, unknown>; readonly missing: string[]; readonly wrong: string[] } {
  const picked: Record<string, unknown> = {};
  const missing: string[] = [];
  const wrong: string[] = [];
  for (const [name, shapeOf] of Object.entries({ ...required, ...optional })) {
    const there = Object.hasOwn(raw, name);
    if (!there && Object.hasOwn(optional, name)) continue;
    const read = there ? shapeOf(raw[name]) : { wrong: 'is missing' };
    if ('value' in read) picked[name] = read.value;
    else (Object.hasOwn(required, name) ? missing : wrong).push(`"${name}" ${read.wrong}`);
  }
  return { picked, missing, wrong };
}

function matches(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

function shape(wrong: string, fits: (value: unknown) => boolean): Shape {
  return (value) => (fits(value) ? { value } : { wrong });
}

function oneOf(values: readonly unknown[]): Shape {
  return shape(`is none of ${values.join(', ')}`, (value) => values.includes(value) && value !== undefined);
}

function list(each: Shape): Shape {
  return (value) => {
    if (!Array.isArray(value)) return { wrong: 'is no list' };
    const read = value.map(each);
    const wrong = read.findIndex((one) => 'wrong' in one);
    const first = read[wrong];
    if (first && 'wrong' in first) return { wrong: `[${wrong}] ${first.wrong}` };
    return { value: read.flatMap((one) => ('value' in one ? [one.value] : [])) };
  };
}

function fields(required: Fields, optional: Fields = {}): Shape {
  return (value) => {
    if (!isObject(value)) return { wrong: 'is no object' };
    const { picked, missing, wrong } = pick(value, required, optional);
    const first = missing[0] ?? wrong[0];
    return first === undefined
      ? { value: picked }
      : { wrong: `has a field that is not as it should be: ${first}` };
  };
}

export function isObject(value: unknown): value is RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
