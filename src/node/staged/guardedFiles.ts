/** The files of a project of renn or GSD that agents may not change, as they are now. */
import { lstat, readdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { RunStarted } from '../../core/events';
import type { StagedProfile } from '../../core/formats/staged/names';
import { isGuarded } from '../../core/formats/staged/run/guard';
import type { PlanTexts } from '../../core/planGuard';
import { guardedText } from '../guardedText';
import { errorCode } from '../runner/files';
import type { Noted } from './noted';
import type { StagedPlace } from './place';

type Files = Pick<Noted, 'texts' | 'unread'>;

/** That of the overview, and that of the stage. */
export function foldersOf({ plan, step, stage }: RunStarted): string[] {
  const own = stage ? (stage.folder ?? plan.root) : dirname(step.file);
  const inWorkstream = /^workstreams\/[^/]+/.exec(relative(plan.root, own).split(sep).join('/'))?.[0];
  return [...new Set([plan.root, ...(inWorkstream ? [join(plan.root, inWorkstream)] : []), own])];
}

/** The guarded files directly in some folders of the plan. */
export async function filesNow(
  { root }: StagedPlace,
  folders: readonly string[],
  profile: StagedProfile,
): Promise<Files> {
  const texts: Record<string, string> = {};
  const unread: string[] = [];
  for (const folder of folders) {
    for (const entry of await entriesOf(folder)) {
      const name = relative(root, join(folder, entry)).split(sep).join('/');
      const text = isGuarded(name, profile) ? await guardedText(join(folder, entry)) : undefined;
      if (text === null) unread.push(name);
      else if (text !== undefined) texts[name] = text;
    }
  }
  return { texts, unread };
}

/**
 * What was no text before says nothing now. What was one and is none any more has been changed: it is there, and whoever
 * reads it less strictly finds something else in it.
 */
export function comparable(before: Files, now: Files): PlanTexts {
  const known = Object.entries(now.texts).filter(([name]) => !before.unread.includes(name));
  const spoilt = now.unread.filter((name) => Object.hasOwn(before.texts, name));
  return Object.fromEntries([...known, ...spoilt.map((name) => [name, ''] as const)]);
}

/** All names; none of a folder that is not there or that a link leads to. */
async function entriesOf(folder: string): Promise<readonly string[]> {
  try {
    return (await lstat(folder)).isDirectory() ? await readdir(folder) : [];
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
