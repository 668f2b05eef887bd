/** What the runs of okstra's stages keep in their state for the stages after them and for the report. */
import type { CheckRecord } from '../../checks';
import type { RunEvent } from '../../events';
import type { Carried } from '../../formats/okstra/run/carryIn';
import type { OutOfPlanEdit } from '../../formats/okstra/run/outOfPlan';
import type { StageCheck } from '../../formats/okstra/run/stageResult';
import { isObject, objectsIn, textsIn } from '../../jsonObject';

/** What a run wrote last under a key of its state, as its journal has it. */
export function lastWritten(events: readonly RunEvent[], key: string): unknown {
  const left = events.findLast((event) => event.type === 'node_left' && Object.hasOwn(event.updates, key));
  return left?.type === 'node_left' ? left.updates[key] : undefined;
}

/** What somebody else wrote into files that only we write, while agents of these events were at work. */
export function foreignIn(events: readonly RunEvent[]): string[] {
  return events.flatMap((event) => (event.type === 'agent_ended' ? textsIn(event.foreign) : []));
}

/** The events since a run last wrote something under a key of its state. */
export function sinceWritten(events: readonly RunEvent[], key: string): readonly RunEvent[] {
  const wrote = (event: RunEvent): boolean => event.type === 'node_left' && Object.hasOwn(event.updates, key);
  return events.slice(events.findLastIndex(wrote) + 1);
}

/** Of one run of a stage; what it never came to is empty. */
export interface KeptStage {
  /** Relative to the top folder of the repository. */
  readonly files: readonly string[];
  readonly edits: readonly OutOfPlanEdit[];
  readonly validations: readonly StageCheck[];
  readonly outcomes: readonly string[];
  /** As `foreignIn` says. */
  readonly foreign: readonly string[];
  readonly carried: readonly Carried[];
  readonly sidecar?: { readonly file: string; readonly json: string };
}

/** Journals are written by us, but on a disk that others write to: what is not of its shape counts as not there. */
export function keptStage(events: readonly RunEvent[]): KeptStage {
  const value = (key: string): unknown => lastWritten(events, key);
  const sidecar = value('sidecar');
  return {
    files: textsIn(value('files')),
    edits: editsIn(value('edits')),
    validations: objectsIn(value('validations')).flatMap((each) =>
      isRecord(each['record']) ? [{ group: 'post' as const, record: each['record'] }] : [],
    ),
    outcomes: textsIn(value('outcomes')),
    foreign: foreignIn(events),
    carried: objectsIn(value('carried')).flatMap(({ stage, file, json }) =>
      typeof stage === 'number'
        ? [{ stage, ...(typeof file === 'string' && { file }), ...(typeof json === 'string' && { json }) }]
        : [],
    ),
    ...(isObject(sidecar) &&
      typeof sidecar['file'] === 'string' &&
      typeof sidecar['json'] === 'string' && { sidecar: { file: sidecar['file'], json: sidecar['json'] } }),
  };
}

/** Edits as the state keeps them. */
export function editsIn(value: unknown): OutOfPlanEdit[] {
  return objectsIn(value).flatMap(({ path, why }) =>
    typeof path === 'string' ? [{ path, why: typeof why === 'string' ? why : undefined }] : [],
  );
}

/** Records of checks as the state keeps them. */
export function recordsIn(value: unknown): CheckRecord[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function isRecord(value: unknown): value is CheckRecord {
  return (
    isObject(value) &&
    typeof value['check'] === 'string' &&
    typeof value['status'] === 'string' &&
    typeof value['display'] === 'string' &&
    Array.isArray(value['lines'])
  );
}
