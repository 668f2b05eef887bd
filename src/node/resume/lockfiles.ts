/** What became of lockfiles since a checkpoint: each as its tree has it against the file that lies there now. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckpointRecord } from '../../core/checkpoints/checkpoint';
import { isLockfile, type LockfileChange } from '../../core/resume/facts';
import { GitUnavailable } from '../checkpoints/refs';
import { errorCode } from '../runner/files';
import { fields, type Questions } from './questions';
import { blobs, hashes, isLeftOut } from './worktree';

/** Of more changed lockfiles than these, the others are not looked into: the preview lists no more. */
const MOST_READ = 20;

/** Lockfiles anywhere that differ from the checkpoint (D9, D10), with what that means for packages (runr.md 8). */
export async function lockfileChanges(ask: Questions, baseline: CheckpointRecord): Promise<LockfileChange[]> {
  const all = await ask.text(['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  const tree = baseline.git ? await blobs(ask, baseline.git.tree) : [];
  const then = new Map([...tree].filter(([path]) => isLockfile(path)));
  const here = [...new Set([...fields(all).filter(isLockfile), ...then.keys()])].sort();
  const now = await hashes(ask, here);
  const changed = here
    .map((path) => ({ path, before: then.get(path), after: now.get(path) }))
    .filter(
      ({ path, before, after }) => before !== after && !(before === undefined && isLeftOut(path, baseline)),
    );
  const read: string[] = [];
  for (const one of changed.slice(0, MOST_READ)) read.push(await inPackages(ask, one));
  return changed.map(({ path, before, after }, at): LockfileChange => {
    const says = read[at];
    const what = before === undefined ? 'added' : after === undefined ? 'deleted' : 'changed';
    return { path, what, ...(says !== undefined && { says }) };
  });
}

interface Changed {
  readonly path: string;
  /** Objects of the checkpoint and of the file. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What a change means for packages, in words; for one that cannot be looked at, why. */
async function inPackages(ask: Questions, { path, before, after }: Changed): Promise<string> {
  const { lockfileChange, MOST_BYTES } = await import('../../core/lockfiles/changes');
  const file = join(ask.top, path);
  const content = async (size: number, text: () => Promise<string>) => (size > MOST_BYTES ? size : text());
  try {
    const then =
      before === undefined
        ? undefined
        : await content(Number(await ask.text(['cat-file', '-s', before])), () =>
            ask.text(['cat-file', 'blob', before]),
          );
    const now =
      after === undefined ? undefined : await content((await stat(file)).size, () => readFile(file, 'utf8'));
    return lockfileChange(path, then, now);
  } catch (error) {
    if (!(error instanceof GitUnavailable) && errorCode(error) === undefined) throw error;
    return `${path}: could not be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}
