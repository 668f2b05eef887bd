/** Files that differ between two states of a repository. */
import { pathText } from './reportText';

/** One of them. */
export interface ChangedFile {
  /** Relative to the top folder of the repository, `/`-separated. */
  readonly path: string;
  /** Lines; absent for a file that is no text. */
  readonly added?: number;
  readonly deleted?: number;
}

/** `` `src/a.ts`: +3 -1 ``, as Markdown. */
export function changedWords({ path, added, deleted }: ChangedFile): string {
  const lines = added === undefined || deleted === undefined ? 'no text' : `+${added} -${deleted}`;
  return `${pathText(path)}: ${lines}`;
}
