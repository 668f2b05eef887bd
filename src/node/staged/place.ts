/** Where what we keep about a project of renn or GSD is, beside the journals. */
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Drive } from '../runner/drive';

/** A project, and what we keep about it. */
export interface StagedPlace {
  /** Of the workspace, and of the plan; absolute. */
  readonly folder: string;
  readonly root: string;
  readonly format: string;
  /** What was written by us last, and the lock around it; the same for all windows and runs of the plan. */
  readonly written: string;
  readonly lock: string;
}

/** That of the project whose run is being driven. */
export function stagedPlace({ header, folder }: Pick<Drive, 'folder' | 'header'>): StagedPlace {
  const { plan } = header;
  return { folder: header.folder, format: plan.format, ...keptFor(folder, plan.root) };
}

/** @param runFolder `runs/<run>/` of the data folder */
export function keptFor(runFolder: string, root: string): Pick<StagedPlace, 'root' | 'written' | 'lock'> {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const kept = join(dirname(dirname(runFolder)), 'staged');
  return { root, written: join(kept, `${name}.json`), lock: join(kept, `${name}.lock`) };
}
