/**
 * Runr's own data (runr.md 2): `.runr/`, or `.agent/` of its older versions, as one plan. A run is a stage, a milestone a
 * step. Read-only: nothing in it is written, run or set. `task-status.json` goes stale and is never asked.
 *
 * Of each run the state, the task and the names of its handoffs are read, and of the folder every sidecar; a timeline
 * only when state and sidecars leave a milestone open, and then whole or, where it is longer than plan files may be, not
 * at all, which is a problem beside it: the milestone then counts as not shown.
 */
import { join, relative } from 'node:path';
import { append } from '../group';
import type { Plan } from '../plan';
import { fileProblem, type Problem } from '../problem';
import type { FileText, Listing, PlanFormat, PlanSource } from './format';
import { readOrchestration } from './runr/orchestration';
import { needsTimeline, readRun, type RunFiles, type RunSidecar } from './runr/run';
import { isSidecarName, readSidecar } from './runr/sidecar';
import { once } from './once';

const RUN = /^runs\/(\d{14})\/$/;
const ORCHESTRATION = /^orchestrations\/(orch\d{14})\/$/;
const ENTERED =
  /^(?:runs|checkpoints|orchestrations|runs\/\d{14}|runs\/\d{14}\/(?:handoffs|artifacts)|orchestrations\/orch\d{14})\/$/;
const READ =
  /^(?:runs\/\d{14}\/(?:state\.json|artifacts\/task\.md)|orchestrations\/orch\d{14}\/state\.json)$/;
const CHECKPOINTS = 'checkpoints/';

export const runr: PlanFormat = {
  id: 'runr',
  depth: 3,
  looksIn: (path) => /(?:^|\/)\.(?:runr|agent)$/.test(path),
  enters: (folder) => ENTERED.test(folder),
  watches: [
    { folder: 'runs', pattern: '*/{state.json,timeline.jsonl}' },
    { folder: 'checkpoints', pattern: '*.json' },
    { folder: 'orchestrations', pattern: '*/state.json' },
  ],

  /** A run or an orchestration: other tools keep a `.agent` too. */
  recognises: (listing) => listing.some((name) => RUN.test(name) || ORCHESTRATION.test(name)),

  reads(listing, source) {
    if (source === undefined) return listing.filter((name) => READ.test(name) || isSidecar(name));
    return runsOf(source)
      .runs.filter(needsTimeline)
      .map(({ id }) => `runs/${id}/timeline.jsonl`);
  },

  read: readPlan,
};

function readPlan(source: PlanSource): Plan {
  const { root, folder, listing, files } = source;
  const { runs, problems } = runsOf(source);
  const orchestrations = named(listing, ORCHESTRATION).map((id) => {
    const name = `orchestrations/${id}`;
    return readOrchestration(id, join(root, name), files.get(`${name}/state.json`));
  });
  const read = [...runs.map(readRun), ...orchestrations];
  const leftovers = listing.filter((name) => name.startsWith(CHECKPOINTS) && name.endsWith('.json.tmp'));
  return {
    id: `runr:${root}`,
    format: 'runr',
    readOnly: true,
    terms: {
      plan: 'plan',
      stage: 'run',
      step: 'milestone',
      batch: 'milestone',
      gate: 'gate',
      handoff: 'handoff',
    },
    title: relative(folder, root).replaceAll('\\', '/') || 'Runr',
    root,
    folder,
    overview: undefined,
    notes: undefined,
    stages: read.map(({ stage }) => stage),
    problems: [
      ...source.problems,
      ...problems,
      ...leftovers.map((name) => fileProblem('runr-write-cut', 'info', join(root, name), LEFTOVER)),
      ...read.flatMap((one) => one.problems),
    ],
  };
}

const LEFTOVER = 'A checkpoint that was being written when Runr died: it is passed over, as Runr does.';

function isSidecar(name: string): boolean {
  return name.startsWith(CHECKPOINTS) && isSidecarName(name.slice(CHECKPOINTS.length));
}

/** The ids in a listing, newest first. */
function named(listing: Listing, pattern: RegExp): string[] {
  return listing.flatMap((name) => pattern.exec(name)?.[1] ?? []).reverse();
}

interface Runs {
  readonly runs: readonly RunFiles[];
  /** Sidecars that are not what Runr accepts. */
  readonly problems: readonly Problem[];
}

/** Every run, newest first, with its own names, texts and sidecars. */
function runsOf({ listing, files, root }: PlanSource): Runs {
  const read = listing.filter(isSidecar).flatMap((name) => {
    const source = files.get(name);
    return source === undefined ? [] : [sidecarIn(source, join(root, name))];
  });
  const sidecars = new Map<string, RunSidecar[]>();
  for (const { found } of read) if (found) append(sidecars, found.sidecar.runId, found);
  const names = new Map<string, Set<string>>();
  for (const name of listing) {
    const [, id = '', rest = ''] = /^runs\/(\d{14})\/(.+)$/.exec(name) ?? [];
    if (id !== '') names.set(id, (names.get(id) ?? new Set()).add(rest));
  }
  const runs = named(listing, RUN).map((id): RunFiles => ({
    id,
    folder: join(root, 'runs', id),
    names: names.get(id) ?? new Set(),
    text: (name) => files.get(`runs/${id}/${name}`),
    sidecars: sidecars.get(id) ?? [],
  }));
  return { runs, problems: read.flatMap(({ problem }) => problem ?? []) };
}

interface SidecarFile {
  readonly found?: RunSidecar;
  readonly problem?: Problem;
}

const sidecarIn = once((source: FileText, file: string): SidecarFile => {
  const read = readSidecar(file.replace(/^.*[\\/]/, ''), source.text);
  if ('sidecar' in read) return { found: { sidecar: read.sidecar, modified: source.modified, file } };
  const message = `This checkpoint is not counted: ${read.detail}. Runr passes over it in silence.`;
  return { problem: fileProblem(`runr-${read.reject.replaceAll('_', '-')}`, 'warning', file, message) };
});
