/** The setting `stageRunner.agents`: what a person changes of the built-in profiles, or adds. */
import type { AgentProfile, StopPatience } from './profile';

/** The profiles that result, and what was wrong with the setting; a wrong entry leaves the profile as it was. */
export interface MergedProfiles {
  readonly profiles: readonly AgentProfile[];
  readonly problems: readonly string[];
}

type Change = Partial<
  Pick<AgentProfile, 'argv' | 'headlessArgv' | 'prompt' | 'mode' | 'env' | 'headlessEnv' | 'granted' | 'stop'>
>;

/** Merges the setting's value, as the editor gives it, over the built-in profiles. An unknown id is a new agent. */
export function mergeProfiles(builtin: readonly AgentProfile[], setting: unknown): MergedProfiles {
  if (setting === undefined || setting === null) return { profiles: builtin, problems: [] };
  if (!isRecord(setting)) {
    return {
      profiles: builtin,
      problems: ['stageRunner.agents should be an object with one entry an agent.'],
    };
  }
  const profiles = new Map(builtin.map((profile) => [profile.id, profile]));
  const problems: string[] = [];
  for (const [id, entry] of Object.entries(setting)) {
    const merged = mergeOne(profiles.get(id) ?? added(id), entry);
    if (typeof merged === 'string') problems.push(`stageRunner.agents: ${merged}`);
    else profiles.set(id, merged);
  }
  return { profiles: [...profiles.values()], problems };
}

function added(id: string): AgentProfile {
  return {
    id,
    name: id,
    mode: 'interactive',
    prompt: 'file',
    env: {},
    headlessEnv: {},
    hint: `Look at the permissions of "${id}": it ended without writing its answer.`,
    permissions: ['Whatever your own command may do.'],
    firstStart: [],
    granted: false,
  };
}

const KEYS = ['argv', 'headlessArgv', 'prompt', 'mode', 'env', 'grant', 'stop'] as const;

function mergeOne(profile: AgentProfile, entry: unknown): AgentProfile | string {
  const { id } = profile;
  if (!/^[A-Za-z0-9][\w-]*$/.test(id)) return `"${id}" is no id; use letters, digits, "-" and "_".`;
  if (!isRecord(entry)) return `"${id}" should be an object, such as { "mode": "headless" }.`;
  const unknown = Object.keys(entry).find((key) => !KEYS.some((known) => known === key));
  if (unknown !== undefined) return `"${id}.${unknown}" is not known; known are ${KEYS.join(', ')}.`;
  const change: Change = {};
  for (const key of KEYS) {
    if (entry[key] === undefined) continue;
    const read = readKey(key, entry[key]);
    if (typeof read === 'string') return `"${id}.${key}" should be ${read}.`;
    Object.assign(change, read);
  }
  const { env, ...rest } = change;
  const merged = { ...profile, ...rest, env: { ...profile.env, ...env } };
  return contradiction(merged) ?? merged;
}

/** The change that one key makes, or what its value should have been. */
function readKey(key: (typeof KEYS)[number], value: unknown): Change | string {
  switch (key) {
    case 'argv':
    case 'headlessArgv':
      return isArgv(value) ? { [key]: value } : 'a list of texts, the program first';
    case 'prompt':
      return value === 'file' || value === 'text' || value === 'stdin'
        ? { prompt: value }
        : '"file", "text" or "stdin"';
    case 'mode':
      return value === 'interactive' || value === 'headless'
        ? { mode: value }
        : '"interactive" or "headless"';
    case 'env':
      return isEnv(value) ? { env: value } : 'an object of texts';
    case 'grant':
      return typeof value === 'boolean' ? { granted: value } : 'true or false';
    case 'stop':
      return isPatience(value)
        ? { stop: value }
        : `{ "terminateAfter": …, "killAfter": … } in seconds, at most ${LONGEST_STOP}, the second no smaller`;
  }
}

function contradiction(profile: AgentProfile): string | undefined {
  const { id, mode, prompt, argv = [] } = profile;
  if (prompt === 'stdin' && mode === 'interactive') {
    return `"${id}.prompt" is "stdin", which needs "mode": "headless".`;
  }
  if (profile.granted && !profile.grant) return `"${id}.grant": this agent knows no narrow grant.`;
  const needed = profile.granted && '{grant}';
  const used = mode === 'headless' ? (profile.headlessArgv ?? []) : argv;
  if (needed && !used.includes(needed))
    return `"${id}.grant" needs an element "{grant}" in the agent's argv.`;
  if (mode === 'interactive' && argv.length > 0 && !argv.some((one) => TELLS.test(one))) {
    return `"${id}.argv" should hold {sentence}, {prompt} or {answers}: nothing else tells the agent its task.`;
  }
  return undefined;
}

const TELLS = /\{(sentence|prompt|answers)\}/;

function isArgv(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string') && Boolean(value[0]);
}

function isEnv(value: unknown): value is Readonly<Record<string, string>> {
  return isRecord(value) && Object.values(value).every((one) => typeof one === 'string');
}

/** Whoever presses Stop waits for it. */
const LONGEST_STOP = 600;

function isPatience(value: unknown): value is StopPatience {
  if (!isRecord(value) || Object.keys(value).length !== 2) return false;
  const { terminateAfter, killAfter } = value;
  return (
    typeof terminateAfter === 'number' &&
    typeof killAfter === 'number' &&
    terminateAfter >= 0 &&
    killAfter >= terminateAfter &&
    killAfter <= LONGEST_STOP
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
