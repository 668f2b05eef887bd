/** Starts, stops and resumes the runs of one data folder, and picks up those that an earlier window left. */
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StagePolicy } from '../../core/batch/policy';
import { protocolsOf } from '../../core/batch/protocols';
import type { RunStarted } from '../../core/events';
import type { Graph } from '../../core/protocol/graph';
import type { Run } from '../../core/run';
import { isIn } from '../../core/history';
import { workplace } from '../../core/isolation/workplace';
import { mayGoOn } from '../../core/stageRun';
import type { Stop } from '../../core/stops';
import type { Host } from '../host';
import { openPlaces } from './agentTask';
import type { Processes } from './drive';
import { childrenOf, type StepRunner } from './children';
import { Driving, type DrivingParts, type Resuming } from './driving';
import { enter } from './entering';
import { writeWhole } from './files';
import { LeftBehind } from './leftBehind';
import { entrantOf, Ownership, type Entrant, type Hold } from './ownership';
import { realFolder } from './present';
import { keptFile, keptProtocol, readProtocol } from './protocolFile';
import { gone, newer, notActive, planMissing, worktreeMissing, type Refused } from './refusals';
import { Requests } from './requests';
import type { RunStore } from './runStore';
import {
  headerOf,
  headerOfStage,
  type Chosen,
  type NewRun,
  type StageRequest,
  type StartRequest,
} from './starting';
import { systemProcesses } from './systemProcesses';

export type { Refused };

export interface RunnerParts {
  /** Opened already. */
  readonly store: RunStore;
  readonly host: Host;
  /** Absolute path of the protocol that runs unless a start names another. */
  readonly builtinProtocol: string;
  readonly processes?: Processes;
}

export class Runner {
  private readonly driven = new Map<string, Driving>();
  private readonly folders = new Set<string>();
  private readonly ownership: Ownership;
  private readonly leftBehind: LeftBehind;
  private readonly requests: Requests;
  private readonly listening: readonly (() => void)[];
  private readonly processes: Processes;

  constructor(private readonly parts: RunnerParts) {
    this.processes = parts.processes ?? systemProcesses;
    this.ownership = new Ownership(join(parts.store.dataFolder, 'runs'), parts.host.window, this.processes);
    this.leftBehind = new LeftBehind({
      ...{ store: parts.store, ownership: this.ownership },
      drives: (id) => this.drives(id),
      partsOf: (id, hold) => this.partsOf(id, hold),
      go: (id, driving, graph) => void this.register(id, driving.go(graph)),
    });
    this.requests = new Requests({
      ...{ store: parts.store, host: parts.host, ownership: this.ownership },
      drives: (id) => this.drives(id),
      stop: (id, by) => this.stop(id, by),
    });
    const inFolders = (work: (folder: string) => Promise<void>) => (): void => {
      for (const folder of this.folders) this.inBackground(work(folder));
    };
    this.listening = [
      parts.store.gatesChanged.add(inFolders((folder) => this.leftBehind.takeAnswered(folder))),
      parts.store.restoresChanged.add(inFolders((folder) => this.pickUp(folder))),
      parts.store.requestsChanged.add(() => {
        for (const id of this.driven.keys()) this.inBackground(this.requests.take(id));
      }),
    ];
  }

  /**
   * Starts a run of a step; it goes on by itself after this resolves. One run of a workspace folder is live at a time,
   * beside those of the steps of one stage.
   */
  async start(request: StartRequest): Promise<{ readonly run: string } | Refused> {
    const { plan, parent, isolated } = request;
    const file = request.protocolFile ?? this.builtin(protocolsOf(plan.format).step);
    const missing = await planMissing(request.step.file);
    if (missing) return missing;
    const where = { folder: plan.folder, parent: parent?.run, worktree: isolated?.worktree };
    return this.begin(where, { file, format: plan.format }, (...run) => headerOf(request, ...run));
  }

  /** Starts a run of a whole stage, which starts those of its steps. */
  async startStage(request: StageRequest): Promise<{ readonly run: string } | Refused> {
    const file = this.builtin(protocolsOf(request.plan.format).stage);
    const where = { folder: request.plan.folder, parent: undefined };
    const { format } = request.plan;
    return this.begin(where, { file, format }, (...run) => headerOfStage(request, ...run));
  }

