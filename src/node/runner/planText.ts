/** The files of a plan as actions read and write them: never through a link that leads out of the workspace folder. */
import { lstatSync } from 'node:fs';
import { dirname } from 'node:path';
import { isWithin } from '../../core/isWithin';
import { DISK, linkTarget } from '../plans/planFiles';
import { readIfThere, writeWhole } from './files';

/**
 * The text of a file; `undefined` when it is not there. What is read goes to an agent, so a repository could else have a
 * link as `NOTES.md` that hands a secret of the user on. A link that leads nowhere is there, and cannot be read: by the
 * defaults of a configuration behind it nobody may go.
 * @param folder absolute path of the workspace folder
 */
export async function readPlanText(folder: string, file: string): Promise<string | undefined> {
  refuseOutside(folder, file);
  const text = await readIfThere(file);
  if (text === undefined && lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink())
    throw refused(`${file} is a link that leads nowhere. Put a real file there.`);
  return text;
}

/** Whole write of a file in the plan's folder; throws for any other path. */
export async function writePlanText(
  { folder, root }: { readonly folder: string; readonly root: string },
  file: string,
  text: string,
): Promise<void> {
  if (file === root || !isWithin(root, file))
    throw new Error(`An action wants to write ${file}, which is outside of the plan's folder ${root}`);
  refuseOutside(folder, dirname(file));
  await writeWhole(file, text);
}

/** Whole write of a report below the workspace folder, beside the plan's own; throws for any other path. */
export async function writeReport(folder: string, file: string, text: string): Promise<void> {
  if (file === folder || !isWithin(folder, file))
    throw refused(`The report ${file} would lie outside of the workspace folder ${folder}.`);
  refuseOutside(folder, dirname(file));
  await writeWhole(file, text);
}

function refuseOutside(folder: string, path: string): void {
  if (linkTarget(path, DISK.realpath(folder), DISK) !== 'outside') return;
  throw refused(`${path} leads out of the workspace folder ${folder}. Put a real file or folder there.`);
}

/** As the system has it where a link does not lead to what is asked for. */
function refused(why: string): Error {
  return Object.assign(new Error(why), { code: 'EXDEV' });
}
