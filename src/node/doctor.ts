/** Looks at the machine for "Check Setup". Nothing is changed, and nothing of the workspace is run. */
import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import type { CheckName } from '../core/checks';
import type { AgentFacts, FolderFacts, SetupFacts } from '../core/setupFacts';
import { findCheck } from './checks/find';
import { makeDataFolder } from './dataFolder';
import { dataFolder } from './git';

/** What only the shell knows. */
export interface DoctorInput {
  readonly trusted: boolean;
  readonly launcher: DoctorLauncher;
  /** The kind of the remote machine; empty on the person's own computer. */
  readonly remote: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly agents: readonly AgentFacts[];
  readonly settingProblems: readonly string[];
  readonly folders: readonly DoctorFolder[];
}

export interface DoctorLauncher {
  readonly file: string;
  /** What runs it: a program and its first arguments, and what they need in the environment. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface DoctorFolder {
  readonly name: string;
  readonly path: string;
  /** Where runs are kept when there is no repository. */
  readonly fallback: string;
  readonly agent: string;
  checkSetting(check: CheckName): string | undefined;
}

const START_TIMEOUT = 20_000;
/** The launcher's exit code when it is given no launch file. */
const USAGE = 2;

const CHECKS: readonly CheckName[] = ['format', 'lint', 'build', 'test'];

/** The facts. Without trust no program is started: a workspace may name or bring programs. */
export async function examine(input: DoctorInput): Promise<SetupFacts> {
  const { trusted, agents, settingProblems } = input;
  const folders = trusted
    ? await Promise.all(input.folders.map((folder) => folderFacts(folder, input.env)))
    : [];
  return {
    trusted,
    git: trusted ? await gitVersion() : undefined,
    launcher: await launcherFacts(input.launcher, trusted),
    node: process.versions.node,
    host: { platform: `${process.platform} ${process.arch}`, remote: input.remote },
    folders,
    agents,
    settingProblems,
  };
}

async function folderFacts(folder: DoctorFolder, env: DoctorInput['env']): Promise<FolderFacts> {
  const { name, path, agent } = folder;
  const data = await dataFolder(path, folder.fallback);
  const notWritable = await problemOf(async () => {
    await makeDataFolder(data.path);
    await access(data.path, constants.W_OK);
  });
  const sources = (check: CheckName) => ({ testCommands: [], setting: folder.checkSetting(check), env });
  return {
    name,
    path,
    agent,
    dataFolder: data.path,
    ...(data.problem !== undefined && { noRepository: data.problem }),
    ...(notWritable !== undefined && { notWritable }),
    checks: await Promise.all(CHECKS.map((check) => findCheck(check, path, sources(check)))),
  };
}

async function gitVersion(): Promise<SetupFacts['git']> {
  const { simpleGit } = await import('simple-git');
  let version = '';
  const problem = await problemOf(async () => {
    const { installed, major, minor, patch } = await simpleGit().version();
    if (!installed) throw new Error('The program "git" was not found on the PATH of this editor.');
    version = [major, minor, patch].join('.');
  });
  return problem === undefined ? { version } : { problem };
}

/** Whether the launcher is there and can be started; without a launch file it says how it is used and starts nothing. */
async function launcherFacts(
  { file, command, env }: DoctorLauncher,
  trusted: boolean,
): Promise<SetupFacts['launcher']> {
  const [program = '', ...first] = command;
  const problem = await problemOf(async () => {
    await access(file, constants.R_OK);
    if (!trusted) return;
    const options = { env: { ...process.env, ...env }, timeout: START_TIMEOUT, windowsHide: true };
    await new Promise<void>((resolve, reject) => {
      execFile(program, [...first, file], options, (error) => {
        if (error?.code === USAGE) resolve();
        else reject(error ?? new Error(`${program} did nothing with it.`));
      });
    });
  });
  return problem === undefined ? { file } : { problem: `${file}: ${problem}` };
}

/** What stands in the way of something, in the system's words. */
async function problemOf(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
