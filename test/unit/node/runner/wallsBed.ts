/** A stage of walls in a repository, carried out by agents and a person who do the same whenever they are asked again. */
import assert from 'node:assert/strict';
import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AgentOutcome } from '../../../../src/core/agentResult';
import type { AgentTask } from '../../../../src/core/agentTask';
import type { Gate } from '../../../../src/core/gateRecord';
import { isInterruption } from '../../../../src/core/stops';
import { leaveRecap, RennBed } from './rennBed';
import { gateText, NAMES, proofText, wallFile, wallFiles, type Wall, type Walls } from './walls';
import { FakeAgents, result, STEP_PROTOCOL, type Window } from './world';

/** After so many rests the person leaves the stage as it is. */
const MOST_RESTS = 4;

/** The run that closes the gaps. */
const CLOSURE = '09';
const CLOSING: Wall = { batch: 1 };

export class WallsBed extends RennBed {
  constructor(private readonly walls: Walls) {
    super();
    if (walls.isolated) this.world.isolation = 'worktree';
  }

  /** The project, and a window that nothing runs in. */
  async prepare(): Promise<void> {
    this.agents(this.world.agents);
    await this.open(wallFiles(this.walls));
    void this.answer(this.window);
  }

  async begin(): Promise<void> {
    await this.startStage(this.walls.policy);
    await this.toTheEnd();
  }

  /** The run of the stage. */
  get id(): string {
    const run = this.window.store.runs().find(({ header }) => header.stage);
    assert.ok(run);
    return run.id;
  }

  /** A new window. @param agents those that it finds */
  async reopen(agents: FakeAgents): Promise<Window> {
    this.agents(agents);
    this.window = await this.world.window(STEP_PROTOCOL);
    void this.answer(this.window);
    return this.window;
  }

  /** Has the stage go on after each rest, until it is over or the person has had enough. */
  async toTheEnd(): Promise<void> {
    const { runner, store } = this.window;
    for (;;) {
      await runner.settled(this.id);
      const { phase, stop } = store.run(this.id) ?? {};
      if (phase !== 'stopped' || stop === undefined) return;
      const rests = store
        .events(this.id)
        .filter((event) => event.type === 'run_stopped' && !isInterruption(event.stop.code));
      if (!isInterruption(stop.code) && rests.length >= MOST_RESTS) return;
      if (stop.code === 'gaps_found' && this.walls.closesGaps) this.planClosure();
      await runner.resume(this.id, 'Ada');
    }
  }

  /** As the tool does. */
  private planClosure(): void {
    this.world.write(wallFile(this.walls, CLOSURE, CLOSING, ['gap_closure: true']));
  }

  private agents(agents: FakeAgents): void {
    agents.auto = (task) => (task.role === 'auditor' ? this.audit() : this.build(task));
    this.world.agents = agents;
  }

  private audit(): AgentOutcome {
    const { dir, words } = NAMES[this.walls.format];
    const file = `${dir}/01-${words.proof}.md`;
    const isClosed = this.world.has(`${dir}/01-${CLOSURE}-${words.recap}.md`);
    const items = isClosed ? [] : this.walls.items;
    this.world.write({ [file]: proofText(items) });
    // A person's word counts for a report that is older, and the clock of the test is far behind that of the disk.
    const now = this.world.tick();
    if (items.length > 0) utimesSync(join(this.world.folder, file), now, now);
    return result('complete', 'Audited.');
  }

  /** As the contract has it: what was done before is not done again. */
  private build(task: AgentTask): AgentOutcome {
    const number = task.step.number.slice(-2);
    const wall = number === CLOSURE ? CLOSING : this.walls.runs[number];
    if (wall === undefined) throw new Error(`No wall ${number}`);
    const top = dirname(task.plan.root);
    const commit = this.leave(top, `${number}.txt`, `feat(01-${number}): build`);
    const { state } = NAMES[this.walls.format];
    if (wall.strays) writeFileSync(join(task.plan.root, state), 'The agent was here.\n');
    if (wall.gate !== undefined && this.said(task.run, GATES).length < answersTo(wall).length) {
      const raised = {
        type: wall.gate,
        title: 'Look',
        details: gateText(number, wall.gate, commit),
        options: [],
      };
      return { kind: 'result', result: { status: 'gate', summary: '', fields: {}, gate: raised } };
    }
    const { attempt } = this.window.store.run(task.run)?.header ?? {};
    if ((attempt ?? 1) <= (wall.fails ?? 0)) return result('failed', 'It fell over.');
    leaveRecap(task, `Wall ${number} stands`);
    return result('complete', 'Built.');
  }

  /** Commits a file that is not there yet; where there is a worktree, its merge is what takes it over. */
  private leave(top: string, file: string, message: string): string {
    const isThere = existsSync(join(top, file));
    if (top !== this.world.folder) {
      writeFileSync(join(top, file), `${message}\n`);
      return '-';
    }
    return isThere ? this.git('log', '-1', '--format=%h', '--', file) : this.commit(file, message);
  }

  private async answer(window: Window): Promise<void> {
    for (;;) {
      const gate = await window.gates.take();
      await window.answer(gate, this.choice(gate));
    }
  }

  private choice({ run, title, step }: Gate): string {
    const { runs, items, failed = [] } = this.walls;
    const told = (of: readonly string[], titles: readonly string[]): string | undefined =>
      of[this.said(run, titles).length] ?? of.at(-1);
    if (title === 'Item to judge') return told(items, ['Item to judge']) ?? '?';
    if (title === 'Runs failed') return told(failed, ['Runs failed']) ?? 'continue';
    const always = {
      'Runs blocked': 'leave them out',
      'State file missing': 'reconstruct',
      'Gaps to close': 'run gaps only',
    }[title];
    if (always !== undefined) return always;
    const wall = runs[step.number.slice(-2)];
    return wall && GATES.includes(title) ? (told(answersTo(wall), GATES) ?? '?') : 'stop';
  }

  /** What was answered in a run at gates with these titles. */
  private said(run: string, titles: readonly string[]): string[] {
    const gates = this.window.store.run(run)?.gates ?? [];
    return gates.flatMap(({ gate, answer }) =>
      answer && titles.includes(gate.title) ? [answer.choice] : [],
    );
  }
}

/** The gates that an agent of a run raises. */
const GATES = ['Verification required', 'Decision required', 'Action required'];

function answersTo({ gate, answers }: Wall): readonly string[] {
  const plain = { 'human-verify': 'approved', decision: 'brick', 'human-action': 'done' };
  return answers ?? (gate === undefined ? [] : [plain[gate]]);
}
