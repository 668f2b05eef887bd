/** One line of a journal: JSON that is an event of the shape that its type promises, or what is wrong with it. */
import type { RunCheckpointKind, RunEvent, RunEventType } from './events';

/**
 * `objects` and `strings` are arrays whose every element is one, `lists` one of arrays of strings; a list is the texts that are allowed; `text?`,
 * `object?`, `strings?` and `texts?`, an object of strings, may be missing; `each` is the shape of the objects in an array.
 */
type Kind =
  | 'string'
  | 'text?'
  | 'number'
  | 'boolean'
  | 'object'
  | 'object?'
  | 'texts?'
  | 'objects'
  | 'strings'
  | 'strings?'
  | 'lists'
  | readonly string[]
  | { readonly each: Shape };
interface Shape {
  readonly [field: string]: Kind;
}

const AT_NODE: Shape = { token: 'string', node: 'string' };
const RUN_CHECKPOINT: Shape = {
  kind: ['before_batch', 'after_step'] satisfies readonly RunCheckpointKind[],
};

/** The fields that reading a journal relies on, those of objects as `outer.inner`; everything else may be there or not. */
const SHAPES: Readonly<Record<RunEventType, Shape>> = {
  run_started: {
    run: 'string',
    folder: 'string',
    ...texts('plan', 'root', 'title'),
    'plan.terms': 'texts?',
    ...texts('step', 'key', 'number', 'title', 'file'),
    ...texts('protocol', 'name', 'file', 'sha256'),
    agent: 'string',
    by: 'string',
    stage: 'object?',
    'stage.key': 'text?',
    'stage.folder': 'text?',
    'stage.policy': 'object?',
    parent: 'object?',
    'parent.run': 'text?',
    isolated: 'object?',
    'isolated.id': 'text?',
    'isolated.worktree': 'text?',
    'isolated.folder': 'text?',
    'isolated.base': 'text?',
  },
  node_entered: { ...AT_NODE, kind: 'string', visit: 'number' },
  node_left: { ...AT_NODE, updates: 'object' },
  agent_started: { ...AT_NODE, attempt: 'number', agent: 'string', folder: 'string', answers: 'string' },
  agent_ended: { ...AT_NODE, attempt: 'number', ...texts('outcome', 'kind') },
  check_started: { ...AT_NODE, check: 'string' },
  check_ended: { ...AT_NODE, ...texts('record', 'check', 'status', 'display'), 'record.lines': 'strings' },
  script_started: { ...AT_NODE, file: 'string' },
  script_ended: AT_NODE,
  gate_opened: {
    token: 'string',
    ...texts('gate', 'id', 'node', 'title', 'question'),
    'gate.options': 'objects',
    'gate.evidence': 'objects',
  },
  gate_answered: { ...AT_NODE, ...texts('answer', 'gate', 'choice', 'by') },
  files_changed: { node: 'string', changes: 'objects' },
  step_approved: { by: 'string' },
  run_stopped: texts('stop', 'code', 'detail'),
  run_resumed: { by: 'string', policy: 'object?' },
  batch_started: {
    number: 'number',
    batch: 'string',
    steps: {
      each: { key: 'string', number: 'string', title: 'string', builds: 'string', objective: 'string' },
    },
    rounds: 'lists',
    notes: 'strings',
    goesOn: 'texts?',
  },
  batch_ended: {
    number: 'number',
    results: {
      each: { step: 'string', outcome: ['done', 'failed', 'skipped'], text: 'string', run: 'text?' },
    },
    enables: 'strings?',
  },
  worktree_started: { worktree: 'string', folder: 'string', step: 'string', batch: 'number' },
  merge_conflict: { worktree: 'string', gate: 'string', files: 'strings' },
  branch_noted: { branch: 'string' },
  merge_started: { worktree: 'string', run: 'string', merge: 'string' },
  merge_ended: {
    worktree: 'string',
    run: 'string',
    outcome: ['merged', 'left'],
    files_changed: 'number',
  },
  stop_asked: { by: 'string' },
  commit_asked: { step: 'string', by: 'string' },
  step_skipped: { step: 'string', reason: 'string', by: 'string' },
  resume_checkpoint_selected: { source: 'string', candidates: 'number', rejected: 'objects' },
  drift_detected: { class: 'string', details: 'string', action: 'string' },
  run_ended: { node: 'string', output: 'string', ...texts('stop', 'code', 'detail') },
  checkpoint_started: { ...RUN_CHECKPOINT, checkpoint: 'string' },
  checkpoint_taken: {
    ...RUN_CHECKPOINT,
    checkpoint: 'string',
    name: 'string',
    sha: 'string',
    tree: 'string',
    worktree: 'string',
    files_changed: 'number',
    left_out: 'number',
    record_written: 'boolean',
    problem: 'text?',
    tag_problem: 'text?',
  },
  checkpoint_skipped: {
    ...RUN_CHECKPOINT,
    checkpoint: 'text?',
    code: 'string',
    detail: 'string',
    wayOut: 'string',
  },
  note: { text: 'string' },
};

