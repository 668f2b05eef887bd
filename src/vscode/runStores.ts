/** The runs of every data folder that the plans of a window have, opened when they are first needed. */
import type { Plan } from '../core/plan';
import { fileProblem, type Problem } from '../core/problem';
import type { UnreadableRun } from '../core/run';
import type { SeenRun, StatusChange } from '../core/status';
import type { RunStore } from '../node/runner/runStore';

export interface RunStoresParts {
  /** Without trust no git is asked, so there are no runs: plans are shown from their files alone. */
  trusted(): boolean;
  dataFolder(folder: string): Promise<string>;
  openRunStore(dataFolder: string): Promise<RunStore>;
  /** Whether a live process drives a run that is under way. */
  isDriven(store: RunStore, run: string): Promise<boolean>;
  statusLog(dataFolder: string): Promise<readonly StatusChange[]>;
}

/** What was recorded about the plans beside their files. */
export interface Recorded {
  readonly runs: readonly SeenRun[];
  readonly statusLog: readonly StatusChange[];
  /** Runs that cannot be shown, and journals that are not watched. */
  readonly problems: readonly Problem[];
}

export class RunStores {
  private readonly dataFolders = new Map<string, Promise<string>>();
  private readonly stores = new Map<string, Promise<RunStore>>();

  constructor(
    private readonly parts: RunStoresParts,
    /** Called whenever a journal grew. */
    private readonly changed: () => void,
  ) {}

  async dataFolderFor(folder: string): Promise<string> {
    if (!this.parts.trusted()) throw new Error(`In Restricted Mode no git is asked about ${folder}.`);
    return remembered(this.dataFolders, folder, () => this.parts.dataFolder(folder));
  }

  async runStoreFor(folder: string): Promise<RunStore> {
    const dataFolder = await this.dataFolderFor(folder);
    return remembered(this.stores, dataFolder, async () => {
      const store = await this.parts.openRunStore(dataFolder);
      store.onDidChange(this.changed);
      return store;
    });
  }

  async refresh(plans: readonly Plan[]): Promise<void> {
    for (const store of await this.openFor(plans)) await store.refresh();
  }

  async recorded(plans: readonly Plan[]): Promise<Recorded> {
    const stores = await this.openFor(plans);
    const runs = await Promise.all(stores.map((store) => this.seenRuns(store)));
    const logs = await Promise.all(stores.map(({ dataFolder }) => this.parts.statusLog(dataFolder)));
    const problems = stores.flatMap((store) => [
      ...store.unreadable().map(unreadableRun),
      ...(store.watchProblem === undefined ? [] : [unwatched(store.dataFolder, store.watchProblem)]),
    ]);
    return { runs: runs.flat(), statusLog: logs.flat(), problems };
  }

  async dispose(): Promise<void> {
    for (const store of await Promise.all(this.stores.values())) store.dispose();
  }

  /** The stores of the folders that have plans to run: no other folder gets a data folder. */
  private async openFor(plans: readonly Plan[]): Promise<RunStore[]> {
    if (!this.parts.trusted()) return [];
    const runnable = plans.filter(({ readOnly }) => !readOnly);
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
}

function unreadableRun({ file, unreadable }: UnreadableRun): Problem {
  const message = `This run cannot be shown: ${unreadable}. Its journal is left as it is.`;
  return fileProblem('journal-unreadable', 'warning', file, message);
}

function unwatched(file: string, why: string): Problem {
  const message = `${why}. What other windows do is shown after "Refresh".`;
  return fileProblem('journals-unwatched', 'warning', file, message);
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
