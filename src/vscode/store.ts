/**
 * The one-directional store: plans from the scanner and runs from the journals come in, one Stage Map goes out.
 * Nothing here is a truth of its own: everything can be read again from the disk at any moment.
 */
import type { PlanView, StageMap, StepView } from '../core/status';
import type { RunStore } from '../node/runner/runStore';

/** What differs from the map before; a plan that is new or gone needs the whole tree. */
export interface MapChange {
  /** Plans appeared, went away or changed their order. */
  readonly plans: boolean;
  /** Ids of the plans whose rows differ. */
  readonly changed: readonly string[];
}

/** What views and commands see of the store. */
export interface StageStore {
  /** The current map; empty until the first scan is done. */
  readonly map: StageMap;
  /** Resolves when the first scan is done; never rejects. */
  readonly whenReady: Promise<void>;
  /** Called after `map` was replaced. Returns the function that ends the subscription. */
  onDidChange(listener: (change: MapChange) => void): () => void;
  plan(planId: string): PlanView | undefined;
  step(planId: string, stepKey: string): StepView | undefined;
  /** The runs of the data folder that belongs to a workspace folder; the same object for the same data folder. */
  runStoreFor(folder: string): Promise<RunStore>;
  /** Where the records of a workspace folder live; `status.jsonl` is in it. */
  dataFolderFor(folder: string): Promise<string>;
  /** Reads everything again. */
  refresh(): Promise<void>;
}
