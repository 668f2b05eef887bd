/** A run of a whole stage in a `RunWorld`: its row, how it stands, and the way to its gates. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Gate } from '../../src/core/gateRecord';
import type { StageView } from '../../src/core/status';
import { Runners } from '../../src/vscode/runners';
import type { TreeNode } from '../../src/vscode/nodes';
import type { RunWorld } from './runWorld';

export class StageWorld {
  constructor(readonly world: RunWorld) {}

  /** The row of the plan, which has no stages. */
  get row(): TreeNode {
    return { kind: 'plan', plan: this.world.step('01').plan };
  }

  get stage(): StageView {
    const [only] = this.world.internals.store.plan(this.world.step('01').plan)?.stages ?? [];
    assert.ok(only);
    return only;
  }

  /** The code of the stop that the last run of the stage has. */
  get stop(): string {
    return this.stage.lastRun?.run.stop?.code ?? '';
  }

  stageWhere(holds: (view: StageView) => boolean): Promise<void> {
    return this.world.mapWhere(() => holds(this.stage));
  }

  async answer({ id, openedAt }: Gate, choice: string): Promise<void> {
    const runs = await this.world.internals.store.runStoreFor(this.world.folder);
    await runs.answerGate(id, { choice, by: 'Somebody', window: 'another', at: openedAt });
  }

  /** Has the agent of a step do its work, up to the gate that asks about it. */
  async toTheReview(number: string): Promise<Gate> {
    await (await this.world.nextInvocation()).release();
    await this.world.stepWhere(number, ({ gates }) => gates.length === 1);
    const [review] = this.world.step(number).gates;
    assert.ok(review);
    return review;
  }

  /** Runs a step, which ends well and leaves no mark of completion, up to the gate that asks about it. */
  async toTheFailedGate(number = '01'): Promise<Gate> {
    const review = await this.toTheReview(number);
    assert.equal(this.stage.lastRun?.state, 'running');
    await this.answer(review, 'approve');
    return this.failedGate();
  }

  async failedGate(): Promise<Gate> {
    await this.stageWhere(({ lastRun }) => lastRun?.state === 'waiting');
    const [failed] = this.stage.lastRun?.gates ?? [];
    assert.ok(failed);
    return failed;
  }

  /** What another window has to run stages with; give it up by `dispose`. */
  window(name: string): Runners {
    const { store, running } = this.world.internals;
    const fail = (problem: unknown): never => {
      throw new Error(JSON.stringify(problem));
    };
    return new Runners({
      store,
      checkpoints: running.checkpoints,
      extensionPath: running.extensionPath,
      window: name,
      runChanged: () => undefined,
      refused: fail,
      problem: fail,
    });
  }
}

/** A progress that a person could cancel. */
export interface Progress {
  readonly title: string;
  /** All that it has said so far. */
  readonly said: readonly string[];
  cancel(): void;
  /** Resolves when it is taken away. */
  readonly over: Promise<unknown>;
}

/** The next one that can be cancelled, which is not shown. */
export function nextProgress(): Promise<Progress> {
  const window = vscode.window as { withProgress: typeof vscode.window.withProgress };
  const original = window.withProgress;
  return new Promise((resolve) => {
    window.withProgress = (options, task) => {
      if (!options.cancellable) return original(options, task);
      window.withProgress = original;
      const source = new vscode.CancellationTokenSource();
      const said: string[] = [];
      const over = task({ report: ({ message = '' }) => said.push(message) }, source.token);
      const cancel = (): void => {
        source.cancel();
      };
      resolve({ title: options.title ?? '', said, cancel, over: Promise.resolve(over) });
      return over;
    };
  });
}
