/**
 * The one-directional store: plans from the scanner and runs from the journals come in, one Stage Map goes out.
 * Nothing here is a truth of its own: everything can be read again from the disk at any moment.
 */
import type { WatchRule } from '../core/formats/format';
import type { Plan, Problem } from '../core/plan';
import type { UnreadableRun } from '../core/run';
import { stageMap } from '../core/stageMap';
import type { PlanView, SeenRun, StageMap, StatusChange, StepView } from '../core/status';
import { Listeners } from '../node/runner/listeners';
import type { RunStore } from '../node/runner/runStore';
import { findPlan, findStep } from './mapIndex';

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
  /** Reads everything again. Resolves when the map shows it. */
  refresh(): Promise<void>;
}

/** Reads plans; each answer is every plan that is there now. */
export interface PlanReader {
  scan(): Promise<readonly Plan[]>;
  /** One file appeared, changed or went away: reads that file alone. */
  changed(file: string): Promise<{ readonly plans: readonly Plan[]; readonly changed: boolean }>;
  /** Folders that the last scan could not search. */
  readonly problems: readonly Problem[];
  /** Absolute folders of the plans, and the names in them that matter. */
  watchTargets(): readonly WatchRule[];
}

/** What the store is given. */
export interface StoreParts {
  /** The reader for the folders and settings of this moment; the same one while they stay the same. */
  reader(): Promise<PlanReader>;
  /** Without trust no git is asked, so there are no runs: plans are shown from their files alone. */
  trusted(): boolean;
  dataFolder(folder: string): Promise<string>;
  openRunStore(dataFolder: string): Promise<RunStore>;
  /** Whether a live process drives a run that is under way. */
  isDriven(store: RunStore, run: string): Promise<boolean>;
  statusLog(dataFolder: string): Promise<readonly StatusChange[]>;
  /** A bug or a disk that fails: told to the person; the last good map stays. */
  report(error: unknown): void;
}

const DRIVERS_LOOKED_AT_MS = 3000;

const EMPTY: StageMap = { plans: [], done: 0, total: 0, running: [], gates: [] };

export class MapStore implements StageStore {
  map: StageMap = EMPTY;
  readonly whenReady: Promise<void>;
  private readonly listeners = new Listeners<StageMap>();
  private readonly dataFolders = new Map<string, Promise<string>>();
  private readonly runStores = new Map<string, Promise<RunStore>>();
  private plans: readonly Plan[] = [];
  private reader: PlanReader | undefined;
  private runProblems: readonly Problem[] = [];
  private turn: Promise<void> = Promise.resolve();
  private rebuildWaits = false;
  private readonly clock: NodeJS.Timeout;
  private ready: () => void = () => undefined;

  constructor(private readonly parts: StoreParts) {
    this.whenReady = new Promise((resolve) => {
      this.ready = resolve;
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

  /** Folders that the last scan could not search, runs that cannot be shown, and journals that are not watched. */
  get problems(): readonly Problem[] {
    return [...(this.reader?.problems ?? []), ...this.runProblems];
  }

  async dataFolderFor(folder: string): Promise<string> {
    if (!this.parts.trusted()) throw new Error(`In Restricted Mode no git is asked about ${folder}.`);
    return remembered(this.dataFolders, folder, () => this.parts.dataFolder(folder));
  }

  async runStoreFor(folder: string): Promise<RunStore> {
    const dataFolder = await this.dataFolderFor(folder);
    return remembered(this.runStores, dataFolder, async () => {
      const store = await this.parts.openRunStore(dataFolder);
      store.onDidChange(() => {
        this.rebuildSoon();
      });
      return store;
    });
  }

  async refresh(): Promise<void> {
    await this.inTurn(async () => {
      this.reader = await this.parts.reader();
      this.plans = await this.reader.scan();
      for (const store of await this.openRunStores()) await store.refresh();
      await this.rebuild();
    });
    this.ready();
  }

  /** Files of plans changed: each is read alone. Before the first scan there is nothing to do. */
  filesChanged(files: readonly string[]): Promise<void> {
    return this.inTurn(async () => {
      if (this.reader === undefined) return;
      let changed = false;
      for (const file of files) {
        const read = await this.reader.changed(file);
        this.plans = read.plans;
        changed ||= read.changed;
      }
      if (changed) await this.rebuild();
    });
  }

  async dispose(): Promise<void> {
    clearInterval(this.clock);
    for (const store of await Promise.all(this.runStores.values())) store.dispose();
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
    const stores = await this.openRunStores();
    const runs = await Promise.all(stores.map((store) => this.seenRuns(store)));
    const logs = await Promise.all(stores.map(({ dataFolder }) => this.parts.statusLog(dataFolder)));
    this.runProblems = stores.flatMap((store) => [
      ...store.unreadable().map(unreadableRun),
      ...(store.watchProblem === undefined ? [] : [unwatched(store.dataFolder, store.watchProblem)]),
    ]);
    this.map = stageMap({ plans: this.plans, runs: runs.flat(), statusLog: logs.flat() });
    this.listeners.tell(this.map);
  }

  /** The stores of the folders that have plans to run: no other folder gets a data folder. */
  private async openRunStores(): Promise<RunStore[]> {
    if (!this.parts.trusted()) return [];
    const runnable = this.plans.filter(({ readOnly }) => !readOnly);
    const folders = new Set(runnable.map(({ folder }) => folder));
    return [...new Set(await Promise.all([...folders].map((folder) => this.runStoreFor(folder))))];
  }

  private seenRuns(store: RunStore): Promise<SeenRun[]> {
    return Promise.all(
      store.runs().map(async (run) => ({
        run,
        driven: run.phase === 'active' && (await this.parts.isDriven(store, run.id)),
      })),
    );
  }

  /** A process that dies tells nobody, so runs under way are looked at now and then. */
  private lookAtDrivers(): void {
    const underWay = this.map.plans.some(({ steps }) =>
      steps.some((view) => view.lastRun?.phase === 'active'),
    );
    if (underWay) this.rebuildSoon();
  }

  /** One thing after the other, so that an older scan never replaces a newer one. A failure is told and ends there. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(work).catch((error: unknown) => {
      this.parts.report(error);
    });
    return this.turn;
  }
}

function unreadableRun({ file, unreadable }: UnreadableRun): Problem {
  const start = { line: 0, character: 0 };
  const message = `This run cannot be shown: ${unreadable}. Its journal is left as it is.`;
  return { code: 'journal-unreadable', severity: 'warning', file, range: { start, end: start }, message };
}

function unwatched(file: string, why: string): Problem {
  const start = { line: 0, character: 0 };
  const message = `${why}. What other windows do is shown after "Refresh".`;
  return { code: 'journals-unwatched', severity: 'warning', file, range: { start, end: start }, message };
}

/** The promise for a key, made once; one that fails is made again the next time. */
function remembered<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const before = known.get(key);
  if (before) return before;
  const made = make();
  known.set(key, made);
  made.catch(() => known.delete(key));
  return made;
}
