/** An orchestration of Runr as a stage, its tracks as steps (runr.md 4.7). */
import { join } from 'node:path';
import type { Stage, Step } from '../../plan';
import type { Problem } from '../../problem';
import { fromForeign, type Stop } from '../../stops';
import { objectsIn, readObject, textOf, type Fields } from '../../jsonObject';
import { oneLine } from '../../oneLine';
import type { FileText } from '../format';
import { ALIVE, UNREADABLE, unreadableState } from './json';

/**
 * The stage of an orchestration, and what is wrong with its file.
 * @param id `orch` and 14 digits
 * @param folder absolute path of `orchestrations/<id>`
 * @param state its `state.json`; absent when that cannot be read, which is a problem already
 */
export function readOrchestration(
  id: string,
  folder: string,
  state: FileText | undefined,
): { readonly stage: Stage; readonly problems: readonly Problem[] } {
  const file = join(folder, 'state.json');
  const read = readObject(state?.text ?? '');
  if ('problem' in read)
    return {
      stage: { key: id, title: TITLE, outcome: `${UNREADABLE} · ${id}`, steps: [] },
      problems: state ? [unreadableState(file, read.problem)] : [],
    };
  const steps = objectsIn(read.fields['tracks']).map((track, at) => trackStep(id, folder, track, at));
  const status = textOf(read.fields['status']) ?? 'unknown';
  const outcome = status === 'running' ? ALIVE : oneLine(status);
  return { stage: { key: id, title: TITLE, outcome: `${outcome} · ${id}`, steps }, problems: [] };
}

const TITLE = 'Orchestration';

function trackStep(id: string, folder: string, track: Fields, at: number): Step {
  const status = textOf(track['status']) ?? '';
  const tasks = objectsIn(track['steps']);
  const stop = status === 'stopped' || status === 'failed' ? stopOf(track, tasks) : undefined;
  const file = join(folder, 'state.json');
  const mark = MARKS.get(status) ?? 'unrecognised';
  const proven = tasks.length > 0 && tasks.every((task) => resultOf(task)['status'] === 'complete');
  return {
    key: `${id}/${at}`,
    number: undefined,
    title: oneLine(textOf(track['name']) ?? textOf(track['id']) ?? `track ${at + 1}`),
    file,
    mark,
    meant: mark,
    markText: oneLine(status),
    dependsOn: [],
    evidence: status === 'complete' ? (proven ? { file, source: 'results' } : BARE) : undefined,
    stop,
    handoff: undefined,
    handoffFile: join(folder, 'handoffs', 'orchestration.md'),
    testCommands: [],
    problems: [],
  };
}

const BARE = { missing: 'a task of the track has no complete run' };

const MARKS: ReadonlyMap<string, Step['mark']> = new Map([
  ['pending', 'pending'],
  ['waiting', 'pending'],
  ['running', 'in-progress'],
  ['stopped', 'in-progress'],
  ['failed', 'in-progress'],
  ['complete', 'complete'],
]);

function resultOf(task: Fields): Fields {
  return objectsIn([task['result']])[0] ?? {};
}

/** The reason of the task that did not come to its end, and the track's own error. */
function stopOf(track: Fields, tasks: readonly Fields[]): Stop {
  const reasons = tasks.flatMap((task) => textOf(resultOf(task)['stop_reason']) ?? []);
  const stop = fromForeign(reasons.at(-1) ?? 'orchestrator_track_stopped');
  const error = textOf(track['error']);
  return error === undefined ? stop : { ...stop, detail: `${stop.detail} ${oneLine(error)}` };
}
