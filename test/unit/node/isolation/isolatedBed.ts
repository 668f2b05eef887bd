/** A stage in a real repository, whose steps work side by side in worktrees of their own. */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AgentTask } from '../../../../src/core/agentTask';
import type { RunEvent } from '../../../../src/core/events';
import type { Gate } from '../../../../src/core/gateRecord';
import { CheckpointStore } from '../../../../src/node/checkpoints/checkpointStore';
import { gitCommand } from '../../../../src/node/checkpoints/gitCommand';
import { takeSnapshot } from '../../../../src/node/checkpoints/snapshot';
import { emptyRepo, type Repo } from '../checkpoints/repo';
import { leaveRecap, numberOf, StageBed, type BedStep } from '../runner/stageBed';
import { FakeAgents, result } from '../runner/world';

/** What a step leaves behind, by path; `undefined` deletes. */
export type Work = Readonly<Record<string, string | undefined>>;

const TWO: Readonly<Record<string, BedStep>> = { '01': { batch: 1 }, '02': { batch: 1 } };

export class IsolatedBed extends StageBed {
  readonly repo: Repo;
  private checkpointIds = 0;

  /** @param work what the agent of each step does, by number */
  constructor(
    private readonly work: Readonly<Record<string, Work>>,
    files: Readonly<Record<string, string>> = {},
    steps: Readonly<Record<string, BedStep>> = TWO,
  ) {
    super(steps);
    this.repo = emptyRepo(this.world.folder).write(files).commit('Start');
    this.world.isolation = 'worktree';
    const store = this.checkpoints();
    this.world.checkpoints = {
      when: () => 'batch',
      take: (request) => store.take(request),
      list: () => store.list(),
    };
    this.automatic();
  }

  /** Agents that know nothing of what was begun before, as after a reboot. */
  renewAgents(): void {
    this.world.agents = new FakeAgents();
    this.automatic();
  }

  private automatic(): void {
    this.world.agents.auto = (task) => {
      this.carryOut(task);
      return result('complete');
    };
  }

  private carryOut(task: AgentTask): void {
    const top = join(task.plan.root, '..');
    for (const [name, text] of Object.entries(this.work[numberOf(task.step.key)] ?? {})) {
      const file = join(top, name);
      if (text === undefined) rmSync(file, { force: true });
      else {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
    }
    leaveRecap(task);
  }

  private checkpoints(): CheckpointStore {
    return new CheckpointStore({
      dataFolder: this.world.data,
      tool: { name: 'stage-runner', version: '0' },
      settings: () => ({ maxFileSize: 10, tagPrefix: '' }),
      now: () => this.world.tick(),
      newId: () => `c${String(++this.checkpointIds)}`,
      top: this.world.folder,
      git: gitCommand,
      snapshot: takeSnapshot,
    });
  }

  get worktreesFolder(): string {
    return this.world.worktrees;
  }

  /** The worktrees that lie there. */
  worktrees(): string[] {
    return existsSync(this.worktreesFolder) ? readdirSync(this.worktreesFolder).sort() : [];
  }

  /** The top folder of the worktree in which a step's last run works. */
  worktreeOf(id: string, number: string): string {
    return this.child(id, number).header.isolated?.worktree ?? '';
  }

  /** Refs of ours that are no checkpoints. */
  refs(): string[] {
    return this.repo
      .git('for-each-ref', '--format=%(refname)', 'refs/stage-runner/worktrees')
      .split('\n')
      .filter(Boolean);
  }

  /** What no merge may change: index, HEAD, branches, stash. */
  own(): string[] {
    const { repo } = this;
    return [
      repo.git('ls-files', '--stage'),
      repo.git('rev-parse', 'HEAD'),
      repo.git('branch', '--list'),
      repo.git('stash', 'list'),
    ];
  }

  events(id: string): readonly RunEvent[] {
    return this.window.store.events(id);
  }

  answer(gate: Gate, choice: string): Promise<unknown> {
    return this.window.answer(gate, choice);
  }

  clear(path: string): void {
    rmSync(path, { recursive: true, force: true });
  }
}
