/** Starts, stops and resumes the runs of one data folder, and picks up those that an earlier window left. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Run } from '../../core/run';
import { isIn } from '../../core/history';
import { stopReason, type Stop } from '../../core/stops';
import type { Host } from '../host';
import { openPlaces } from './agentTask';
import type { Processes } from './drive';
import { Driving } from './driving';
import { enter, restoreUnderWay } from './entering';
import { writeWhole } from './files';
import { isSameFolder, Ownership, type Hold } from './ownership';
import { realFolder } from './present';
import { keptFile, keptProtocol, readProtocol } from './protocolFile';
import { anotherWindow, gone, interrupted, notActive, planMissing, type Refused } from './refusals';
import type { RunStore } from './runStore';
import { isCutShort } from './runCheckpoints';
import { headerOf, type StartRequest } from './starting';
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
  private readonly listening: readonly (() => void)[];
  private readonly processes: Processes;

  constructor(private readonly parts: RunnerParts) {
    this.processes = parts.processes ?? systemProcesses;
    this.ownership = new Ownership(join(parts.store.dataFolder, 'runs'), parts.host.window, this.processes);
    const inFolders = (work: (folder: string) => Promise<void>) => (): void => {
      for (const folder of this.folders) this.inBackground(work(folder));
    };
    this.listening = [
      parts.store.gatesChanged.add(inFolders((folder) => this.takeAnswered(folder))),
      parts.store.restoresChanged.add(inFolders((folder) => this.pickUp(folder))),
    ];
  }

  /** Starts a run; it goes on by itself after this resolves. One run of a workspace folder is live at a time. */
  async start(request: StartRequest): Promise<{ readonly run: string } | Refused> {
    const { store, host } = this.parts;
    const file = request.protocolFile ?? this.parts.builtinProtocol;
    const protocol = await readProtocol(file);
    if ('stop' in protocol) return { refused: protocol.stop };
    const missing = await planMissing(request.step.file);
    if (missing) return missing;
    const id = host.newId();
    const hold = await this.hold(id, request.plan.folder);
    if ('refused' in hold) {
      await rm(this.folderOf(id), { recursive: true, force: true });
      return hold;
    }
    const earlier = [...store.runs(), ...store.cutRuns()];
    const run = { id, at: host.now().toISOString(), agent: host.agents.profile.id, earlier };
    const header = headerOf(request, run, { ...protocol, file });
    await this.ownership.orGiveUp(hold, async () => {
      await writeWhole(keptFile(this.folderOf(id)), protocol.text);
      host.runChanged(await store.append(id, header));
    });
    this.drive(header.run, protocol.graph, hold);
    return { run: id };
  }

  /** Goes on where the run stands: open gates and live agents are taken up, dead agents get a new attempt. */
  async resume(id: string, by: string): Promise<{ readonly run: string } | Refused> {
    const run = await this.parts.store.reread(id);
    if (run === undefined) return { refused: gone(id) };
    const problem = this.cannotResume(id, run);
    if (problem) return { refused: problem };
    const protocol = await keptProtocol(this.folderOf(id), run.header);
    if ('stop' in protocol) return { refused: protocol.stop };
    const missing = await planMissing(run.header.step.file);
    if (missing) return missing;
    const hold = await this.hold(id, run.header.folder);
    if ('refused' in hold) return hold;
    await this.drive(id, protocol.graph, hold, by).begun;
    return { run: id };
  }

  /** Stops a run and all that it started; resolves when the journal says so. It can be resumed. */
  async stop(id: string, by: string): Promise<{ readonly run: string } | Refused> {
    const here = this.driven.get(id);
    if (here) {
      await here.stop(by);
      return { run: id };
    }
    const run = await this.parts.store.reread(id);
    if (run === undefined) return { refused: gone(id) };
    if (run.phase !== 'active' || run.readOnly) return { refused: notActive(run) };
    const hold = await this.ownership.take(id, run.header.folder);
    if (!hold) return { refused: anotherWindow(id) };
    await this.ownership.orGiveUp(hold, () => Driving.stopUndriven(this.partsOf(id, hold), by));
    return { run: id };
  }

  /**
   * Takes up the unfinished runs of a workspace folder that nobody drives: those with a waiting gate or an agent's
   * attempt go on, the others are written down as interrupted. Call on activation, in a trusted workspace.
   */
  async pickUp(folder: string): Promise<void> {
    this.folders.add(folder);
    await this.parts.store.refresh();
    // A restore takes whoever holds a run for one at work: it is done again when the restore is over.
    if (await restoreUnderWay(this.parts.store, folder)) return;
    for (const run of this.parts.store.runs()) {
      if (await this.mayPickUp(run, folder)) await this.pickUpRun(run);
      else if (isCutShort(run) && (await isSameFolder(run.header.folder, folder))) await this.settle(run);
    }
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
      if (run.phase !== 'active' || !isIn(run, await realFolder(run.header.folder), worktree)) continue;
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

  /** Gives every run up without ending it: agents in terminals live on, gates wait, the next window picks up. */
  async dispose(): Promise<void> {
    for (const stop of this.listening) stop();
    await Promise.all([...this.driven.values()].map((driving) => driving.giveUp()));
  }

  /** A run of a newer version is shown and not gone on with, whatever happens to it. */
  private async mayPickUp({ id, phase, readOnly, header }: Run, folder: string): Promise<boolean> {
    return phase === 'active' && !readOnly && !this.driven.has(id) && isSameFolder(header.folder, folder);
  }

  private async pickUpRun({ id, header }: Run): Promise<void> {
    const hold = await this.ownership.take(id, header.folder);
    if (!hold) return;
    await this.ownership.orGiveUp(hold, () => this.goOn(id, header, hold));
  }

  /** Whoever drove it went away while its last checkpoint was being taken. */
  private async settle({ id, header, readOnly }: Run): Promise<void> {
    const hold = readOnly || this.driven.has(id) ? undefined : await this.ownership.take(id, header.folder);
    if (hold) await this.ownership.orGiveUp(hold, () => Driving.settle(this.partsOf(id, hold)));
  }

  private async goOn(id: string, header: Run['header'], hold: Hold): Promise<void> {
    const driving = new Driving(this.partsOf(id, hold));
    // Whoever had it before may have gone on since we looked.
    const now = await this.parts.store.reread(id);
    if (now?.phase !== 'active' || now.readOnly || (await restoreUnderWay(this.parts.store, header.folder)))
      return this.ownership.give(hold, false);
    const protocol = await keptProtocol(this.folderOf(id), header);
    if ('stop' in protocol) await driving.end(protocol.stop);
    else if (await driving.hasLiveWork()) this.register(id, driving.go(protocol.graph));
    else await driving.end(interrupted(hold));
  }

  /** A gate of a run that nobody drives was answered, perhaps in another window: the run goes on here. */
  private async takeAnswered(folder: string): Promise<void> {
    for (const run of this.parts.store.runs()) {
      if (!(await this.mayPickUp(run, folder))) continue;
      const open = run.gates.filter(({ answer }) => answer === undefined);
      const answers = await Promise.all(open.map(({ gate }) => this.parts.store.answerOf(gate)));
      if (answers.some((answer) => answer !== undefined)) await this.pickUpRun(run);
    }
  }

  private async hold(id: string, folder: string): Promise<Hold | Refused> {
    await mkdir(this.folderOf(id), { recursive: true });
    await this.endings(folder);
    return enter(this.ownership, this.parts.store, id, folder);
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
    if (run.readOnly) return { code: 'read_only', detail: `Run ${id} was written by a newer version.` };
    if (this.driven.has(id)) return { code: 'another_run_live', detail: `Run ${id} is under way already.` };
    const never = run.stop && stopReason(run.stop.code).resume === 'never';
    return run.phase === 'ended' || never ? notActive(run) : undefined;
  }

  private drive(id: string, graph: Parameters<Driving['go']>[0], hold: Hold, resumedBy?: string): Driving {
    return this.register(id, new Driving(this.partsOf(id, hold)).go(graph, resumedBy));
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

  private partsOf(run: string, hold: Hold): ConstructorParameters<typeof Driving>[0] {
    const { store, host } = this.parts;
    const give = (closing: boolean): Promise<void> => this.ownership.give(hold, closing);
    return { run, folder: this.folderOf(run), store, host, processes: this.processes, give };
  }

  /** What fails without a journal to say so is told to the shell. */
  private inBackground(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      this.parts.host.problem?.(error instanceof Error ? error : new Error(String(error)));
    });
  }

  private folderOf(id: string): string {
    return join(this.parts.store.dataFolder, 'runs', id);
  }
}
