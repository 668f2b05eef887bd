/** Everything an attempt needs, for tests: folders, a fake agent, and a terminal port that starts the real launcher. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { build } from 'esbuild';
import type { AgentProfile } from '../../../../src/core/agents/profile';
import { TASK_VERSION, type AgentTask, type AttemptPlace } from '../../../../src/core/agentTask';
import { createAgentPort } from '../../../../src/node/agents/agentPort';
import type { Timing } from '../../../../src/node/agents/timing';
import type { AgentPort, TerminalPort, TerminalRequest } from '../../../../src/node/host';
import { endTree } from '../../../../src/node/processes/endTree';
import { identify } from '../../../../src/node/processes/identity';
import { FakeAgent } from './fakeAgent';

const SHORT: Partial<Timing> = {
  mendWithin: 300,
  mendEvery: 20,
  lookEvery: 50,
  endEvery: 20,
  terminateAfter: 300,
  killAfter: 600,
};

/** Starts the launcher as a plain child. */
class ChildTerminals implements TerminalPort {
  readonly children: ChildProcess[] = [];
  readonly requests: TerminalRequest[] = [];

  open(request: TerminalRequest): Promise<void> {
    const [program = '', ...args] = request.argv;
    const child = spawn(program, args, {
      cwd: request.cwd,
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', ...request.env },
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    this.children.push(child);
    this.requests.push(request);
    return Promise.resolve();
  }
}

export class TestStage {
  readonly terminals = new ChildTerminals();
  readonly cwd: string;
  readonly place: AttemptPlace;
  /** Added to the real time by every port of this stage. */
  elapsed = 0;

  private constructor(
    readonly folder: string,
    readonly fake: FakeAgent,
    private readonly launcher: string,
  ) {
    this.cwd = path.join(folder, 'work space');
    mkdirSync(this.cwd);
    this.place = this.placeOf(1);
  }

  static async open(launcher: string): Promise<TestStage> {
    const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'attempt-')));
    return new TestStage(folder, await FakeAgent.listen(folder), launcher);
  }

  placeOf(attempt: number): AttemptPlace {
    return {
      cwd: this.cwd,
      records: path.join(this.folder, 'data', 'runs', 'r1', 'attempts', String(attempt)),
      answers: path.join(this.cwd, '.stage-runner', 'r1', String(attempt)),
    };
  }

  /** A port for the fake agent, as a window would make it. */
  port(
    change: Partial<AgentProfile> = {},
    timing: Partial<Timing> = {},
    command?: readonly string[],
  ): AgentPort {
    const argv = this.fake.argv('{sentence}');
    return createAgentPort({
      profile: { ...PROFILE, argv, headlessArgv: this.fake.argv(), ...change },
      terminals: this.terminals,
      launcher: { command: command ?? [process.execPath, this.launcher], env: {} },
      now: () => new Date(Date.now() + this.elapsed),
      timing: { ...SHORT, ...timing },
    });
  }

  /** The launcher that was started last. */
  get launched(): ChildProcess {
    const child = this.terminals.children.at(-1);
    if (!child) throw new Error('No launcher was started');
    return child;
  }

  /** Ends whatever a failed test left. */
  async close(): Promise<void> {
    for (const child of this.terminals.children) {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) continue;
      const exited = once(child, 'exit');
      await endTree(await identify(child.pid), { terminateAfter: 0, killAfter: 0 });
      await exited;
    }
    this.fake.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const PROFILE: AgentProfile = {
  id: 'fake',
  name: 'Fake agent',
  mode: 'interactive',
  prompt: 'file',
  env: {},
  headlessEnv: {},
  hint: 'Ask the test for permission.',
  permissions: [],
  firstStart: [],
  granted: false,
};

export const TASK: AgentTask = {
  schema_version: TASK_VERSION,
  run: 'r1',
  attempt: 1,
  node: 'implement',
  kind: 'agent',
  role: 'coder',
  plan: { root: '/plans', title: 'A small plan', format: 'coyote' },
  step: { key: '02_parser', number: '02', title: 'Write the parser', file: '/plans/steps/02_parser.md' },
  handoff: '/plans/handoffs/02_parser.md',
  notes: '/plans/NOTES.md',
  prompt: 'Write the parser.',
  timeoutSeconds: 300,
  answers: [],
};

/** Bundles the launcher as the product does and gives the file. */
export async function bundleLauncher(): Promise<string> {
  const outfile = path.join(realpathSync(mkdtempSync(path.join(tmpdir(), 'launcher-'))), 'launcher.js');
  const entry = path.join(__dirname, '../../../../src/node/launcher/main.ts');
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
  });
  return outfile;
}
