/** Addresses of files in checkpoints, as the query of a URI. Any extension and any link can make up others. */

export interface CheckpointAddress {
  /** The workspace folder whose repository holds the checkpoint. */
  readonly folder: string;
  readonly checkpoint: string;
  /** Relative to the worktree's top folder. */
  readonly path: string;
}

/** The address that a query says; `undefined` for what is none, or is about a folder that is not one of the workspace. */
export function readAddress(query: string, folders: readonly string[]): CheckpointAddress | undefined {
  let value: unknown;
  try {
    value = JSON.parse(query);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (!isAddress(value) || !folders.includes(value.folder)) return undefined;
  return value;
}

function isAddress(value: unknown): value is CheckpointAddress {
  if (typeof value !== 'object' || value === null) return false;
  const { folder, checkpoint, path } = value as Partial<Record<keyof CheckpointAddress, unknown>>;
  return [folder, checkpoint, path].every((part) => typeof part === 'string');
}
