/** One run of Runr as a stage, its milestones as steps. "Done" is what has a checkpoint of this very run, no more. */
import { join } from 'node:path';
import type { Dependency, Evidence, Handoff, Stage, Step } from '../../plan';
import { fromForeign, type Stop, stopReason } from '../../stops';
import { fileProblem, type Problem } from '../../problem';
import { oneLine } from '../../oneLine';
import type { FileText } from '../format';
import { ALIVE, UNREADABLE } from './json';
import { bySidecarOrder, type DatedSidecar } from './sidecar';
import { readState, type RunrState } from './state';
import { readTimeline, type RunrTimeline } from './timeline';

export interface RunSidecar extends DatedSidecar {
  /** Absolute path. */
  readonly file: string;
}

/** A run's folder, as far as it was read. */
export interface RunFiles {
  /** 14 digits: its start in UTC, to the second. */
  readonly id: string;
  /** Absolute path of `runs/<id>`. */
  readonly folder: string;
  /** Names below the folder, relative. */
  readonly names: ReadonlySet<string>;
  /** Texts by those names. */
  text(name: string): FileText | undefined;
  /** The valid sidecars that name this run, in any order. */
  readonly sidecars: readonly RunSidecar[];
}

const STATE = 'state.json';
const TIMELINE = 'timeline.jsonl';

/** Whether the timeline has to say what state and sidecars do not: a state that is lost, or a milestone without sidecar. */
export function needsTimeline(run: RunFiles): boolean {
  if (!run.names.has(TIMELINE)) return false;
  const { state } = stateOf(run);
  return state === undefined || state.goals.some((_, at) => isBehind(state, at) && !sidecarOf(run, at));
}

/** The stage of a run, and what is wrong with its files. */
export function readRun(run: RunFiles): { readonly stage: Stage; readonly problems: readonly Problem[] } {
  const { state, problems } = stateOf(run);
  const source = run.text(TIMELINE);
  const timeline = source && readTimeline(source, join(run.folder, TIMELINE));
  // Of a state that is lost, the milestones as they were planned.
  const goals = state?.goals ?? timeline?.goals ?? [];
  const evidence = goals.map((_, at) => evidenceOf(run, timeline, at));
  const stop = stopOf(state);
  const current = evidence.findIndex((found, at) => found === undefined && at >= (state?.index ?? 0));
  const steps = goals.map((goal, at): Step => {
    const found = evidence[at];
    const behind = state !== undefined && isBehind(state, at);
    const open = !found && !behind;
    return {
      key: `${run.id}/${at}`,
      number: numberOf(at),
      title: goal,
      file: join(run.folder, STATE),
      ...markOf({
        found,
        unchanged: found?.commit === evidence[at - 1]?.commit,
        behind,
        current: at === current,
        state,
      }),
      dependsOn: open && at !== current ? [previous(run, at)] : [],
      evidence: found ?? (behind ? { missing: 'no checkpoint of this run' } : undefined),
      stop: open && at === current ? stop : undefined,
      handoff: handoffOf(run, at),
      handoffFile: join(run.folder, handoffName(at)),
      testCommands: [],
      problems: [],
    };
  });
  return {
    stage: {
      key: run.id,
      title: titleOf(run),
      outcome: `${outcomeOf(state, stop, steps)} · ${run.id}`,
      steps,
    },
    problems: [...problems, ...(timeline?.problems ?? []), ...indexProblems(run, state, goals.length)],
  };
}

function stateOf(run: RunFiles): ReturnType<typeof readState> {
  const source = run.text(STATE);
  const file = join(run.folder, STATE);
  if (source) return readState(source, file);
  // A file that is there and unreadable has its problem already.
  if (run.names.has(STATE)) return { problems: [] };
  const message = 'This run has no state.json: it was deleted, or Runr died before it was written.';
  return { problems: [fileProblem('runr-state-missing', 'warning', run.folder, message)] };
}

/** Whether the run says that a milestone is behind it. Saying so is no evidence. */
function isBehind(state: RunrState, at: number): boolean {
  return at < state.index || isSuccess(stopOf(state));
}

function isSuccess(stop: Stop | undefined): boolean {
  return stop !== undefined && stopReason(stop.code).family === 'success';
}

function stopOf(state: RunrState | undefined): Stop | undefined {
  if (state?.stopReason === undefined) return undefined;
  const stop = fromForeign(state.stopReason);
  return state.lastError === undefined
    ? stop
    : { ...stop, detail: `${stop.detail} ${oneLine(state.lastError)}` };
}

