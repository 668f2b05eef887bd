/** A renn project with git in a world, whose runs are carried out by an agent that the test steers. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { StagePolicy } from '../../../../src/core/batch/policy';
import type { AgentTask } from '../../../../src/core/agentTask';
import type { Plan } from '../../../../src/core/plan';
import { stageMap } from '../../../../src/core/stageMap';
import { result, STEP_PROTOCOL, World, type Call, type Window } from './world';

export const ONE_BY_ONE: StagePolicy = { parallel: 1, stopAfter: 'stage' };

export const TRACK = `# Track: Walls

- [ ] **Stage 1: Walls** - four of them
- [ ] **Stage 2: Roof** - one

### Stage 1: Walls

**Goal**: Walls that stand.

Runs:
- [ ] 01-01: the first
- [ ] 01-02: the second

## Progress

| Stage | Runs Complete | Status | Completed |
| ----- | ------------- | ------ | --------- |
| 1. Walls | 0/2 | Not started | - |
| 2. Roof | 0/0 | Not started | - |
`;

export const PULSE = `# Pulse

## Current Position

Stage: 1 of 2 (Walls)
Run: Not started
Status: Ready to execute
Last activity: 2026-01-01 - planned
Progress: [░░░░░░░░░░] 0%

## Session Continuity

Last session: 2026-01-01
Stopped at: planning
Resume file: None
`;

export function runFile(number: string, batch: number, file: string, dependsOn = ''): string {
  return `---
stage: 01-walls
run: ${number}
type: execute
batch: ${batch}
depends_on: [${dependsOn}]
files_modified: [${file}]
autonomous: true
---

<objective>
Build wall ${number} of the house.
</objective>
`;
}

export const STAGE = '.renn/stages/01-walls';

/** A project of one stage with two runs in one batch. */
export const PROJECT: Readonly<Record<string, string>> = {
  '.renn/track.md': TRACK,
  '.renn/pulse.md': PULSE,
  [`${STAGE}/01-01-run.md`]: runFile('01', 1, 'a.txt'),
  [`${STAGE}/01-02-run.md`]: runFile('02', 1, 'b.txt'),
};

export class RennBed {
  readonly world = new World();
  window!: Window;

  async open(files: Readonly<Record<string, string>> = PROJECT): Promise<this> {
    this.world.write({ '.gitignore': '.stage-runner/\n', ...files });
    for (const args of [
      ['init', '--quiet', '--initial-branch=main', '--template='],
      ['config', 'user.name', 'Ada'],
      ['config', 'user.email', 'ada@example.org'],
      ['add', '--all'],
      ['commit', '--quiet', '--message', 'Begin'],
    ])
      this.git(...args);
    this.window = await this.world.window(STEP_PROTOCOL);
    return this;
  }

  async close(): Promise<void> {
    await this.window.runner.dispose();
    this.world.remove();
    assert.deepEqual(this.window.problems, []);
  }

  /** The window goes away, and another one takes up what it left. */
  async crash(): Promise<void> {
    this.window.crash();
    this.window = await this.world.window(STEP_PROTOCOL);
    await this.window.runner.pickUp(this.world.folder);
  }

  git(...args: readonly string[]): string {
    return execFileSync('git', args, { cwd: this.world.folder, encoding: 'utf8' }).trim();
  }

  /** Commits a file and gives the hash. */
  commit(file: string, message: string): string {
    this.world.write({ [file]: `${message}\n` });
    this.git('add', file);
    this.git('commit', '--quiet', '--message', message);
    return this.git('rev-parse', '--short', 'HEAD');
  }

  async plan(): Promise<Plan> {
    const plan = (await this.world.readPlans()).find(({ format }) => ['renn', 'gsd'].includes(format));
    assert.ok(plan);
    return plan;
  }

  async startStage(policy: StagePolicy = ONE_BY_ONE): Promise<string> {
    const plan = await this.plan();
    const [stage] = plan.stages;
    assert.ok(stage);
    const started = await this.window.runner.startStage({ plan, stage, policy, by: 'Ada' });
    assert.ok('run' in started, JSON.stringify(started));
    return started.run;
  }

  /** Starts the run of the stage's first step. */
  async startRun(): Promise<string> {
    const plan = await this.plan();
    const step = plan.stages[0]?.steps[0];
    assert.ok(step);
    const started = await this.window.runner.start({ plan, step, by: 'Ada' });
    assert.ok('run' in started, JSON.stringify(started));
    return started.run;
  }

  /** How the first stage stands on the map. */
  async stageStatus(): Promise<string | undefined> {
    const runs = this.window.store.runs().map((run) => ({ run, driven: false }));
    const map = stageMap({ plans: [await this.plan()], runs, statusLog: [] });
    return map.plans[0]?.stages[0]?.status;
  }

  next(): Promise<Call> {
    return this.world.agents.next();
  }

  /** Ends an attempt with a recap. */
  finish(call: Call, built = 'The wall stands'): void {
    leaveRecap(call.task, built);
    call.end(result('complete', built));
  }

  notes(run: string): string[] {
    return this.window.store.events(run).flatMap((event) => {
      if (event.type === 'note') return [event.text];
      return event.type === 'node_left' && event.note !== undefined ? [event.note] : [];
    });
  }
}

export function leaveRecap({ handoff, step }: AgentTask, built: string): void {
  mkdirSync(dirname(handoff), { recursive: true });
  writeFileSync(
    handoff,
    `---\nstage: 01-walls\n---\n\n# Stage 1 Run ${step.number}: Recap\n\n**${built}.**\n`,
  );
}
