/**
 * The one-directional store: plans from the scanner and runs from the journals come in, one Stage Map goes out.
 * Nothing here is a truth of its own: everything can be read again from the disk at any moment.
 */
import type { WatchRule } from '../core/formats/format';
import type { Plan } from '../core/plan';
import type { Problem } from '../core/problem';
import { stageMapInPieces } from '../core/stageMap';
import type { PlanView, StageMap, StepView } from '../core/status';
import type { Changed, ScanOptions } from '../node/plans/scanner';
import { Work, type ScanProgress } from '../node/plans/work';
import { Listeners } from '../node/runner/listeners';
import type { RunStore } from '../node/runner/runStore';
import { findPlan, findStep } from './mapIndex';
import { RunStores, type RunStoresParts } from './runStores';

/** What views and commands see of the store. */
export interface StageStore {
  /** The current map; empty until the first scan is done. */
  readonly map: StageMap;
  /** Resolves when the first scan is done; never rejects. */
  readonly whenReady: Promise<void>;
  /** Called after `map` was replaced. Returns how to stop listening. */
  onDidChange(listener: (map: StageMap) => void): () => void;
  plan(planId: string): PlanView | undefined;
  step(planId: string, stepKey: string): StepView | undefined;
  /** The runs of the data folder that belongs to a workspace folder; the same object for the same data folder. */
  runStoreFor(folder: string): Promise<RunStore>;
  /** Where the records of a workspace folder live; `status.jsonl` is in it. Rejects without trust: git would be asked. */
  dataFolderFor(folder: string): Promise<string>;
  /** Resolves when the map shows all that this window has read and written so far. */
  whenShown(): Promise<void>;
  /** Reads everything again. Resolves when the map shows it. */
  refresh(): Promise<void>;
  /**
   * A plan as the disk and the journals have it now, with only that plan read anew; `undefined` when it is gone. Rejects
   * when it cannot be read.
   */
  planNow(plan: { readonly id: string; readonly root: string }): Promise<PlanView | undefined>;
  /** Reads a plan's archive, so that its stages are among the plan's. Resolves when the map shows them. */
  openArchive(planId: string, archive: string): Promise<void>;
}

/** Reads plans; each answer is every plan that is there now. */
export interface PlanReader {
  scan(options: ScanOptions): Promise<readonly Plan[]>;
  /** Files or folders appeared, changed or went away: of known plans only those are read. */
  changed(paths: readonly string[]): Promise<Changed>;
  open(planId: string, archive: string): Promise<Changed>;
  /** Absolute folders of the plans. */
  readonly roots: readonly string[];
  /** Folders that the last scan could not search. */
  readonly problems: readonly Problem[];
  /** Absolute folders of the plans, and the names in them that matter. */
  watchTargets(): readonly WatchRule[];
}

/** What the store is given. */
export interface StoreParts extends RunStoresParts {
  /** The reader for the folders and settings of this moment; the same one while they stay the same. */
  reader(): Promise<PlanReader>;
  /** Shows how far the first scan is, until it has ended. */
  showProgress(scan: FirstScan): void;
  /** A bug or a disk that fails: told to the person; the last good map stays. */
  report(error: unknown): void;
}

/** A scan of which a person has seen nothing yet. */
export interface FirstScan {
  /** Resolves when it has ended, well or not. */
  readonly ended: Promise<unknown>;
  /** How many files of how many were read; absent before the first is. */
  readonly progress: () => ScanProgress | undefined;
}

const DRIVERS_LOOKED_AT_MS = 3000;

const EMPTY: StageMap = { plans: [], done: 0, total: 0, running: [], gates: [] };

export class MapStore implements StageStore {
  map: StageMap = EMPTY;
  readonly whenReady: Promise<void>;
  private readonly listeners = new Listeners<StageMap>();
  private readonly runStores: RunStores;
  private plans: readonly Plan[] = [];
  private reader: PlanReader | undefined;
  private runProblems: readonly Problem[] = [];
  private turn: Promise<void> = Promise.resolve();
  private rebuildWaits = false;
  /** The refresh that has not had its turn yet, and what changed before its turn. */
  private refreshWaits: Promise<void> | undefined;
  private readonly changes = new Set<string>();
  private readonly disposed = new AbortController();
  private readonly clock: NodeJS.Timeout;
  private ready: () => void = () => undefined;
  private isReady = false;

  constructor(private readonly parts: StoreParts) {
    this.whenReady = new Promise((resolve) => {
      this.ready = () => {
        this.isReady = true;
        resolve();
      };
    });
    this.runStores = new RunStores(parts, () => {
      this.rebuildSoon();
    });
    this.clock = setInterval(() => {
      this.lookAtDrivers();
    }, DRIVERS_LOOKED_AT_MS).unref();
  }

