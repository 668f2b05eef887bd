/** One CLI with a home, a workspace and a scripted model of its own, for the attempts of one test. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { AgentOutcome } from '../../src/core/agentResult';
import { TASK_VERSION, type AgentTask, type AttemptPlace } from '../../src/core/agentTask';
import type { AgentProfile } from '../../src/core/agents/profile';
import { builtinProfiles } from '../../src/core/agents/builtin';
import { mergeProfiles } from '../../src/core/agents/settings';
import { createAgentPort } from '../../src/node/agents/agentPort';
import type { AgentPort } from '../../src/node/host';
import { errorCode } from '../../src/node/runner/files';
import { type Cli, codexConfig } from './clis';
import { TmuxTerminals } from './tmux';

/** The server of the shared tool, as far as it is used here. */
export interface ScriptedModel {
  readonly url: string;
  readonly log: readonly { readonly lastResult?: string; readonly step?: number }[];
  close(): Promise<void>;
}

export type StartModel = (options: { scenario: object }) => Promise<ScriptedModel>;

/** An attempt under way. */
export interface Attempt {
  readonly task: AgentTask;
  readonly place: AttemptPlace;
  readonly port: AgentPort;
  readonly model: ScriptedModel;
  readonly terminals: TmuxTerminals;
  outcome(): Promise<AgentOutcome>;
}

/** What the person chose in the settings. */
interface Start {
  readonly mode?: 'interactive' | 'headless';
  readonly grant?: boolean;
}

export class Bench {
  readonly folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'agents-')));
  readonly workspace = path.join(this.folder, 'workspace');
  private readonly home = path.join(this.folder, 'home');
  private readonly mark = path.basename(this.folder);
  private attempts: Attempt[] = [];

  constructor(
    private readonly cli: Cli,
    private readonly programs: string,
    private readonly launcher: string,
    private readonly startModel: StartModel,
  ) {
    mkdirSync(this.workspace);
    mkdirSync(this.home);
    execFileSync('git', ['init', '-q', this.workspace]);
    writeFileSync(path.join(this.workspace, 'README.md'), '# A small project\n');
    for (const [name, text] of Object.entries(cli.home(this.workspace))) this.writeHome(name, text);
  }

  /** Starts an attempt of a small task; the model replies with the steps. */
  async begin(
    change: Partial<AgentTask> & Start,
    steps: (answers: string) => readonly object[],
  ): Promise<Attempt> {
    const { mode = 'interactive', grant = false, ...rest } = change;
    const attempt = this.attempts.length + 1;
    const answers = `.stage-runner/run1/${attempt}`;
    const place: AttemptPlace = {
      cwd: this.workspace,
      records: path.join(this.folder, 'attempts', String(attempt)),
      answers: path.join(this.workspace, answers),
    };
    const model = await this.startModel({ scenario: { workspace: this.workspace, steps: steps(answers) } });
    if (this.cli.id === 'codex') this.writeHome('.codex/config.toml', codexConfig(model.url));
    const terminals = new TmuxTerminals(this.socketFolder(attempt), this.env(), this.cli.dialogs);
    const port = createAgentPort({
      profile: this.profile(model.url, { mode, grant }),
      terminals,
      launcher: { command: [process.execPath, this.launcher], env: {} },
      now: () => new Date(),
    });
    const task: AgentTask = { ...TASK, attempt, ...rest };
    const begun: Attempt = {
      task,
      place,
      port,
      model,
      terminals,
      outcome: () => port.outcome(task, place, new AbortController().signal),
    };
    this.attempts.push(begun);
    await port.begin(task, place);
    return begun;
  }

  /** The commands of the agents' processes that still live. The launcher stays in its terminal to be read. */
  async left(): Promise<readonly string[]> {
    const found: string[] = [];
    for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
      const marked = (await readProc(pid, 'environ')).includes(`STAGE_RUNNER_MARK=${this.mark}`);
      // Some agents give their commands another environment; all run in the workspace.
      if (!marked && !(await workingFolder(pid)).startsWith(this.folder)) continue;
      const command = (await readProc(pid, 'cmdline')).split('\0');
      if (!command.includes(this.launcher)) found.push(`${pid} ${command.join(' ').slice(0, 100)}`);
    }
    return found;
  }

  async close(): Promise<void> {
    for (const { port, place, terminals, model } of this.attempts) {
      await port.stop(place);
      await terminals.close();
      await model.close();
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private profile(url: string, start: Start): AgentProfile {
    const builtin = builtinProfiles({ node: process.execPath, script: '' });
    const setting = { [this.cli.id]: { ...start, env: this.cli.env(url) } };
    const { profiles, problems } = mergeProfiles(builtin, setting);
    const profile = profiles.find(({ id }) => id === this.cli.id);
    if (!profile || problems.length > 0) throw new Error(`No profile ${this.cli.id}: ${problems.join(' ')}`);
    return profile;
  }

  private env(): Record<string, string> {
    return {
      HOME: this.home,
      PATH: [this.programs, path.dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(
        path.delimiter,
      ),
      TERM: 'xterm-256color',
      TERM_PROGRAM: 'vscode',
      LANG: 'C.UTF-8',
      TMPDIR: this.tmp(),
      STAGE_RUNNER_MARK: this.mark,
    };
  }

  private socketFolder(attempt: number): string {
    const folder = path.join(this.folder, `terminal-${attempt}`);
    mkdirSync(folder);
    return folder;
  }

  private tmp(): string {
    const folder = path.join(this.folder, 'tmp');
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  private writeHome(name: string, text: string): void {
    const file = path.join(this.home, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function readProc(pid: string, name: string): Promise<string> {
  return unlessGone(readFile(`/proc/${pid}/${name}`, 'utf8'));
}

function workingFolder(pid: string): Promise<string> {
  return unlessGone(readlink(`/proc/${pid}/cwd`));
}

async function unlessGone(reading: Promise<string>): Promise<string> {
  try {
    return await reading;
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(errorCode(error) ?? '')) return '';
    throw error;
  }
}

const TASK: AgentTask = {
  schema_version: TASK_VERSION,
  run: 'run1',
  attempt: 1,
  node: 'implement',
  kind: 'agent',
  role: 'coder',
  plan: { root: '/plans', title: 'A small plan', format: 'coyote' },
  step: { key: '01_hello', number: '01', title: 'Say hello', file: '/plans/steps/01_hello.md' },
  handoff: '/plans/handoffs/01_hello.md',
  notes: '/plans/NOTES.md',
  prompt:
    'Create the file hello.txt with the word hello. "Quotes", $HOME, `backticks` & %PATH% are only text.',
  timeoutSeconds: 90,
  answers: [],
};
