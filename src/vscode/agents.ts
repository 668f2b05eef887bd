/** The agents of this editor: the built-in profiles with the user's changes, and the port that starts the chosen one. */
import { join } from 'node:path';
import { builtinProfiles } from '../core/agents/builtin';
import type { AgentProfile } from '../core/agents/profile';
import { mergeProfiles, type MergedProfiles } from '../core/agents/settings';
import type { AgentFacts } from '../core/setupFacts';
import { checkAgent } from '../node/agents/checkAgent';
import { createAgentPort } from '../node/agents/agentPort';
import type { DoctorLauncher } from '../node/doctor';
import type { AgentPort } from '../node/host';
import { agentSetting, agentsSetting, modelsSetting } from './settings';
import { editorTerminals } from './terminals';

export interface FoundAgent extends AgentFacts {
  readonly profile: AgentProfile;
}

/** Every profile, and whether its program answers on this machine. Asks each for its version, which takes seconds. */
export async function findAgents(extensionPath: string): Promise<FoundAgent[]> {
  const { profiles } = agentProfiles(extensionPath);
  return Promise.all(
    profiles.map(async (profile) => {
      const check = await checkAgent(profile, process.env);
      const { id, name, permissions, granted } = profile;
      const found = check.installed ? { version: check.version } : { problem: check.problem };
      return { id, title: name, byDefault: permissions.join(' '), granted, profile, ...found };
    }),
  );
}

/** The profiles, and what is wrong with the user's changes to them. */
export function agentProfiles(extensionPath: string): MergedProfiles {
  const script = join(extensionPath, 'media', 'sample-agent', 'agent.mjs');
  return mergeProfiles(builtinProfiles({ node: process.execPath, script }), agentsSetting());
}

/** The launcher of this installation, and what runs it. */
export function launcherOf(extensionPath: string): DoctorLauncher {
  const file = join(extensionPath, 'dist', 'launcher.js');
  // The desktop's `process.execPath` is Electron, which has to be told to be a plain Node.
  const env: Record<string, string> =
    process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' };
  return { file, command: [process.execPath], env };
}

/** The port of the agent that is chosen for a folder. An id without a profile gives one that says so when it starts. */
export function agentPort(folder: string, extensionPath: string): AgentPort {
  const { profiles } = agentProfiles(extensionPath);
  const id = agentSetting(folder);
  const profile = profiles.find((one) => one.id === id) ?? unknownProfile(id);
  const { file, command, env } = launcherOf(extensionPath);
  return createAgentPort({
    profile,
    terminals: editorTerminals,
    launcher: { command: [...command, file], env },
    now: () => new Date(),
    models: modelsSetting(),
  });
}

/** Has no command, so that starting it tells the person which setting to look at. */
function unknownProfile(id: string): AgentProfile {
  const none = { env: {}, headlessEnv: {}, hint: '', permissions: [], firstStart: [], granted: false };
  return { id: id === '' ? 'none' : id, name: id, mode: 'interactive', prompt: 'file', ...none };
}
