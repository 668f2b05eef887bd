/** What a prompt changed, as it is kept beside its run's journal: values in `changes.json`, the patch in `changes.diff`. */
import { isIndex, objectsIn, readObject, textOf, type Fields } from '../../../jsonObject';
import { sizeOf, type DiffSize, type FileSize } from './diffSize';

/** Names in the folder of a prompt's run. */
export const CHANGES_FILE = 'changes.json';
export const PATCH_FILE = 'changes.diff';

const VERSION = 1;

/** Between two trees, what a prompt changed. */
export interface KeptChanges {
  /** Trees of the whole worktree before and after the prompt. */
  readonly before: string;
  readonly after: string;
  readonly size: DiffSize;
}

/** The text of `changes.json`. */
export function keptText(changes: KeptChanges): string {
  return `${JSON.stringify({ schema_version: VERSION, ...changes }, null, 2)}\n`;
}

/** `undefined` for a text that is none of ours: then what the prompt changed is not known. */
export function readKept(text: string): KeptChanges | undefined {
  const read = readObject(text);
  if ('problem' in read) return undefined;
  const { schema_version: version, before, after, size } = read.fields;
  const [from, to] = [treeIn(before), treeIn(after)];
  if (version !== VERSION || from === undefined || to === undefined) return undefined;
  const files = objectsIn((size as Fields | undefined)?.['files']).flatMap(fileIn);
  return { before: from, after: to, size: sizeOf(files) };
}

/** It goes to git as an argument. */
function treeIn(value: unknown): string | undefined {
  const name = textOf(value);
  return name !== undefined && /^[0-9a-f]{40,64}$/.test(name) ? name : undefined;
}

function fileIn({ path, lines }: Fields): FileSize[] {
  const name = textOf(path);
  if (name === undefined) return [];
  const { added, deleted } = (lines ?? {}) as Fields;
  return [{ path: name, ...(isIndex(added) && isIndex(deleted) && { lines: { added, deleted } }) }];
}
