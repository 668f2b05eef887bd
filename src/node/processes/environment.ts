/** What the programs that we start inherit from the editor around us. */

type Environment = Readonly<Record<string, string | undefined>>;

/** Set by the editor's git extension in terminals: programs that reach the editor by the variable of the second name. */
const EDITOR_PROGRAMS: readonly (readonly [string, string])[] = [
  ['GIT_ASKPASS', 'VSCODE_GIT_ASKPASS_MAIN'],
  ['GIT_EDITOR', 'VSCODE_GIT_EDITOR_MAIN'],
];

/**
 * An environment without what belongs to the editor's own processes: its sockets and credentials (`VSCODE_…`), what
 * needs them, and what makes Electron a Node. Names on Windows are the same in any case.
 */
export function withoutEditor(env: Environment, platform = process.platform): Environment {
  const plain = (name: string): string => (platform === 'win32' ? name.toUpperCase() : name);
  const names = new Set(Object.keys(env).map(plain));
  const broken = EDITOR_PROGRAMS.filter(([, needed]) => names.has(needed)).map(([name]) => name);
  const isEditors = (name: string): boolean =>
    name.startsWith('VSCODE_') || name === 'ELECTRON_RUN_AS_NODE' || broken.includes(name);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isEditors(plain(name))));
}