/** Reads one line. An event of an unknown type is kept as it is: a newer version may have written it. */
export function readEvent(text: string): { event: RunEvent } | { problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `not JSON (${error instanceof Error ? error.message : String(error)})` };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { problem: 'not a JSON object' };
  const fields = value as Record<string, unknown>;
  if (typeof fields['type'] !== 'string') return { problem: 'an event without a type' };
  const shape: Shape = { ...shapeOf(fields['type']), at: 'string' };
  const wrong = wrongField(fields, shape);
  if (wrong !== undefined) return { problem: `${fields['type']} has no proper "${wrong}"` };
  const version = Number.isInteger(fields['schema_version']) ? fields['schema_version'] : 0;
  return { event: { ...fields, schema_version: version } as RunEvent };
}

function shapeOf(type: string): Shape {
  return Object.hasOwn(SHAPES, type) ? SHAPES[type as RunEventType] : {};
}

/** Texts in an object, which has to be one itself. */
function texts(outer: string, ...names: readonly string[]): Shape {
  return Object.fromEntries([
    [outer, 'object'] as const,
    ...names.map((name) => [`${outer}.${name}`, 'string'] as const),
  ]);
}

/** The value at `outer` or `outer.inner`. */
function at(fields: Record<string, unknown>, path: string): unknown {
  const [outer = '', inner] = path.split('.');
  const value = fields[outer];
  if (inner === undefined || typeof value !== 'object' || value === null) return value;
  return (value as Record<string, unknown>)[inner];
}

function wrongField(fields: Record<string, unknown>, shape: Shape): string | undefined {
  return Object.keys(shape).find((key) => !isKind(at(fields, key), shape[key] ?? 'object'));
}

function isKind(value: unknown, kind: Kind): boolean {
  if (kind === 'text?') return value === undefined || typeof value === 'string';
  if (kind === 'object?') return value === undefined || isKind(value, 'object');
  if (kind === 'strings?') return value === undefined || isKind(value, 'strings');
  if (kind === 'texts?')
    return value === undefined || (isKind(value, 'object') && isKind(Object.values(value ?? {}), 'strings'));
  if (typeof kind === 'object' && 'each' in kind)
    return (
      isKind(value, 'objects') &&
      (value as Record<string, unknown>[]).every((one) => wrongField(one, kind.each) === undefined)
    );
  if (typeof kind === 'object') return typeof value === 'string' && kind.includes(value);
  if (kind === 'lists') return Array.isArray(value) && value.every((element) => isKind(element, 'strings'));
  if (kind === 'objects' || kind === 'strings') {
    const each = kind === 'objects' ? 'object' : 'string';
    return Array.isArray(value) && value.every((element) => isKind(element, each));
  }
  return typeof value === kind && value !== null && !Array.isArray(value);
}
