/** How one coding agent is started, as data. The facts behind the built-in profiles are in docs: agents. */

export type AgentMode = 'interactive' | 'headless';

/**
 * How the prompt travels. `file`: the agent is told to read `prompt.md`; `text`: it gets the whole text, as one argument
 * or, headless, on standard input; `stdin`: the whole text on standard input, headless only.
 */
export type PromptTravel = 'file' | 'text' | 'stdin';

/** The right to write the attempt's folder and nothing else, for those who ask for it. Never on by itself. */
export interface Grant {
  /** Takes the place of `{grant}` in the argv; `undefined` when the CLI's rules cannot name this folder. */
  readonly argv: (values: LaunchValues) => readonly string[] | undefined;
  /** A file that the argv names, in the records folder. */
  readonly file?: { readonly name: string; readonly text: (answers: string) => string };
  /** What the grant allows and what it changes besides, for people. */
  readonly explanation: string;
}

/** How an agent's processes are ended, in seconds from the request, which interrupts them first. */
export interface StopPatience {
  readonly terminateAfter: number;
  /** No smaller than `terminateAfter`. */
  readonly killAfter: number;
}

/**
 * An agent that Stage Runner can start. An argv is a list of elements, each with placeholders replaced inside it and never
 * split or joined: `{sentence}`, `{prompt}`, `{answers}`, `{records}`, `{session}`; an element `{grant}` becomes none or several,
 * `{model}` none or `--model` and its name.
 */
export interface AgentProfile {
  readonly id: string;
  readonly name: string;
  readonly mode: AgentMode;
  readonly prompt: PromptTravel;
  /** Absent: it cannot run in this mode. */
  readonly argv?: readonly string[];
  readonly headlessArgv?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly headlessEnv: Readonly<Record<string, string>>;
  /** What the person should look at when it ended without a result. */
  readonly hint: string;
  /** What it may do by default, and what it asks at its first start; sentences for "Check Setup". */
  readonly permissions: readonly string[];
  readonly firstStart: readonly string[];
  readonly grant?: Grant;
  /** The person chose the grant in the settings. */
  readonly granted: boolean;
  /** Absent: 5 and 10 seconds. */
  readonly stop?: StopPatience;
}

/** What the placeholders stand for in one attempt. */
export interface LaunchValues {
  /** One line that sends the agent to `prompt.md`. */
  readonly sentence: string;
  /** The whole text of `prompt.md`. */
  readonly prompt: string;
  readonly answers: string;
  readonly records: string;
  /** A fresh UUID. */
  readonly session: string;
  /** The model that the settings name for this start. */
  readonly model?: string;
}

/** One start of an agent, complete. */
export interface Launch {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What goes to standard input, which is then ended; absent: nothing does. */
  readonly stdin?: string;
  /** The grant's file, to be written into the records folder. */
  readonly file?: { readonly name: string; readonly text: string };
}

/** The argv template of the profile's mode; `undefined` when it has none. */
export function template(profile: AgentProfile): readonly string[] | undefined {
  return profile.mode === 'headless' ? profile.headlessArgv : profile.argv;
}

/** What to tell the person when this agent ended without a result. */
export function noResultHint(profile: AgentProfile): string {
  if (profile.mode === 'headless') return profile.hint;
  return `${profile.name} left before it wrote its answer: it was closed, or something it asked was refused.`;
}

/** What to start for an attempt, or why this profile cannot be started, and what to do. */
export function launchOf(profile: AgentProfile, values: LaunchValues): Launch | { readonly problem: string } {
  const elements = template(profile);
  if (elements === undefined || elements.length === 0) {
    const key = profile.mode === 'headless' ? 'headlessArgv' : 'argv';
    return {
      problem: `The agent "${profile.id}" has no command. Set "${key}" for it in the setting stageRunner.agents.`,
    };
  }
  const granted = profile.granted ? profile.grant?.argv(values) : [];
  if (granted === undefined) {
    return {
      problem: `The rules of "${profile.id}" cannot name the folder ${values.answers}. Turn "grant" off for it in the setting stageRunner.agents.`,
    };
  }
  const model = values.model === undefined ? [] : ['--model', values.model];
  const argv = elements.flatMap((one) =>
    one === '{grant}' ? granted : one === '{model}' ? model : [fill(one, values)],
  );
  const long = argv.find((element) => Buffer.byteLength(element) > MAX_ELEMENT);
  if (long !== undefined) {
    return {
      problem: `The prompt is too long for one argument of "${argv[0] ?? ''}" (over ${MAX_ELEMENT / 1024} KiB). Run this agent with "mode": "headless", or let it read the prompt with "prompt": "file".`,
    };
  }
  return {
    argv,
    env: profile.mode === 'headless' ? { ...profile.headlessEnv, ...profile.env } : profile.env,
    ...(profile.mode === 'headless' ? stdinOf(profile, elements, values) : {}),
    ...(profile.granted && profile.grant?.file ? { file: fileOf(profile.grant.file, values) } : {}),
  };
}

/** Linux refuses a longer argument (`MAX_ARG_STRLEN`, 128 KiB with its closing zero). */
const MAX_ELEMENT = 127 * 1024;

function fileOf(file: NonNullable<Grant['file']>, values: LaunchValues): NonNullable<Launch['file']> {
  return { name: file.name, text: file.text(values.answers) };
}

function stdinOf(
  profile: AgentProfile,
  elements: readonly string[],
  values: LaunchValues,
): { readonly stdin?: string } {
  if (elements.some((element) => /\{(sentence|prompt)\}/.test(element))) return {};
  return { stdin: profile.prompt === 'file' ? values.sentence : values.prompt };
}

/** Replaces the placeholders of one element in a single pass: a value is never searched for placeholders again. */
function fill(element: string, values: LaunchValues): string {
  return element.replace(
    /\{(sentence|prompt|answers|records|session)\}/g,
    (_, name: Exclude<keyof LaunchValues, 'model'>) => values[name],
  );
}
