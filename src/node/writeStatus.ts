/** "Set Status…" on the disk. */
import { withStatus } from '../core/formats/coyote/status';
import type { WritableMark } from '../core/formats/format';
import type { StatusChange } from '../core/status';
import { readIfThere, writeWhole } from './runner/files';
import { appendStatusChange } from './statusLog';

/**
 * Logs the change, then writes it into the step's plan: no plan changes without a word of who did it and why.
 * @returns what stands in the way; then nothing was written. Throws what the disk refuses.
 */
export async function writeStatus(
  file: string,
  to: WritableMark,
  dataFolder: string,
  change: StatusChange,
): Promise<string | undefined> {
  const text = await readIfThere(file);
  if (text === undefined) return `There is no file ${file} any more.`;
  const changed = withStatus(text, to);
  if ('unchanged' in changed) return changed.unchanged;
  await appendStatusChange(dataFolder, change);
  await writeWhole(file, changed.text);
  return undefined;
}
