/** The agents that come with Stage Runner, each at its own default permissions (docs: agents, one section a CLI). */
import type { AgentProfile } from './profile';
import { CLAUDE_GRANT, CODEX_GRANT, COPILOT_GRANT, GEMINI_GRANT } from './grants';

/** What the sample agent needs to know of this installation. */
export interface SampleProgram {
  /** The Node that runs us; in a desktop editor that is Electron. */
  readonly node: string;
  /** Absolute path of the scripted agent. */
  readonly script: string;
}

const plain = { mode: 'interactive', prompt: 'file', env: {}, headlessEnv: {}, granted: false } as const;

const CLAUDE: AgentProfile = {
  ...plain,
  id: 'claude',
  name: 'Claude Code',
  argv: ['claude', '{grant}', '{model}', '--session-id', '{session}', '--', '{sentence}'],
  headlessArgv: [
    'claude',
    '-p',
    '{grant}',
    '{model}',
    '--output-format',
    'stream-json',
    '--verbose',
    '--session-id',
    '{session}',
  ],
  env: { DISABLE_AUTOUPDATER: '1' },
  hint: 'Without a terminal Claude Code refuses every write by default. Run it interactively, or add "--permission-mode", "acceptEdits" to its headlessArgv.',
  permissions: [
    'In a terminal: its auto mode writes inside the workspace without asking and has commands checked.',
    'Headless: it may read; writes and commands are refused.',
  ],
  firstStart: ['It asks whether you trust the folder. The default answer is "No, exit".'],
  grant: CLAUDE_GRANT,
};

const CODEX: AgentProfile = {
  ...plain,
  id: 'codex',
  name: 'Codex',
  argv: ['codex', '{grant}', '{model}', '{sentence}'],
  headlessArgv: ['codex', 'exec', '{grant}', '{model}', '--json', '-o', '{records}/last-message.txt', '-'],
  hint: 'Codex may only read in a folder it does not trust. Start "codex" there once and choose "Trust and continue", or add "-s", "workspace-write" to its headlessArgv.',
  permissions: [
    'In a trusted folder: it writes inside the workspace without asking, but not in .git, so it cannot commit.',
    'Headless in a folder not trusted: it may only read.',
  ],
  firstStart: [
    'It asks whether you trust the folder. Choose "Trust and continue"; Escape loses the prompt.',
    'It may offer a newer model first; the step waits until you answer.',
  ],
  grant: CODEX_GRANT,
};

const GEMINI: AgentProfile = {
  ...plain,
  id: 'gemini',
  name: 'Gemini CLI',
  prompt: 'text',
  argv: ['gemini', '{grant}', '{model}', '-i', '{prompt}'],
  headlessArgv: ['gemini', '{grant}', '{model}', '-o', 'stream-json'],
  headlessEnv: { GEMINI_CLI_NO_RELAUNCH: 'true' },
  hint: 'Without a terminal Gemini CLI has no tools that write, and in a folder it does not trust it leaves with exit code 55. Run it interactively, or trust the folder and add "--approval-mode", "auto_edit" to its headlessArgv.',
  permissions: ['In a terminal: it asks before each write and command.', 'Headless: it may only read.'],
  firstStart: [
    'It asks whether you trust the folder while it works already: trust the folder once before the first run.',
  ],
  grant: GEMINI_GRANT,
};

const OPENCODE: AgentProfile = {
  ...plain,
  id: 'opencode',
  name: 'opencode',
  argv: ['opencode', '{model}', '--prompt', '{sentence}'],
  headlessArgv: ['opencode', 'run', '{model}', '--format', 'json'],
  env: { OPENCODE_DISABLE_AUTOUPDATE: '1' },
  hint: 'opencode ends without a word when a permission is refused, such as for a file outside the project. Look at "permission" in its configuration.',
  permissions: [
    'It writes and runs commands in the project without asking, .git included.',
    'Outside the project it asks; headless it refuses, and the run ends there.',
  ],
  firstStart: [],
};

const COPILOT: AgentProfile = {
  ...plain,
  id: 'copilot',
  name: 'GitHub Copilot CLI',
  argv: ['copilot', '{grant}', '{model}', '-i', '{sentence}'],
  headlessArgv: ['copilot', '--output-format', 'json', '--no-ask-user', '{grant}', '{model}'],
  env: { COPILOT_AUTO_UPDATE: 'false' },
  hint: 'Without a terminal Copilot CLI refuses every write by default. Run it interactively, or add "--allow-tool=write" to its headlessArgv.',
  permissions: [
    'In a terminal: it asks before each write and command.',
    'Headless: it may read; writes and commands are refused.',
  ],
  firstStart: [
    'It asks whether you trust the folder. The default answer is "Yes".',
    'In a terminal of VS Code it asks whether to add a key binding; its other questions wait behind that one.',
  ],
  grant: COPILOT_GRANT,
};

const QWEN: AgentProfile = {
  ...plain,
  id: 'qwen',
  name: 'Qwen Code',
  argv: ['qwen', '{model}', '--json-file', '{records}/events.jsonl', '-i', '{sentence}'],
  headlessArgv: ['qwen', '{model}', '-o', 'stream-json'],
  hint: 'Without a terminal Qwen Code has no tools that write. Run it interactively, or add "--approval-mode", "auto-edit" to its headlessArgv.',
  permissions: [
    'In a terminal: its auto mode writes inside the workspace without asking.',
    'Headless: it may only read.',
  ],
  firstStart: [
    'In a terminal of VS Code it asks whether to connect to the editor; the step waits until you answer.',
  ],
};

const CUSTOM: AgentProfile = {
  ...plain,
  id: 'custom',
  name: 'Custom agent',
  hint: 'Look at the permissions of your agent: it ended without writing its answer.',
  permissions: ['Whatever your own command may do.'],
  firstStart: [],
};

/** The built-in profiles in the order they are offered. */
export function builtinProfiles(sample: SampleProgram): readonly AgentProfile[] {
  return [CLAUDE, CODEX, GEMINI, OPENCODE, COPILOT, QWEN, CUSTOM, sampleProfile(sample)];
}

function sampleProfile({ node, script }: SampleProgram): AgentProfile {
  const argv = [node, script, '{answers}'];
  return {
    ...plain,
    id: 'sample',
    name: 'Sample agent',
    argv,
    headlessArgv: argv,
    // Electron runs a script only when told so; any other Node does not look at it.
    env: { ELECTRON_RUN_AS_NODE: '1' },
    hint: 'The sample agent carries out the sample plan only.',
    permissions: ['A script that edits the files of the sample project. It needs no account and no network.'],
    firstStart: [],
  };
}