  onDidChange(listener: (map: StageMap) => void): () => void {
    return this.listeners.add(listener);
  }

  plan(planId: string): PlanView | undefined {
    return findPlan(this.map, planId);
  }

  step(planId: string, stepKey: string): StepView | undefined {
    return findStep(this.map, planId, stepKey);
  }

  /** What to watch for the plans of the current map. */
  get watchTargets(): readonly WatchRule[] {
    return this.reader?.watchTargets() ?? [];
  }

  /** Absolute folders of the plans of the current map. */
  get roots(): readonly string[] {
    return this.reader?.roots ?? [];
  }

  /** Folders that the last scan could not search, runs that cannot be shown, and journals that are not watched. */
  get problems(): readonly Problem[] {
    return [...(this.reader?.problems ?? []), ...this.runProblems];
  }

  async dataFolderFor(folder: string): Promise<string> {
    return this.runStores.dataFolderFor(folder);
  }

  async runStoreFor(folder: string): Promise<RunStore> {
    return this.runStores.runStoreFor(folder);
  }

  whenShown(): Promise<void> {
    return this.turn;
  }

  /** However many ask before its turn: one scan answers them all. */
  refresh(): Promise<void> {
    this.refreshWaits ??= this.inTurn(async () => {
      this.refreshWaits = undefined;
      this.reader = await this.parts.reader();
      this.plans = await this.scan(this.reader);
      await this.runStores.refresh(this.plans);
      await this.rebuild();
    }).then(() => {
      this.ready();
    });
    return this.refreshWaits;
  }

  /** Files of plans changed: only those are read. Before the first scan there is nothing to do. */
  filesChanged(files: readonly string[]): Promise<void> {
    const waits = this.changes.size > 0;
    for (const file of files) this.changes.add(file);
    if (waits) return this.turn;
    return this.inTurn(async () => {
      const changes = [...this.changes];
      this.changes.clear();
      if (this.reader) await this.take(this.reader.changed(changes));
    });
  }

  async planNow({ id, root }: { readonly id: string; readonly root: string }): Promise<PlanView | undefined> {
    await this.whenReady;
    const read = this.turn.then(async () => {
      if (this.reader) this.plans = (await this.reader.changed([root])).plans;
      await this.rebuild();
      return this.plan(id);
    });
    // Whoever asked gets its error; the next in turn only has to wait.
    this.turn = read.then(
      () => undefined,
      () => undefined,
    );
    return read;
  }

  openArchive(planId: string, archive: string): Promise<void> {
    return this.inTurn(async () => {
      if (this.reader) await this.take(this.reader.open(planId, archive));
    });
  }

  async dispose(): Promise<void> {
    clearInterval(this.clock);
    this.disposed.abort();
    await this.runStores.dispose();
  }

  private async scan(reader: PlanReader): Promise<readonly Plan[]> {
    const { signal } = this.disposed;
    if (this.isReady) return reader.scan({ signal });
    let last: ScanProgress | undefined;
    const onProgress = (progress: ScanProgress): void => {
      last = progress;
    };
    const scan = reader.scan({ signal, onProgress });
    this.parts.showProgress({ ended: scan.catch(() => undefined), progress: () => last });
    return scan;
  }

  private async take(reading: Promise<Changed>): Promise<void> {
    const { plans, changed } = await reading;
    this.plans = plans;
    if (changed) await this.rebuild();
  }

  /** Journals come in bursts; one rebuild follows however many came before its turn. */
  private rebuildSoon(): void {
    if (this.rebuildWaits) return;
    this.rebuildWaits = true;
    void this.inTurn(() => {
      this.rebuildWaits = false;
      return this.rebuild();
    });
  }

  private async rebuild(): Promise<void> {
    const { runs, statusLog, problems } = await this.runStores.recorded(this.plans);
    this.runProblems = problems;
    this.map = await new Work().through(stageMapInPieces({ plans: this.plans, runs, statusLog }));
    this.listeners.tell(this.map);
  }

  /** A process that dies tells nobody, so runs under way are looked at now and then. */
  private lookAtDrivers(): void {
    const underWay = this.map.plans.some(
      ({ steps, stages }) =>
        steps.some((view) => view.lastRun?.phase === 'active') ||
        stages.some((view) => view.lastRun?.run.phase === 'active'),
    );
    if (underWay) this.rebuildSoon();
  }

  /** One thing after the other, so that an older scan never replaces a newer one. A failure is told and ends there. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(work).catch((error: unknown) => {
      if (!this.disposed.signal.aborted) this.parts.report(error);
    });
    return this.turn;
  }
}
