/** Tells a person how runs of this window came to rest, what was refused, and what went wrong with checkpoints. */
import * as vscode from 'vscode';
import type { Run } from '../core/run';
import type { PlanView, StageMap } from '../core/status';
import { stopReason, type Stop } from '../core/stops';
import { checkpointNotices } from './checkpoints/notices';
import { logError } from './errorText';
import { findPlan } from './mapIndex';
import { nodeOfRun, type TreeNode } from './nodes';
import { showNotice } from './notifications';
import type { StageOffer } from './stageOffer';
import { stopNotice, type StopNotice } from './stopNotice';
import type { StageStore } from './store';

export interface RunNoticesParts {
  readonly store: StageStore;
  readonly log: vscode.LogOutputChannel;
}

export class RunNotices {
  private readonly told = new Set<string>();

  constructor(private readonly parts: RunNoticesParts) {}

  /** A run that this window drives grew. What came of those that a stage's run leads is told by that one. */
  changed(run: Run): void {
    if (!isLed(run, this.parts.store.map)) this.tellRest(run);
    for (const { key, notice } of checkpointNotices(run, vscode.l10n)) {
      if (this.told.has(key)) continue;
      this.told.add(key);
      this.tell(notice, undefined);
    }
  }

  /** Something was asked for and not done. @param about the row that it was asked for */
  refused({ code, detail }: Stop, about: TreeNode): void {
    const { title, severity, actions, diagnosis } = stopReason(code);
    const notice = { severity, actions, message: `${title}. ${diagnosis} ${detail}` };
    this.tell(notice, code === 'another_run_live' ? undefined : about);
  }

  /** Once; a run that goes on may come to rest again. */
  private tellRest(run: Run): void {
    if (run.phase === 'active') this.told.delete(run.id);
    if (run.phase === 'active' || this.told.has(run.id)) return;
    this.told.add(run.id);
    const notice = stopNotice(run, vscode.window.state.focused, vscode.l10n);
    if (notice) this.inBackground(this.withOffer(run, notice));
  }

  /** The plan is read anew: its last changes may not be on the map yet. */
  private async withOffer({ header, stop }: Run, notice: StopNotice): Promise<void> {
    const { stage, plan } = header;
    const isComplete = stage !== undefined && stopReason(stop?.code ?? '').family === 'success';
    const view = isComplete ? await this.planNow(plan) : undefined;
    const next = view && stage && (await offerAfter(view, stage.key));
    // What comes next is the first button; more than two besides leave no room for the words.
    const actions = notice.actions.filter((action) => action !== 'runNext').slice(0, 2);
    this.tell(next ? { ...notice, next, actions } : notice, nodeOfRun(header));
  }

  /** That a stage is complete is told whether or not its plan can be read. */
  private async planNow(plan: Run['header']['plan']): ReturnType<StageStore['planNow']> {
    try {
      return await this.parts.store.planNow(plan);
    } catch (error) {
      logError(this.parts.log, error);
      return undefined;
    }
  }

  private tell(notice: StopNotice, target: TreeNode | undefined): void {
    const act = async (action: string | StageOffer): Promise<void> => {
      if (typeof action === 'string') await vscode.commands.executeCommand(`stageRunner.${action}`, target);
      else await take(action);
    };
    this.inBackground(showNotice(notice, act));
  }

  private inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => {
      logError(this.parts.log, error);
    });
  }
}

/** What knows the formats' own words is loaded when the first stage ends. */
async function offerAfter(view: PlanView, stage: string): Promise<StageOffer | undefined> {
  const { stageOffer } = await import('./stageOffer');
  return stageOffer(view, stage, vscode.l10n);
}

async function take({ does }: StageOffer): Promise<void> {
  if ('run' in does) {
    await vscode.commands.executeCommand('stageRunner.reveal', does.run);
    await vscode.commands.executeCommand('stageRunner.runStage', does.run);
    return;
  }
  await vscode.env.clipboard.writeText(does.copy);
  const message = vscode.l10n.t('{0} is on the clipboard. Give it to your agent.', does.copy);
  void vscode.window.showInformationMessage(message);
}

/** Whether the run of a stage started it and is under way: then that one tells what came of it. */
function isLed({ header: { plan, parent } }: Run, map: StageMap): boolean {
  const stages = parent === undefined ? [] : (findPlan(map, plan.id)?.stages ?? []);
  return stages.some(({ lastRun }) => lastRun?.run.id === parent?.run && lastRun?.run.phase === 'active');
}