function sidecarOf(run: RunFiles, at: number): RunSidecar | undefined {
  return run.sidecars.filter(({ sidecar }) => sidecar.index === at).sort(bySidecarOrder)[0];
}

/** A sidecar before an event: it is what Runr itself goes by. An event survives the sidecar that a later one overwrote (D1). */
function evidenceOf(run: RunFiles, timeline: RunrTimeline | undefined, at: number): Found | undefined {
  const found = sidecarOf(run, at);
  if (found) {
    const { sha, createdAt } = found.sidecar;
    return { source: 'sidecar', file: found.file, commit: sha, at: createdAt || undefined };
  }
  const event = timeline?.checkpoints.get(at);
  return event && { source: 'timeline', file: join(run.folder, TIMELINE), ...event };
}

type Found = Extract<Evidence, { file: string }> & { readonly commit: string };

interface Standing {
  readonly found: Found | undefined;
  /** Its checkpoint is the commit of the milestone before: it changed nothing, and Runr did not verify it (D2). */
  readonly unchanged: boolean;
  readonly behind: boolean;
  readonly current: boolean;
  readonly state: RunrState | undefined;
}

function markOf({ found, unchanged, behind, current, state }: Standing): Marks {
  if (found) {
    const changed = unchanged ? ', no changes, not verified' : '';
    return both('complete', `checkpoint ${found.commit.slice(0, 7)} by ${found.source}${changed}`);
  }
  if (behind) return both('complete', 'recorded as behind');
  if (!current) return both('pending', 'not reached');
  const stopped = state?.stopReason === undefined ? undefined : `stopped, ${oneLine(state.stopReason)}`;
  return both('in-progress', stopped ?? (state ? `phase ${state.phase}` : ''));
}

type Marks = Pick<Step, 'mark' | 'meant' | 'markText'>;

function both(mark: Step['mark'], markText: string): Marks {
  return { mark, meant: mark, markText };
}

function previous(run: RunFiles, at: number): Dependency {
  const number = numberOf(at - 1);
  const reason = `milestone ${number} has no checkpoint`;
  return { number, satisfied: false, reason, step: `${run.id}/${at - 1}` };
}

/** As Runr's handoffs have it: two digits, from 1. */
function numberOf(at: number): string {
  return String(at + 1).padStart(2, '0');
}

function handoffName(at: number): string {
  return `handoffs/milestone_${numberOf(at)}_handoff.md`;
}

/** What the agent left, whether or not it came to an end: it says nothing about completion. */
function handoffOf(run: RunFiles, at: number): Handoff | undefined {
  const name = handoffName(at);
  return run.names.has(name) ? { file: join(run.folder, name), result: undefined, defects: [] } : undefined;
}

/** The task's first heading or line. */
function titleOf(run: RunFiles): string {
  const task = run.text('artifacts/task.md')?.text ?? '';
  const title = oneLine(/^#+ +(.+)$/m.exec(task)?.[1] ?? task);
  return title === '' ? run.id : title;
}

function outcomeOf(state: RunrState | undefined, stop: Stop | undefined, steps: readonly Step[]): string {
  if (state === undefined) return UNREADABLE;
  if (stop === undefined) {
    if (state.phase === 'STOPPED') return 'stopped, no reason recorded';
    const when = state.updatedAt === undefined ? '' : ` since ${state.updatedAt}`;
    return `at ${state.phase}${when}: ${ALIVE}`;
  }
  if (!isSuccess(stop)) return `stopped: ${stopReason(stop.code).title} (${oneLine(stop.raw ?? '')})`;
  const bare = steps.filter(({ evidence }) => evidence && 'missing' in evidence).length;
  return bare === 0 ? 'complete' : `recorded complete, ${bare} of ${steps.length} without a checkpoint`;
}

/** A place past the end is never taken for "everything is done" (D7). */
function indexProblems(run: RunFiles, state: RunrState | undefined, count: number): Problem[] {
  if (state === undefined) return [];
  const places = [
    { file: join(run.folder, STATE), index: state.index - 1 },
    ...run.sidecars.map(({ sidecar, file }) => ({ file, index: sidecar.index })),
  ];
  const past = places.filter(({ index }) => index >= count);
  return past.map(({ file, index }) => {
    const message = `Milestone ${index + 1} is past the end: run ${run.id} has ${count}. It is not counted.`;
    return fileProblem('runr-index-past-end', 'warning', file, message);
  });
}
