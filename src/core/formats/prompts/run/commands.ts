/** Commands as argument lists, and as a person reads and pastes them. */
import { shellWord } from '../../../shellText';

/** A command and its arguments. */
export type Argv = readonly string[];

/** For display and for pasting into a POSIX shell; what we run ourselves is the list. */
export function commandLine(argv: Argv): string {
  return argv.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : shellWord(word))).join(' ');
}

/** As many paths as a command line certainly takes. */
const MOST_PATHS = 50;
/** No path in a list is a pattern. */
const ADD: Argv = ['git', '--literal-pathspecs', 'add'];

/**
 * What makes a commit of some files, whole or in part; nothing without files. To be run in the worktree's top folder.
 * @param message one line
 */
export function commitCommands(
  files: readonly { readonly path: string; readonly hunks?: unknown }[],
  message: string,
): readonly Argv[] {
  if (files.length === 0) return [];
  const whole = files.filter(({ hunks }) => hunks === undefined).map(({ path }) => path);
  const parts = files.filter(({ hunks }) => hunks !== undefined).map(({ path }) => path);
  const lists = Array.from({ length: Math.ceil(whole.length / MOST_PATHS) }, (_, at) =>
    whole.slice(at * MOST_PATHS, (at + 1) * MOST_PATHS),
  );
  return [
    ...lists.map((paths) => [...ADD, '--all', '--', ...paths]),
    ...parts.map((path) => [...ADD, '--patch', '--', path]),
    commitCommand(message),
  ];
}

/** Of what the index holds. */
export function commitCommand(message: string): Argv {
  return ['git', 'commit', '--message', message];
}
