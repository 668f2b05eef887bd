/** A stage of prompts in a real repository, carried out by an agent that the test steers. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StagePolicy } from '../../../../src/core/batch/policy';
import type { AgentOutcome } from '../../../../src/core/agentResult';
import type { AgentTask } from '../../../../src/core/agentTask';
import type { Gate } from '../../../../src/core/gateRecord';
import type { Plan } from '../../../../src/core/plan';
import type { Run } from '../../../../src/core/run';
import { CheckpointStore } from '../../../../src/node/checkpoints/checkpointStore';
import { gitCommand } from '../../../../src/node/checkpoints/gitCommand';
import { takeSnapshot } from '../../../../src/node/checkpoints/snapshot';
import { CommitLog } from '../../../../src/node/plans/commitLog';
import { DEFAULT_EXCLUDE, DEFAULT_INCLUDE } from '../../../../src/node/plans/defaults';
import { PlanScanner } from '../../../../src/node/plans/scanner';
import { FakeAgents, result, STEP_PROTOCOL, World, type Window } from './world';

export const REPORTS = 'skills-foundry/reports/stage2';
const CHECK = `import { readdirSync, readFileSync } from 'node:fs';
const bad = readdirSync('src').filter((name) => readFileSync('src/' + name, 'utf8').includes('broken'));
if (bad.length > 0) { console.error('broken: ' + bad.join(', ')); process.exit(1); }
`;

/** What a prompt's agent does to the files of the project. */
export type Work = Readonly<Record<string, string>>;

export class PromptsBed {
  readonly world = new World();
  readonly checkpoints: CheckpointStore;
  window!: Window;
  /** By the prompt's number; each attempt takes the next, the last stays. Without one a file of its own is written. */
  readonly works: Record<string, Work[]> = {};
  /** Numbers in the order in which agents were begun. */
  readonly begun: string[] = [];
  private safeties = 0;

  /** @param numbers `01 02 03` */
  constructor(
    private readonly numbers: string,
    { git = true, tagPrefix = 'cp' }: { git?: boolean; tagPrefix?: string } = {},
  ) {
    const { world } = this;
    for (const number of numbers.split(' '))
      world.write({ [`.prompts/PROMPT_${number}.txt`]: `Title: Part ${number}\n\nWrite part ${number}.\n` });
    const rows = numbers
      .split(' ')
      .map((number, at) => `${at + 1}. \`PROMPT_${number}.txt\` - part ${number}`);
    world.write({
      '.prompts/PROMPT_STAGE2_MANIFEST.md': `# Stage 2\n\n${rows.join('\n')}\n`,
      'src/shared.txt': Array.from({ length: 30 }, (_, line) => `line ${line + 1}\n`).join(''),
      'check.mjs': CHECK,
      '.gitignore': '.stage-runner\n',
    });
    if (git) {
      this.git('init', '--quiet', '--initial-branch', 'main');
      this.git('config', 'user.name', 'Grace');
      this.git('config', 'user.email', 'grace@localhost');
      this.commitAll('Start');
    }
    world.checks = { test: 'node check.mjs' };
    this.checkpoints = new CheckpointStore({
      dataFolder: world.data,
      tool: { name: 'stage-runner', version: '0' },
      settings: () => ({ maxFileSize: 10, tagPrefix }),
      now: () => world.tick(),
      newId: () => `safety${++this.safeties}`,
      top: world.folder,
      git: gitCommand,
      snapshot: takeSnapshot,
    });
    const { checkpoints } = this;
    world.checkpoints = {
      when: () => 'batch',
      wantsMarkers: () => tagPrefix !== '',
      take: (request) => checkpoints.take(request),
      list: () => checkpoints.list(),
      preview: (id) => checkpoints.preview(id),
      restore: (...args) => checkpoints.restore(...args),
    };
    const log = new CommitLog(gitCommand);
    world.readPlans = () =>
      new PlanScanner({
        folders: [world.folder],
        include: DEFAULT_INCLUDE,
        exclude: DEFAULT_EXCLUDE,
        isIgnored: () => Promise.resolve(new Set()),
        commits: (folder) => log.of(folder),
      }).scan();
    this.newAgents();
  }

