/** Never searched, listed nor watched, whatever the settings say: what we, git and package installers write comes in storms. */
export const NEVER_ENTERED: ReadonlySet<string> = new Set(['.stage-runner', '.git', 'node_modules']);
