/** A workspace with a plan in a temporary folder, an agent that the test steers, and windows that can crash. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { AgentOutcome, AgentResult } from '../../../../src/core/agentResult';
import type { AgentTask, AttemptPlace } from '../../../../src/core/agentTask';
import type { CheckName } from '../../../../src/core/checks';
import type { Gate } from '../../../../src/core/gateRecord';
import type { Plan, Step } from '../../../../src/core/plan';
import type { Run } from '../../../../src/core/run';
import { stageMap } from '../../../../src/core/stageMap';
import type { StageMap } from '../../../../src/core/status';
import type { AgentPort, BatchIsolation, CheckpointPort, Host } from '../../../../src/node/host';
import { DEFAULT_EXCLUDE, DEFAULT_INCLUDE } from '../../../../src/node/plans/defaults';
import { PlanScanner } from '../../../../src/node/plans/scanner';
import { endTree } from '../../../../src/node/processes/endTree';
import { Runner } from '../../../../src/node/runner/runner';
import { RunStore } from '../../../../src/node/runner/runStore';

export const STEP_PROTOCOL = resolve(__dirname, '../../../../media/protocols/step.yaml');

/** One attempt that a runner began; the test lets it end. */
export interface Call {
  readonly task: AgentTask;
  readonly place: AttemptPlace;
  end(outcome: AgentOutcome): void;
}

/** Agents that do what the test says. They live on when a window goes away, as processes do. */
export class FakeAgents implements AgentPort {
  readonly profile = { id: 'fake', mode: 'interactive' } as const;
  readonly calls: Call[] = [];
  readonly stops: number[] = [];
  private readonly outcomes = new Map<string, Promise<AgentOutcome>>();
  private readonly over = new Set<string>();
  private readonly ends = new Map<string, (outcome: AgentOutcome) => void>();
  private readonly queue = new Queue<Call>();
  /** Ends each attempt at once, instead of waiting for the test. */
  auto: ((task: AgentTask) => AgentOutcome) | undefined;

  /** The same agents as they are at this moment; what is begun later, neither knows of the other. */
  copy(): FakeAgents {
    const copy = new FakeAgents();
    for (const [key, outcome] of this.outcomes) copy.outcomes.set(key, outcome);
    for (const key of this.over) copy.over.add(key);
    copy.auto = this.auto;
    return copy;
  }

  /** The next attempt that was begun. */
  next(): Promise<Call> {
    return this.queue.take();
  }

  begin(task: AgentTask, place: AttemptPlace): Promise<void> {
    const key = place.records;
    this.outcomes.set(key, new Promise((resolveOutcome) => this.ends.set(key, resolveOutcome)));
    const end = (outcome: AgentOutcome): void => {
      this.over.add(key);
      this.ends.get(key)?.(outcome);
    };
    const call = { task, place, end };
    this.calls.push(call);
    if (this.auto) end(this.auto(task));
    else this.queue.put(call);
    return Promise.resolve();
  }

  outcome(_task: AgentTask, place: AttemptPlace, signal: AbortSignal): Promise<AgentOutcome> {
    const outcome = this.outcomes.get(place.records);
    if (!outcome) return Promise.reject(new Error(`No attempt in ${place.records}`));
    return new Promise((resolveOutcome, reject) => {
      signal.addEventListener('abort', () => {
        reject(new Error('The waiting was ended'));
      });
      void outcome.then(resolveOutcome);
    });
  }

  state(place: AttemptPlace): Promise<'absent' | 'running' | 'over'> {
    if (!this.outcomes.has(place.records)) return Promise.resolve('absent');
    return Promise.resolve(this.over.has(place.records) ? 'over' : 'running');
  }

  stop(place: AttemptPlace): Promise<void> {
    this.stops.push(Number(place.records.split(/[\\/]/).at(-1)));
    this.over.add(place.records);
    this.ends.get(place.records)?.({ kind: 'interrupted', detail: 'It was ended.' });
    return Promise.resolve();
  }
}

/** Things come and are waited for in order. */
export class Queue<T> {
  private readonly ready: T[] = [];
  private readonly waiting: ((value: T) => void)[] = [];

  put(value: T): void {
    const first = this.waiting.shift();
    if (first) first(value);
    else this.ready.push(value);
  }

