/** Carry sidecars on the disk: one file for each stage, written once (okstra.md 3.2, 3.7). */
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { isWithin } from '../../core/isWithin';
import { isIndex } from '../../core/jsonObject';
import { createReal } from '../agents/folders';
import { createWhole, isGone, readIfThere } from '../runner/files';
import type { PlanPlace, Refused } from './consumersFile';

/** A sidecar that is on the disk. */
export interface WrittenSidecar {
  /** Absolute. */
  readonly file: string;
  /** Relative to the plan's folder, as a `done` row names it: `runs/implementation/carry/stage-1.json`. */
  readonly carryPath: string;
  /** The very same text was there already, from before this run was cut short. */
  readonly before: boolean;
}

/**
 * Writes `runs/<run>/carry/stage-<N>.json`, with the JSON as it is. What is there already is never overwritten.
 * @param run the folder of the implementation run below `runs`: one to three names with `/` between them
 * @param json the text of one JSON value, from `readCarryEvidence`
 * @returns why nothing was written, for a person. Throws what the disk refuses.
 */
export async function writeSidecar(
  { root, folder }: PlanPlace,
  run: string,
  stage: number,
  json: string,
): Promise<WrittenSidecar | Refused> {
  const names = run.split('/');
  if (names.length > MOST_NAMES || !names.every(isPlainName))
    return { refused: `${JSON.stringify(run.slice(0, 80))} names no folder of a run` };
  if (!isIndex(stage) || stage > LARGEST_STAGE)
    return { refused: `${stage} is no number of a stage that has a sidecar` };
  const parts = ['runs', ...names, 'carry'];
  const home = await realHome(root, folder, parts);
  if ('refused' in home) return home;
  const name = `stage-${stage}.json`;
  const file = join(home.folder, name);
  const carryPath = [...parts, name].join('/');
  const text = `${json}\n`;
  if (await createWhole(file, text)) return { file, carryPath, before: false };
  if (await isSame(file, text)) return { file, carryPath, before: true };
  return {
    refused: `${file} is there already and says something else: a sidecar is never overwritten. Move it away if it is of an earlier plan.`,
  };
}

/** As many as the reader of the format looks through, and as many digits. */
const MOST_NAMES = 3;
const LARGEST_STAGE = 999_999_999;

/** Letters, digits, `.`, `_` and `-` on any system; no dot at its ends, and no name that Windows keeps for a device. */
function isPlainName(name: string): boolean {
  return (
    /^[A-Za-z0-9_][\w.-]{0,99}$/.test(name) &&
    !name.endsWith('.') &&
    !/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name)
  );
}

/** The folders down to `carry`, made where they are not there. None of them is a link. */
async function realHome(
  root: string,
  folder: string,
  parts: readonly string[],
): Promise<{ readonly folder: string } | Refused> {
  if (await isGone(root)) return { refused: `There is no folder ${root} any more` };
  let home = await realpath(root);
  if (!isWithin(await realpath(folder), home))
    return { refused: `${root} leads out of the workspace folder ${folder}` };
  for (const part of parts) {
    home = join(home, part);
    const problem = await createReal(home);
    if (problem !== undefined) return { refused: problem };
  }
  return { folder: home };
}

async function isSame(file: string, text: string): Promise<boolean> {
  return (await readIfThere(file)) === text;
}