  private async begin(
    where: Omit<Entrant, 'run'>,
    { file, format }: { readonly file: string; readonly format: string },
    headerFor: (run: NewRun, protocol: Chosen) => RunStarted,
  ): Promise<{ readonly run: string } | Refused> {
    const { store, host } = this.parts;
    const protocol = await readProtocol(file);
    if ('stop' in protocol) return { refused: protocol.stop };
    const id = host.newId();
    const hold = await this.hold({ run: id, ...where }, where.parent !== undefined);
    if ('refused' in hold) {
      await rm(this.folderOf(id), { recursive: true, force: true });
      return hold;
    }
    const earlier = [...store.runs(), ...store.cutRuns()];
    const variables = this.variablesOf(format, where.parent);
    const run = { id, at: host.now().toISOString(), agent: host.agents.profile.id, variables, earlier };
    await this.ownership.orGiveUp(hold, async () => {
      await writeWhole(keptFile(this.folderOf(id)), protocol.text);
      host.runChanged(await store.append(id, headerFor(run, { ...protocol, file })));
    });
    this.drive(id, protocol.graph, hold);
    return { run: id };
  }

  /**
   * Goes on where the run stands: open gates and live agents are taken up, dead agents get a new attempt. That of a step
   * does so only while that of its stage is at rest.
   */
  resume(id: string, by: string, policy?: StagePolicy): Promise<{ readonly run: string } | Refused> {
    return this.goOnAgain(id, policy ? { by, policy } : { by }, false);
  }

  private async goOnAgain(
    id: string,
    resuming: Resuming,
    withStage: boolean,
  ): Promise<{ readonly run: string } | Refused> {
    const run = await this.parts.store.reread(id);
    if (run === undefined) return { refused: gone(id) };
    const problem = this.cannotResume(id, run);
    if (problem) return { refused: problem };
    const protocol = await keptProtocol(this.folderOf(id), run.header);
    if ('stop' in protocol) return { refused: protocol.stop };
    const missing = run.header.stage ? undefined : await planMissing(workplace(run.header).step.file);
    if (missing) return missing;
    const hold = await this.hold(entrantOf(run), withStage || run.header.stage !== undefined);
    if ('refused' in hold) return hold;
    await this.drive(id, protocol.graph, hold, resuming).begun;
    return { run: id };
  }

  /** Stops a run and all that it started, whatever window drives it; resolves when the journal says so. It can be resumed. */
  async stop(id: string, by: string): Promise<{ readonly run: string } | Refused> {
    const here = this.driven.get(id);
    if (here) {
      await here.stop(by);
      return { run: id };
    }
    const run = await this.parts.store.reread(id);
    if (run === undefined) return { refused: gone(id) };
    if (run.phase !== 'active' || run.readOnly) return { refused: notActive(run) };
    const hold = await this.ownership.take(entrantOf(run));
    if (!hold) return this.requests.ask(run, { type: 'stop', by });
    await this.ownership.orGiveUp(hold, async () => {
      const active = childrenOf(this.parts.store, id).filter(({ phase }) => phase === 'active');
      await Promise.all(active.map((child) => this.stop(child.id, by)));
      await Driving.stopUndriven(this.partsOf(id, hold), by);
    });
    return { run: id };
  }

  /**
   * Takes up the unfinished runs of a workspace folder that nobody drives: those with a waiting gate or an agent's
   * attempt go on, the others are written down as interrupted. Call on activation, in a trusted workspace.
   */
  async pickUp(folder: string): Promise<void> {
    this.folders.add(folder);
    await this.leftBehind.pickUp(folder);
  }

  /**
   * The run that is at work in a worktree, driven by a live process of whatever window, or by its agent alone: nothing
   * may be restored there meanwhile.
   * @param worktree its top folder, absolute, with links resolved
   */
  async liveRun(worktree: string): Promise<string | undefined> {
    const driven = await this.ownership.liveIn(worktree);
    if (driven !== undefined) return driven;
    for (const run of this.parts.store.runs()) {
      const { folder, isolated } = run.header;
      const isThere = isolated?.worktree === worktree || isIn(run, await realFolder(folder), worktree);
      if (run.phase !== 'active' || !isThere) continue;
      for (const place of openPlaces(run, this.folderOf(run.id)))
        if ((await this.parts.host.agents.state(place)) === 'running') return run.id;
    }
    return undefined;
  }

  /** Whether this process drives the run. */
  drives(id: string): boolean {
    return this.driven.has(id);
  }

