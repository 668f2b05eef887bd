/**
 * The runs of a workspace folder that nobody drives: they go on where they stand, or are written down as interrupted, as
 * the stop registry says of why nobody drives them.
 */
import type { Graph } from '../../core/protocol/graph';
import type { Run } from '../../core/run';
import { openGates } from '../../core/statusFacts';
import { goesOnUnasked } from '../../core/stops';
import { familyOf } from './children';
import { Driving, type DrivingParts } from './driving';
import { restoreUnderWay } from './entering';
import { entrantOf, isSameFolder, type Hold, type Ownership } from './ownership';
import { keptProtocol } from './protocolFile';
import { interrupted, LEFT_UNDER_WAY, worktreeMissing } from './refusals';
import { isCutShort } from './runCheckpoints';
import type { RunStore } from './runStore';

export interface LeftBehindParts {
  readonly store: RunStore;
  readonly ownership: Ownership;
  /** Whether this process drives the run. */
  readonly drives: (id: string) => boolean;
  readonly partsOf: (id: string, hold: Hold) => DrivingParts;
  /** Has a run go on in this process. */
  readonly go: (id: string, driving: Driving, graph: Graph) => void;
}

export class LeftBehind {
  constructor(private readonly parts: LeftBehindParts) {}

  /** Those with a waiting gate or an agent's attempt go on, the others are written down as interrupted. */
  async pickUp(folder: string): Promise<void> {
    const { store } = this.parts;
    await store.refresh();
    // A restore takes whoever holds a run for one at work: it is done again when the restore is over.
    if (await restoreUnderWay(store, folder)) return;
    const runs = store.runs();
    const stages = runs.filter(({ header }) => header.stage);
    // What becomes of the run of a stage decides about those of its steps.
    for (const run of [...stages, ...runs.filter(({ header }) => !header.stage)]) {
      if (await this.isLeft(run, folder)) await this.take(run);
      else if (isCutShort(run) && (await isSameFolder(run.header.folder, folder))) await this.settle(run);
    }
  }

  /** A gate of a run that nobody drives was answered, perhaps in another window: the run goes on here. */
  async takeAnswered(folder: string): Promise<void> {
    const { store } = this.parts;
    for (const run of store.runs()) {
      if (!(await this.isLeft(run, folder))) continue;
      const open = familyOf(store, run).flatMap(openGates);
      const answers = await Promise.all(open.map((gate) => store.answerOf(gate)));
      if (answers.some((answer) => answer !== undefined)) await this.take(run);
    }
  }

  /**
   * A run of a newer version is shown and not gone on with, whatever happens to it. That of a step goes on with that of
   * its stage, as long as it does.
   */
  private async isLeft({ id, phase, readOnly, header }: Run, folder: string): Promise<boolean> {
    if (phase !== 'active' || readOnly || this.parts.drives(id)) return false;
    const stage = header.parent && this.parts.store.run(header.parent.run);
    if (stage?.phase === 'active' && !stage.readOnly) return false;
    return isSameFolder(header.folder, folder);
  }

  private async take(run: Run): Promise<void> {
    const { ownership } = this.parts;
    const hold = await ownership.take(entrantOf(run));
    if (hold) await ownership.orGiveUp(hold, () => this.goOn(run, hold));
  }

  private async goOn({ id, header }: Run, hold: Hold): Promise<void> {
    const { store, ownership, partsOf, go } = this.parts;
    const parts = partsOf(id, hold);
    const driving = new Driving(parts);
    // Whoever had it before may have gone on since we looked.
    const now = await store.reread(id);
    if (now?.phase !== 'active' || now.readOnly || (await restoreUnderWay(store, header.folder)))
      return ownership.give(hold, false);
    const protocol = await keptProtocol(parts.folder, header);
    const missing = await worktreeMissing(now);
    if ('stop' in protocol) await driving.end(protocol.stop);
    else if (missing) await driving.end(missing.refused);
    else {
      const why = (await driving.hasLiveWork()) ? LEFT_UNDER_WAY : interrupted(hold);
      if (goesOnUnasked(why.code)) go(id, driving, protocol.graph);
      else await driving.end(why);
    }
  }

  /** Whoever drove it went away while its last checkpoint was being taken. */
  private async settle(run: Run): Promise<void> {
    const { ownership, drives, partsOf } = this.parts;
    if (run.readOnly || drives(run.id)) return;
    const hold = await ownership.take(entrantOf(run));
    if (hold) await ownership.orGiveUp(hold, () => Driving.settle(partsOf(run.id, hold)));
  }
}
