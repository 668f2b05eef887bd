/** A notification for each run of a whole stage that this window drives: how far it is, and a way to stop all of it. */
import * as vscode from 'vscode';
import type { Run } from '../core/run';
import type { PlanView, StageMap, StageView } from '../core/status';
import { nodeOfRun, type TreeNode } from './nodes';
import { capital, stageName, stageRunWords } from './stageWords';
import type { StageStore } from './store';

export interface StageProgressParts {
  readonly store: StageStore;
  /** Whether this window drives a run. */
  drives(run: Run): boolean;
  /** Stops the run of a stage with all that it started, and says so meanwhile. */
  stop(stage: TreeNode): Promise<unknown>;
  readonly failed: (error: unknown) => void;
}

interface Shown {
  words: string;
  readonly report: (words: string) => void;
  readonly close: () => void;
}

export class StageProgress implements vscode.Disposable {
  private readonly shown = new Map<string, Shown>();
  private readonly unsubscribe: () => void;

  constructor(private readonly parts: StageProgressParts) {
    this.unsubscribe = parts.store.onDidChange((map) => {
      this.follow(map);
    });
  }

  dispose(): void {
    this.unsubscribe();
    for (const { close } of this.shown.values()) close();
    this.shown.clear();
  }

  private follow(map: StageMap): void {
    const now = new Set<string>();
    for (const plan of map.plans) {
      for (const stage of plan.stages) {
        const run = stage.lastRun?.run;
        if (run?.phase !== 'active' || !this.parts.drives(run)) continue;
        now.add(run.id);
        this.show(plan, stage, run);
      }
    }
    for (const [id, { close }] of this.shown) {
      if (now.has(id)) continue;
      close();
      this.shown.delete(id);
    }
  }

  private show({ plan }: PlanView, stage: StageView, run: Run): void {
    const at = stageRunWords(stage, plan.terms, vscode.l10n).join(' · ');
    const words = vscode.l10n.t('{0}. Cancel stops all of it.', at);
    const known = this.shown.get(run.id);
    if (known?.words === words) return;
    if (known) {
      known.words = words;
      known.report(words);
    } else this.open(run, capital(stageName(plan, stage)), words);
  }

  private open(run: Run, title: string, words: string): void {
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    const whole = vscode.window.withProgress(options, (progress, cancelled) => {
      const report = (message: string): void => {
        progress.report({ message });
      };
      report(words);
      return new Promise<void>((close) => {
        this.shown.set(run.id, { words, report, close });
        cancelled.onCancellationRequested(() => {
          // The editor takes the notification away by itself: what is going on is said by another one.
          close();
          this.parts.stop(nodeOfRun(run.header)).catch(this.parts.failed);
        });
      });
    });
    whole.then(undefined, this.parts.failed);
  }
}