  /** Resolves when this process no longer drives the run: it ended, stopped, or was given up. */
  async settled(id: string): Promise<void> {
    await this.driven.get(id)?.done;
  }

  /** As `Requests.tell` says. */
  tell(...wish: Parameters<Requests['tell']>): ReturnType<Requests['tell']> {
    return this.requests.tell(...wish);
  }

  /** Gives every run up without ending it: agents in terminals live on, gates wait, the next window picks up. */
  async dispose(): Promise<void> {
    for (const stop of this.listening) stop();
    // The run of a stage that is given up may be about to begin that of a step.
    while (this.driven.size > 0)
      await Promise.all([...this.driven.values()].map((driving) => driving.giveUp()));
  }

  /** What the run of a stage that this window drives asks for its steps. */
  private stepRunner(): StepRunner {
    return {
      start: (request) => this.start(request),
      resume: (id, by) => this.goOnAgain(id, { by }, true),
      stop: (id, by) => this.stop(id, by),
      takeUp: (id) => this.takeUp(id),
      drives: (id) => this.drives(id),
      settled: (id) => this.settled(id),
    };
  }

  /** Goes on with an active run without a word of a person: its stage has gone on. */
  private async takeUp(id: string): Promise<{ readonly run: string } | Refused> {
    const run = await this.parts.store.reread(id);
    if (run === undefined) return { refused: gone(id) };
    if (run.readOnly) return { refused: newer(id) };
    const missing = await worktreeMissing(run);
    if (missing) return missing;
    const protocol = await keptProtocol(this.folderOf(id), run.header);
    if ('stop' in protocol) return { refused: protocol.stop };
    const hold = await this.hold(entrantOf(run), true);
    if ('refused' in hold) return hold;
    this.drive(id, protocol.graph, hold);
    return { run: id };
  }

  /** @param withStage it may be at work beside what this window drives of its stage */
  private async hold(entrant: Entrant, withStage: boolean): Promise<Hold | Refused> {
    await mkdir(this.folderOf(entrant.run), { recursive: true });
    if (entrant.parent === undefined || !withStage) await this.endings(entrant.folder);
    return enter(this.ownership, this.parts.store, entrant, withStage);
  }

  /** Runs of the folder that have ended here and whose last checkpoint is still being taken. */
  private async endings(folder: string): Promise<void> {
    const ended = [...this.driven].filter(([id]) => {
      const run = this.parts.store.run(id);
      return run?.phase === 'ended' && run.header.folder === folder;
    });
    await Promise.all(ended.map(([, driving]) => driving.done));
  }

  private cannotResume(id: string, run: Run): Stop | undefined {
    if (run.readOnly) return newer(id);
    if (this.driven.has(id)) return { code: 'another_run_live', detail: `Run ${id} is under way already.` };
    return mayGoOn(run) ? undefined : notActive(run);
  }

  private drive(id: string, graph: Graph, hold: Hold, resumed?: Resuming): Driving {
    return this.register(id, new Driving(this.partsOf(id, hold)).go(graph, resumed));
  }

  private register(id: string, driving: Driving): Driving {
    this.driven.set(id, driving);
    this.inBackground(
      driving.done.finally(() => {
        this.driven.delete(id);
      }),
    );
    return driving;
  }

  private partsOf(run: string, hold: Hold): DrivingParts {
    const { store, host } = this.parts;
    const give = (closing: boolean): Promise<void> => this.ownership.give(hold, closing);
    const runner = this.stepRunner();
    return { run, folder: this.folderOf(run), store, host, processes: this.processes, runner, give };
  }

  /** What fails without a journal to say so is told to the shell. */
  private inBackground(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      this.parts.host.problem?.(error instanceof Error ? error : new Error(String(error)));
    });
  }

  /** The settings as they are, but for a step of a stage as they were when the stage began. */
  private variablesOf(format: string, parent: string | undefined): Readonly<Record<string, unknown>> {
    const { store, host } = this.parts;
    const now = host.variables?.(format) ?? {};
    const then = parent === undefined ? {} : (store.run(parent)?.header.variables ?? {});
    return Object.fromEntries(Object.entries(now).map(([name, value]) => [name, then[name] ?? value]));
  }

  private builtin(name: string): string {
    const { builtinProtocol } = this.parts;
    return name === 'step' ? builtinProtocol : join(dirname(builtinProtocol), `${name}.yaml`);
  }

  private folderOf(id: string): string {
    return join(this.parts.store.dataFolder, 'runs', id);
  }
}
