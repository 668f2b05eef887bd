/** The settings that running and asking need, read when they are needed. package.json documents each. */
import * as vscode from 'vscode';
import type { CheckName } from '../core/checks';
import { settingsIn, settingVariables } from '../core/formats/prompts/run/settings';
import type { CheckpointSettings } from '../node/checkpoints/checkpointStore';
import type { BatchIsolation, CheckpointsWhen } from '../node/host';
import { limitsOf } from './checkpoints/limits';
import type { AutoOpen } from './gates/gateQueue';

const SECTION = 'stageRunner';

/** The id of the agent profile that runs steps in a folder; empty when nobody chose one yet. */
export function agentSetting(folder: string): string {
  return inFolder(folder).get<string>('agent', '').trim();
}

/** Remembers the agent in the user's settings, or where this workspace says something else already. */
export async function rememberAgent(folder: string, id: string): Promise<void> {
  const { Global, Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  const seen = inFolder(folder).inspect('agent');
  const target = seen?.workspaceValue === undefined ? Global : Workspace;
  await inFolder(folder).update(
    'agent',
    id,
    seen?.workspaceFolderValue === undefined ? target : WorkspaceFolder,
  );
}

/** What the user's settings say about agents, by id: a workspace cannot name programs. */
export function agentsSetting(): Readonly<Record<string, unknown>> {
  const seen = vscode.workspace.getConfiguration(SECTION).inspect<Record<string, unknown>>('agents');
  return seen?.globalValue ?? {};
}

/** Models by tier and role, of this machine alone: they become arguments of programs. */
export function modelsSetting(): unknown {
  return vscode.workspace.getConfiguration(SECTION).inspect('models')?.globalValue;
}

/** Changes some keys of one agent's entry in the user's settings. */
export async function changeAgentSetting(
  id: string,
  change: Readonly<Record<string, unknown>>,
): Promise<void> {
  const all = agentsSetting();
  const entry = typeof all[id] === 'object' ? all[id] : {};
  const configuration = vscode.workspace.getConfiguration(SECTION);
  await configuration.update(
    'agents',
    { ...all, [id]: { ...entry, ...change } },
    vscode.ConfigurationTarget.Global,
  );
}

/** The command of a check from the settings; `undefined` where it is to be found in the plan or the project. */
export function checkSetting(folder: string, check: CheckName): string | undefined {
  const command = inFolder(folder).get<string>(`checks.${check}`, '').trim();
  return command === '' ? undefined : command;
}

/** The path of a protocol file, absolute or relative to the folder; `undefined` for the built-in one. */
export function protocolSetting(folder: string): string | undefined {
  const file = inFolder(folder).get<string>('protocol', '').trim();
  return file === '' ? undefined : file;
}

/** When checkpoints are taken by themselves. */
export function checkpointsWhen(folder: string): CheckpointsWhen {
  const when = inFolder(folder).get<string>('checkpoints.when');
  return when === 'batch' || when === 'off' ? when : 'step';
}

/** What a checkpoint leaves out, and the visible tag it gets besides. */
export function checkpointLimits(folder: string): CheckpointSettings {
  const settings = inFolder(folder);
  return limitsOf(settings.get('checkpoints.maxFileSize'), settings.get('checkpoints.tagPrefix'));
}

/** The most steps of a batch that are at work side by side; more than this no screen has room for. */
const MOST_PARALLEL = 8;

/** How many steps of a batch may be at work side by side, at least 1; `undefined` where nobody has set it. */
export function parallelSetting(folder: string): number | undefined {
  const value: unknown = inFolder(folder).get('batches.parallel');
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'number' || Number.isNaN(value)) return 1;
  return Math.min(MOST_PARALLEL, Math.max(1, Math.floor(value)));
}

/** Where the steps of a batch work. */
export function isolationSetting(folder: string): BatchIsolation {
  return inFolder(folder).get<string>('batches.isolation') === 'worktree' ? 'worktree' : 'shared';
}

/** Variables that the runs of a format's plans begin with. */
export function runVariables(folder: string, format: string): Readonly<Record<string, unknown>> {
  if (format !== 'prompts') return {};
  const settings = inFolder(folder);
  const asked = {
    batch_size: settings.get<unknown>('prompts.batchSize'),
    commit_mode: settings.get<unknown>('prompts.commitMode'),
    sensitive_globs: settings.get<unknown>('prompts.sensitive'),
    max_changed_lines: settings.get<unknown>('prompts.maxChangedLines'),
    max_changed_files: settings.get<unknown>('prompts.maxChangedFiles'),
  };
  return settingVariables(settingsIn(asked));
}

export function autoOpenSetting(): AutoOpen {
  const mode = vscode.workspace.getConfiguration(SECTION).get<string>('gates.autoOpen');
  return mode === 'always' || mode === 'never' ? mode : 'whenIdle';
}

function inFolder(folder: string): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration(SECTION, vscode.Uri.file(folder));
}
