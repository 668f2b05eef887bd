/** Stage folders read and scheduled, each once as long as none of its files changed. */
import { scheduleStage, type ScheduleWords } from '../../schedule';
import type { ScheduledStage } from '../../scheduleStages';
import type { Resolve } from '../../scheduleNames';
import type { StagedSource } from './digests';
import { localStage, type LocalStage } from './local';
import { readIn } from './reads';
import type { StagedProfile } from './names';
import type { StageFolder } from './tree';

interface Known {
  readonly names: readonly string[];
  readonly inputs: readonly unknown[];
  readonly local: LocalStage;
}

const locals = new WeakMap<StageFolder, Known>();

/** A stage's folder as its files show it; the same object as long as none of them changed. */
export function localOf(folder: StageFolder, source: StagedSource, profile: StagedProfile): LocalStage {
  const known = locals.get(folder);
  if (known !== undefined && isCurrent(known, source)) return known.local;
  const names = known?.names ?? readIn(folder, profile);
  const local = localStage(folder, source, profile);
  locals.set(folder, { names, inputs: names.map((name) => input(name, source)), local });
  return local;
}

function isCurrent({ names, inputs }: Known, source: StagedSource): boolean {
  const { changed } = source;
  if (changed !== undefined) return !names.some((name) => changed.has(name));
  for (let at = 0; at < names.length; at += 1)
    if (input(names[at] ?? '', source) !== inputs[at]) return false;
  return true;
}

function input(name: string, { digests, files }: StagedSource): unknown {
  return digests.get(name) ?? files.get(name);
}

interface Scheduled {
  readonly resolve: Resolve;
  readonly stage: ScheduledStage;
}

const schedules = new WeakMap<LocalStage, Scheduled>();

/** A stage with its schedule; the same object as long as neither it nor what can be named changed. */
export function scheduled(local: LocalStage, resolve: Resolve, profile: StagedProfile): ScheduledStage {
  const known = schedules.get(local);
  if (known?.resolve === resolve) return known.stage;
  const { key } = local.folder;
  const steps = local.steps.map(({ key: step, file, digest, recap }) => ({
    key: step,
    file,
    ...(recap === undefined ? {} : { over: true }),
    ...(digest?.batch === undefined ? {} : { batch: digest.batch }),
    dependsOn: digest?.dependsOn ?? [],
    files: digest?.files ?? [],
  }));
  const stage = { key, steps, schedule: scheduleStage(key, steps, resolve, scheduleWords(profile)) };
  schedules.set(local, { resolve, stage });
  return stage;
}

export function scheduleWords({ terms }: StagedProfile): ScheduleWords {
  const { step, stage, batch } = terms;
  return { step, stage, batch, dependsOn: 'depends_on' };
}
