/** One runner per workspace folder: a run belongs to a folder, whose settings and terminals it uses. */
import { join, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { Run } from '../core/run';
import type { StagePolicy } from '../core/batch/policy';
import type { StageView, StepView } from '../core/status';
import type { Stop } from '../core/stops';
import type { Refused, Runner } from '../node/runner/runner';
import { automaticCheckpoints } from './checkpoints/port';
import type { CheckpointShelf } from './checkpoints/shelf';
import { editorHost } from './host';
import { nodeOfRun, type TreeNode } from './nodes';
import { protocolSetting } from './settings';
import type { StageStore } from './store';

export interface RunnersParts {
  readonly store: StageStore;
  readonly checkpoints: CheckpointShelf;
  readonly extensionPath: string;
  /** Identifies this window. */
  readonly window: string;
  /** A run that this window drives grew. */
  runChanged(run: Run): void;
  /** Something was asked for and not done; `about` is the row that it was asked for. */
  refused(stop: Stop, about: TreeNode): void;
  problem(error: Error): void;
}

export class Runners {
  private readonly runners = new Map<string, Promise<Runner>>();
  private readonly made = new Map<string, Runner>();

  constructor(private readonly parts: RunnersParts) {}

  /** Who works in a folder, for the record. */
  async who(folder: string): Promise<string> {
    const { userName } = await import('../node/git');
    return userName(folder);
  }

  /** Takes up what an earlier window left in every folder that has a plan; each folder once. Needs trust. */
  async pickUp(): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    const folders = new Set(this.parts.store.map.plans.map(({ plan }) => plan.folder));
    await Promise.all([...folders].map((folder) => this.runnerOf(folder)));
  }

  async start({ plan: planId, step }: StepView): Promise<void> {
    const plan = this.parts.store.plan(planId)?.plan;
    if (!plan) return;
    const runner = await this.runnerOf(plan.folder);
    const by = await this.who(plan.folder);
    const protocolFile = protocolFileOf(plan.folder);
    const request = { plan, step, by, ...(protocolFile !== undefined && { protocolFile }) };
    await this.told(await runner.start(request), { kind: 'step', plan: plan.id, step: step.key });
  }

  /** Starts a run of a whole stage; why not is told. */
  async startStage(planId: string, { stage }: StageView, policy: StagePolicy): Promise<void> {
    const plan = this.parts.store.plan(planId)?.plan;
    if (!plan) return;
    const runner = await this.runnerOf(plan.folder);
    const by = await this.who(plan.folder);
    const stepProtocol = protocolFileOf(plan.folder);
    const request = { plan, stage, policy, by, ...(stepProtocol !== undefined && { stepProtocol }) };
    await this.told(await runner.startStage(request), { kind: 'stage', plan: plan.id, stage: stage.key });
  }

  /** Whether it goes on; why not is told, and the map may show it a moment later. @param policy how the run of a stage goes on, where that is another than before */
  async resume({ id, header }: Run, policy?: StagePolicy): Promise<boolean> {
    const runner = await this.runnerOf(header.folder);
    const answer = await runner.resume(id, await this.who(header.folder), policy);
    this.refuse(answer, nodeOfRun(header));
    return 'run' in answer;
  }

  /** Resolves when nothing of the run is left working, and the map shows it. */
  async stop({ id, header }: Run): Promise<void> {
    const runner = await this.runnerOf(header.folder);
    await this.told(await runner.stop(id, await this.who(header.folder)), nodeOfRun(header));
  }

  /** The run of a stage comes to rest after the batch that it is at; whether, and why not is told. */
  stopAfterBatch(run: Run): Promise<boolean> {
    return this.tell(run, (by) => ({ type: 'stop_asked', by }));
  }

  /**
   * The run of a stage leaves a step out, and stops it if it is at work; whether, and why not is told.
   * @param step `Step.key`
   */
  skipStep(run: Run, step: string, reason: string): Promise<boolean> {
    return this.tell(run, (by) => ({ type: 'step_skipped', step, reason, by }));
  }

  /**
   * The run of a stage asks about the commit of a step before the checkpoint of its batch; whether, and why not is told.
   * @param step `Step.key`
   */
  commitStep(run: Run, step: string): Promise<boolean> {
    return this.tell(run, (by) => ({ type: 'commit_asked', step, by }));
  }

  /** Whether this window drives a run. */
  drives({ id, header }: Run): boolean {
    return this.made.get(header.folder)?.drives(id) ?? false;
  }

  /** The id of the run that is at work in the worktree of a folder, driven by whatever window. */
  async liveRun(folder: string, worktree: string): Promise<string | undefined> {
    return (await this.runnerOf(folder)).liveRun(worktree);
  }

  /** Gives every run up without ending it: the next window picks them up. */
  async dispose(): Promise<void> {
    const runners = await Promise.all(this.runners.values());
    await Promise.all(runners.map((runner) => runner.dispose()));
  }

  private async tell(
    { id, header }: Run,
    wish: (by: string) => Parameters<Runner['tell']>[1],
  ): Promise<boolean> {
    const runner = await this.runnerOf(header.folder);
    const answer = await runner.tell(id, wish(await this.who(header.folder)));
    await this.told(answer, nodeOfRun(header));
    return 'run' in answer;
  }

  /** Resolves when the map shows what came of it, so that whoever looks next finds it. */
  private async told(answer: { readonly run: string } | Refused, about: TreeNode): Promise<void> {
    this.refuse(answer, about);
    await this.parts.store.whenShown();
  }

  private refuse(answer: { readonly run: string } | Refused, about: TreeNode): void {
    if ('refused' in answer) this.parts.refused(answer.refused, about);
  }

  private runnerOf(folder: string): Promise<Runner> {
    const known = this.runners.get(folder);
    if (known) return known;
    const made = this.make(folder);
    this.runners.set(folder, made);
    // One that could not be made is made again when it is needed again.
    made.catch(() => this.runners.delete(folder));
    return made;
  }

  private async make(folder: string): Promise<Runner> {
    // The runner brings parsers and git with it: they load when they are first needed.
    const [{ Runner }, { agentPort }] = await Promise.all([
      import('../node/runner/runner'),
      import('./agents'),
    ]);
    const { store, checkpoints, extensionPath, window } = this.parts;
    const host = editorHost({
      folder,
      window,
      who: () => this.who(folder),
      agents: () => agentPort(folder, extensionPath),
      checkpoints: automaticCheckpoints(checkpoints, folder),
      planNow: (plan) => store.planNow(plan),
      runChanged: (run) => {
        this.parts.runChanged(run);
      },
      problem: (error) => {
        this.parts.problem(error);
      },
    });
    const runner = new Runner({
      store: await store.runStoreFor(folder),
      host,
      builtinProtocol: join(extensionPath, 'media', 'protocols', 'step.yaml'),
    });
    this.made.set(folder, runner);
    await runner.pickUp(folder);
    return runner;
  }
}

/** A team's own protocol for steps, absolute. */
function protocolFileOf(folder: string): string | undefined {
  const protocol = protocolSetting(folder);
  return protocol === undefined ? undefined : resolve(folder, protocol);
}