  newAgents(): void {
    this.world.agents = new FakeAgents();
    this.world.agents.auto = (task) => this.carryOut(task);
  }

  /** What the agent of a prompt does, and its answer. */
  carryOut(task: AgentTask): AgentOutcome {
    const number = task.step.number;
    this.begun.push(number);
    const works = this.works[number] ?? [{ [`src/${number}.txt`]: `part ${number}\n` }];
    const [work = {}] = works.length > 1 ? works.splice(0, 1) : works;
    this.write(work);
    return result('complete', `Part ${number} is there.`, { verified: ['node check.mjs: exit 0'] });
  }

  write(files: Work): void {
    for (const [name, text] of Object.entries(files)) {
      const file = join(this.world.folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  git(...args: string[]): string {
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' };
    return execFileSync('git', args, { cwd: this.world.folder, env, encoding: 'utf8' }).trimEnd();
  }

  chmod(name: string): void {
    chmodSync(join(this.world.folder, name), 0o755);
  }

  commitAll(message: string): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '-m', message);
  }

  async open(): Promise<void> {
    this.window = await this.world.window(STEP_PROTOCOL);
  }

  async close(): Promise<void> {
    await this.window.runner.dispose();
    this.world.remove();
    assert.deepEqual(this.window.problems, []);
  }

  async plan(): Promise<Plan> {
    const plan = (await this.world.readPlans()).find(({ format }) => format === 'prompts');
    assert.ok(plan);
    return plan;
  }

  async start(policy: Partial<StagePolicy> = {}): Promise<string> {
    const plan = await this.plan();
    const stage = plan.stages.find(({ key }) => key === 'stage2');
    assert.ok(stage, JSON.stringify(plan.stages.map(({ key }) => key)));
    const whole = { parallel: 1, stopAfter: 'stage', ...policy } as const;
    const started = await this.window.runner.startStage({ plan, stage, policy: whole, by: 'Ada' });
    assert.ok('run' in started, JSON.stringify(started));
    return started.run;
  }

  async answer(title: string, choice: string): Promise<Gate> {
    const gate = await this.window.gates.take();
    assert.equal(gate.title, title, gate.question);
    await this.window.answer(gate, choice);
    return gate;
  }

  /** Waits for the end of the work, and gives its stop. */
  async rest(id: string): Promise<string> {
    await this.window.runner.settled(id);
    const { phase, stop } = this.run(id);
    return `${phase} ${stop?.code ?? ''}${stop && stop.code !== 'stage_complete' ? `: ${stop.detail}` : ''}`;
  }

  run(id: string): Run {
    const run = this.window.store.run(id);
    assert.ok(run);
    return run;
  }

  /** `1: 01 done, 02 failed`, a row each. */
  batches(id: string): string[] {
    return this.run(id).batches.map(
      ({ number, steps, results }) =>
        `${number}: ${steps
          .map(({ key }) => {
            const outcome = results?.find(({ step }) => step === key)?.outcome ?? '-';
            return `${key.replace('PROMPT_', '')} ${outcome}`;
          })
          .join(', ')}`,
    );
  }

  read(name: string): string {
    return readFileSync(join(this.world.folder, name), 'utf8');
  }

  has(name: string): boolean {
    return existsSync(join(this.world.folder, name));
  }

  /** The bullet of a run log. */
  logged(number: string, bullet = 'status'): string | undefined {
    const text = this.read(`.prompts/run-logs/stage2/PROMPT_${number}.md`);
    return new RegExp(`^- ${bullet}: \`(.*)\`$`, 'm').exec(text)?.[1];
  }
}
