/** What is searched for plans when the settings do not say otherwise. */

/** Globs of plan folders, relative to a workspace folder. */
export const DEFAULT_INCLUDE: readonly string[] = ['**/plans'];

/** Globs of folders that are not searched: dependencies, build output, and trees that only look like plans. */
export const DEFAULT_EXCLUDE: readonly string[] = [
  '**/node_modules',
  '**/.git',
  '**/.venv',
  '**/vendor',
  '**/dist',
  '**/out',
  '**/build',
  '**/target',
  '**/fixtures',
  '**/__fixtures__',
  '**/testdata',
  '**/test-data',
  '**/sample',
  '**/samples',
  '**/example',
  '**/examples',
];

/** A longer file is not read. */
export const MAX_FILE_BYTES = 1024 * 1024;
