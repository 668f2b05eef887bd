/** One run being driven by this process: from taking hold of it to giving it up. */
import { dirname, join } from 'node:path';
import { openGates } from '../../core/statusFacts';
import type { StagePolicy } from '../../core/batch/policy';
import type { AttemptPlace } from '../../core/agentTask';
import { JOURNAL_VERSION, type RunEvent } from '../../core/events';
import { workplace } from '../../core/isolation/workplace';
import type { Graph } from '../../core/protocol/graph';
import type { Run } from '../../core/run';
import { stopReason, type Stop } from '../../core/stops';
import type { Host } from '../host';
import { stopAttempt } from './agentAttempt';
import { openPlaces } from './agentTask';
import { beforeRun } from './beforeRun';
import { noteStopped } from '../staged/noteStopped';
import { familyOf, type StepRunner } from './children';
import type { Drive, EndOfWork, NewEvent, Processes } from './drive';
import { errorCode } from './files';
import { endRecorded } from './processRecords';
import type { RunStore } from './runStore';
import { checkpointAfter, settleCheckpoint } from './runCheckpoints';
import { stageWorkOf } from './stageWork';
import { walkOn, type Rest } from './walking';

export interface DrivingParts {
  readonly run: string;
  /** `runs/<run>/` */
  readonly folder: string;
  readonly store: RunStore;
  readonly host: Host;
  readonly processes: Processes;
  /** Has the steps of a stage run. */
  readonly runner: StepRunner;
  /** Gives our hold on the run up; `closing`: the window closes while the run is under way. */
  readonly give: (closing: boolean) => Promise<void>;
}

/** Who has a run go on, and for that of a stage perhaps how. */
export interface Resuming {
  readonly by: string;
  readonly policy?: StagePolicy;
}

export class Driving {
  private readonly controller = new AbortController();
  private stoppedBy = '';
  /** Resolves once a resuming is in the journal. */
  begun: Promise<void> = Promise.resolve();
  /** Resolves when the run is given up. Rejects only when the journal itself could not be written. */
  done: Promise<void> = Promise.resolve();

  constructor(private readonly parts: DrivingParts) {}

  /** Writes the stop of an active run that nobody drives, after ending what still lives of it. */
  static async stopUndriven(parts: DrivingParts, by: string): Promise<void> {
    const driving = new Driving(parts);
    for (const place of driving.openAttempts()) await stopAttempt(parts.host.agents, place);
    await driving.endByPerson(by);
  }

  /** Says what became of the last checkpoint of a run that has ended. */
  static async settle(parts: DrivingParts): Promise<void> {
    const driving = new Driving(parts);
    await settleCheckpoint(driving.journal());
    await parts.give(false);
  }

  go(graph: Graph, resumed?: Resuming): this {
    this.begun = this.begin(resumed);
    this.done = this.toRest(graph);
    return this;
  }

  async stop(by: string): Promise<void> {
    this.stoppedBy = by;
    this.abort('user');
    await this.done;
  }

  async giveUp(): Promise<void> {
    this.abort('window');
    await this.done;
  }

  /**
   * A waiting gate, or an agent's attempt that was begun and whose end is not written down; of a stage's run also those
   * of its steps.
   */
  async hasLiveWork(): Promise<boolean> {
    const { store, host } = this.parts;
    const runs = familyOf(store, this.run());
    if (runs.some((run) => openGates(run).length > 0)) return true;
    const places = runs.flatMap((one) => openPlaces(one, join(dirname(this.parts.folder), one.id)));
    const states = await Promise.all(places.map((place) => host.agents.state(place)));
    return states.some((state) => state !== 'absent');
  }

  /** Writes a stop down and gives the run up; nothing of it is left working. */
  async end(stop: Stop): Promise<void> {
    await this.endLeftBehind();
    await this.append({ type: 'run_stopped', stop });
    await this.parts.give(false);
  }

  /** The plan is that of the workspace also where the work is in a worktree, which may go. */
  private async endByPerson(by: string): Promise<void> {
    const { folder, store } = this.parts;
    await noteStopped({ ...this.journal(), header: this.run().header, folder, store });
    await this.end(stoppedBy(by));
  }

  private async begin(resumed: Resuming | undefined): Promise<void> {
    await this.endLeftBehind();
    if (resumed !== undefined) await this.append({ type: 'run_resumed', ...resumed });
  }

  /** Checks and scripts of a process that crashed may still be at work on the same files. */
  private endLeftBehind(): Promise<void> {
    const { folder, processes } = this.parts;
    return endRecorded(folder, (noted) => processes.endTree(noted));
  }

  private async toRest(graph: Graph): Promise<void> {
    try {
      await this.begun;
      const drive = this.driveOf(graph);
      await this.writeRest(await this.walk(drive), drive);
    } catch (error) {
      // A full disk: whoever has room again may take the run, also this very window.
      await this.parts.give(false);
      throw error;
    }
  }

  private async writeRest(rest: Rest, drive: Drive): Promise<void> {
    if (rest.kind === 'ended') {
      const { node, output, stop } = rest;
      await this.append({ type: 'run_ended', node, output, stop });
      if (stopReason(stop.code).family === 'success') await checkpointAfter(drive);
      await this.parts.give(false);
    } else if (rest.kind === 'stop') {
      await this.end(rest.stop);
    } else if (this.controller.signal.reason === ('user' satisfies EndOfWork)) {
      await this.endByPerson(this.stoppedBy);
    } else {
      await this.parts.give(true);
    }
  }

  /** Whatever is thrown below is a bug or a failing disk: either way the run stands still and says why. */
  private async walk(drive: Drive): Promise<Rest> {
    try {
      const before = await beforeRun(drive);
      if (before) return before;
      return await walkOn(drive, (why) => {
        this.abort(why);
      });
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      return {
        kind: 'stop',
        stop: { code: errorCode(error) === undefined ? 'internal_error' : 'disk_error', detail },
      };
    }
  }

  private driveOf(graph: Graph): Drive {
    const { folder, store, processes, runner } = this.parts;
    let attempts = Math.max(0, ...this.run().attempts.map(({ attempt }) => attempt));
    const drive: Drive = {
      ...this.journal(),
      header: workplace(this.run().header),
      graph,
      folder,
      store,
      processes,
      signal: this.controller.signal,
      nextAttempt: () => ++attempts,
    };
    const stage = stageWorkOf(drive, runner);
    return stage ? { ...drive, stage } : drive;
  }

  private journal(): Pick<Drive, 'host' | 'run' | 'events' | 'append'> {
    const { host, store, run } = this.parts;
    return {
      host,
      run: () => this.run(),
      events: () => store.events(run),
      append: (event) => this.append(event),
    };
  }

  private openAttempts(): AttemptPlace[] {
    return openPlaces(this.run(), this.parts.folder);
  }

  private run(): Run {
    const run = this.parts.store.run(this.parts.run);
    if (run === undefined) throw new Error(`The journal of run ${this.parts.run} is gone`);
    return run;
  }

  private async append(event: NewEvent): Promise<void> {
    const { host, store, run } = this.parts;
    const stamped = { schema_version: JOURNAL_VERSION, at: host.now().toISOString(), ...event } as RunEvent;
    host.runChanged(await store.append(run, stamped));
  }

  /** The first reason counts. */
  private abort(why: EndOfWork): void {
    if (!this.controller.signal.aborted) this.controller.abort(why);
  }
}

function stoppedBy(by: string): Stop {
  return { code: 'user_stopped', detail: by === '' ? 'The run was stopped.' : `${by} stopped the run.` };
}