  take(): Promise<T> {
    const first = this.ready.shift();
    return first === undefined ? new Promise((done) => this.waiting.push(done)) : Promise.resolve(first);
  }
}

export interface Window {
  readonly runner: Runner;
  readonly store: RunStore;
  readonly gates: Queue<Gate>;
  readonly problems: Error[];
  /** The process dies: nothing more is written by it, and others see it as dead. */
  crash(): void;
  answer(gate: Gate, choice: string, reason?: string): Promise<unknown>;
}

export class World {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'runner ')));
  readonly folder = join(this.root, 'ws');
  readonly data = join(this.root, 'data');
  /** Where steps that are isolated have their worktrees. */
  readonly worktrees = `${this.folder}.stage-runner`;
  /** What all windows of the editor seal answers with. */
  readonly key = Buffer.alloc(32, 'k');
  agents = new FakeAgents();
  env: Record<string, string | undefined> = { PATH: process.env['PATH'] };
  /** Commands of checks in the settings. */
  checks: Partial<Record<CheckName, string>> = {};
  /** What the settings give to runs. */
  variables: Readonly<Record<string, unknown>> = {};
  /** What windows opened from now on take checkpoints with. */
  checkpoints: CheckpointPort | undefined;
  /** Where steps that are at work side by side do so. */
  isolation: BatchIsolation = 'shared';
  /** What runs put where a person can paste it from. */
  readonly copied: string[] = [];
  /** Called after each event. */
  onEvent: ((run: Run) => void) | undefined;
  private readonly alive = new Set<number>();
  private readonly stores: RunStore[] = [];
  private pids = 0;
  private time = Date.UTC(2026, 0, 31);
  private ids = 0;

  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      const file = join(this.folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  delete(name: string): void {
    rmSync(join(this.folder, name));
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  has(name: string): boolean {
    return existsSync(join(this.folder, name));
  }

  journal(run: string): string {
    return join(this.data, 'runs', `${run}.jsonl`);
  }

  /** A second: enough to tell times apart, far from any time-out. */
  tick(milliseconds = 1000): Date {
    this.time += milliseconds;
    return new Date(this.time);
  }

  async window(builtinProtocol: string): Promise<Window> {
    const pid = ++this.pids;
    this.alive.add(pid);
    const store = new RunStore(this.data, { key: () => Promise.resolve(this.key) });
    this.stores.push(store);
    await store.open();
    const gates = new Queue<Gate>();
    const problems: Error[] = [];
    const host = this.host(store, `window-${pid}`, gates, problems);
    const runner = new Runner({
      store,
      host,
      builtinProtocol,
      processes: {
        self: () => Promise.resolve({ pid, start: `start-${pid}` }),
        isAlive: (noted) => Promise.resolve(this.alive.has(noted.pid)),
        endTree: async (noted) => {
          await endTree(noted, { terminateAfter: 0, killAfter: 0 });
        },
      },
    });
    const answer = (gate: Gate, choice: string, reason?: string): Promise<unknown> =>
      store.answerGate(gate.id, {
        choice,
        ...(reason !== undefined && { reason }),
        by: 'Ada',
        window: `window-${pid}`,
        at: this.tick().toISOString(),
      });
    const crash = (): void => {
      this.alive.delete(pid);
      // What a dead process would do next never happens.
      store.append = () => new Promise(() => undefined);
      store.dispose();
    };
    return { runner, store, gates, problems, crash, answer };
  }

  /** What is read of the plans on the disk; a test may put something cheaper in its place. */
  readPlans: () => Promise<readonly Plan[]> = () =>
    new PlanScanner({
      folders: [this.folder],
      include: DEFAULT_INCLUDE,
      exclude: DEFAULT_EXCLUDE,
      isIgnored: () => Promise.resolve(new Set()),
    }).scan();

  /** The Stage Map of the workspace, read anew. */
  private async map(store: RunStore): Promise<StageMap> {
    const plans = await this.readPlans();
    const runs = store.runs().map((run) => ({ run, driven: run.phase === 'active' }));
    return stageMap({ plans, runs, statusLog: [] });
  }

  private host(store: RunStore, window: string, gates: Queue<Gate>, problems: Error[]): Host {
    return {
      now: () => this.tick(),
      newId: () => `id${String(++this.ids).padStart(4, '0')}`,
      window,
      who: () => Promise.resolve('Ada'),
      agents: this.agents,
      ...(this.checkpoints && { checkpoints: this.checkpoints }),
      planNow: async ({ id }) => (await this.map(store)).plans.find(({ plan }) => plan.id === id),
      batchIsolation: () => this.isolation,
      copy: (text) => Promise.resolve(void this.copied.push(text)),
      checkSetting: (check) => this.checks[check],
      variables: () => this.variables,
      env: this.env,
      gateOpened: (gate) => {
        gates.put(gate);
      },
      runChanged: (run) => {
        this.onEvent?.(run);
      },
      problem: (error) => problems.push(error),
    };
  }

  save(name: string): void {
    this.forget(name);
    for (const part of this.parts())
      if (existsSync(part)) copy(part, join(this.root, 'saved', name, basename(part)));
  }

  restore(name: string): void {
    this.putBack(name, copy);
  }

  /** For the last time: what was saved is not there any more. */
  restoreOnce(name: string): void {
    this.putBack(name, renameSync);
  }

  private putBack(name: string, put: (from: string, to: string) => void): void {
    for (const part of this.parts()) {
      const saved = join(this.root, 'saved', name, basename(part));
      rmSync(part, { recursive: true, force: true });
      if (existsSync(saved)) put(saved, part);
    }
    this.orphanLocks();
  }

  private parts(): string[] {
    return [this.folder, this.data, this.worktrees];
  }

  /** Locks that a window held when it died: this process lives on, and would count as their holder. */
  private orphanLocks(): void {
    const names = [this.folder, this.data].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    );
    for (const name of names.filter((one) => /\.lock(\.[0-9a-f]{16})?$/.test(one) && !one.includes('.git'))) {
      writeFileSync(name, readFileSync(name, 'utf8').replace(/"start":"/, '$&not '));
      utimesSync(name, 0, 0);
    }
  }

  /** Only those of the workspace: runs go on as they are. */
  restoreFiles(name: string): void {
    cpSync(join(this.root, 'saved', name, 'ws'), this.folder, { recursive: true });
  }

  forget(name: string): void {
    rmSync(join(this.root, 'saved', name), { recursive: true, force: true });
  }

  remove(): void {
    for (const store of this.stores) store.dispose();
    rmSync(this.root, { recursive: true, force: true });
  }

  /** A plan of two steps, the second depending on the first, as its format reads it. */
  plan(step = '01-first'): { plan: Plan; step: Step } {
    const root = join(this.folder, 'plans');
    const of = (key: string, dependsOn: Step['dependsOn']): Step => ({
      key,
      number: key.slice(0, 2),
      title: key.slice(3),
      file: join(root, 'steps', `${key}.md`),
      mark: 'pending',
      meant: 'pending',
      markText: 'pending',
      dependsOn,
      handoff: undefined,
      handoffFile: join(root, 'handoffs', `${key}.md`),
      testCommands: ['node test.mjs'],
      problems: [],
    });
    const steps = [
      of('01-first', []),
      of('02-second', [{ number: '1', satisfied: false, step: '01-first' }]),
    ];
    const plan: Plan = {
      id: `coyote:${root}`,
      format: 'coyote',
      terms: { plan: 'plan', stage: 'stage', step: 'step', batch: 'batch', gate: 'gate', handoff: 'handoff' },
      title: 'Plans',
      root,
      folder: this.folder,
      overview: undefined,
      notes: join(root, 'NOTES.md'),
      stages: [{ key: '', title: '', steps }],
      problems: [],
    };
    const chosen = steps.find(({ key }) => key === step);
    if (!chosen) throw new Error(`No step ${step}`);
    return { plan, step: chosen };
  }
}

/** With the times of the files: a proof that was written since a person judged it is another one. */
function copy(from: string, to: string): void {
  cpSync(from, to, { recursive: true, preserveTimestamps: true });
}

export function result(
  status: AgentResult['status'],
  summary = 'Done.',
  fields: AgentResult['fields'] = {},
): AgentOutcome {
  return { kind: 'result', result: { status, summary, fields } };
}
