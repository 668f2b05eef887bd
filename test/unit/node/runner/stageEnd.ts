/** How a stage of renn or GSD ended, to be compared with how it ends otherwise. */
import { existsSync, readdirSync } from 'node:fs';
import type { Run } from '../../../../src/core/run';
import { stageMap } from '../../../../src/core/stageMap';
import { filesOnDisk } from '../checkpoints/repo';
import type { RennBed } from './rennBed';

/** What a person finds afterwards, a line each, without what may be another each time: places, times, numbers of runs. */
export async function endOf(bed: RennBed): Promise<string[]> {
  const { world } = bed;
  const { store, problems } = bed.window;
  const runs = store.runs();
  const stage = runs.find(({ header }) => header.stage);
  const plans = [await bed.plan()];
  const map = stageMap({ plans, runs: runs.map((run) => ({ run, driven: false })), statusLog: [] });
  const wrong = [...problems, ...store.unreadable(), ...runs.flatMap(({ damaged }) => damaged)];
  const lines = [
    ...runs.map(toldOf).sort(),
    ...runs.flatMap(gatesOf).sort(),
    ...(stage?.batches ?? []).flatMap(({ number, results = [] }) =>
      results.map(({ step, outcome, text }) => `batch ${number}: ${step} ${outcome}: ${text}`),
    ),
    ...map.plans.flatMap(({ stages }) => stages.map(({ stage: { key }, status }) => `${key} ${status}`)),
    ...map.plans.flatMap(({ steps }) => steps.map(({ step: { key }, status }) => `${key} ${status}`)),
    ...filesOnDisk(world.folder).filter(isKept).map(timeless),
    ...inGit(bed),
    `${existsSync(world.worktrees) ? readdirSync(world.worktrees).length : 0} worktrees`,
    ...wrong.map((one) => `wrong: ${JSON.stringify(one)}`),
  ];
  return lines.map((line) => line.replaceAll(world.root, '').replace(/\bid\d{4}\b/g, 'id'));
}

/** The branch, what is not committed, and the commits: the last one, and all of them in no order. */
function inGit(bed: RennBed): string[] {
  const log = bed.git('log', '--format=%x00%s', '--name-only').split('\0').slice(1);
  const commits = log.map((one) => `commit ${one.trim().replace(/\s*\n\s*/g, ' ')}`);
  const status = bed.git('status', '--porcelain', '--branch', '--untracked-files=no');
  return [status, `last ${commits[0] ?? ''}`, ...commits.sort()];
}

function toldOf({ header, phase, stop }: Run): string {
  const { step, parent, attempt } = header;
  const what = header.stage ? 'stage' : `run of ${step.key}`;
  return `${what}, batch ${parent?.batch ?? 0}, ${attempt}: ${phase} ${JSON.stringify(stop)}`;
}

function gatesOf({ header, gates }: Run): string[] {
  return gates.map(({ gate, answer }) => `${header.step.number} ${gate.title}: ${answer?.choice ?? 'waits'}`);
}

/** What agents are told, and the locks and half files of a window that died, belong to nobody's plan. */
function isKept(line: string): boolean {
  return !/^\w+ (\.stage-runner\/|\S+\.(lock|tmp) = )/.test(line);
}

/** Without times of the day, and without which of those that were at work side by side was the last one. */
function timeless(line: string): string {
  return line.replace(/T\d\d:\d\d:\d\d(\.\d+)?Z/g, '').replace(/Completed 01-\d\d/g, 'Completed one');
}
