/** A plan of okstra in a git repository, and an executor and a reviewer that do what a test says. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentOutcome } from '../../../../src/core/agentResult';
import type { AgentTask } from '../../../../src/core/agentTask';
import type { StagePolicy } from '../../../../src/core/batch/policy';
import type { Plan } from '../../../../src/core/plan';
import type { Run } from '../../../../src/core/run';
import { stageMap } from '../../../../src/core/stageMap';
import { PlanScanner } from '../../../../src/node/plans/scanner';
import { DEFAULT_EXCLUDE, DEFAULT_INCLUDE } from '../../../../src/node/plans/defaults';
import { LOG, planText, read, REPORT, reportOf, type StageParts } from '../../core/formats/okstra/text';
import { result, STEP_PROTOCOL, World, type Window } from './world';

export const TASK = '.okstra/task';

export const WHOLE: StagePolicy = { parallel: 4, stopAfter: 'stage' };

/** Two runs by okstra's rule: 1 and 2, then 3 and 4. */
export const STAGES: readonly StageParts[] = [
  { number: 1, title: 'Base', steps: 4 },
  { number: 2, title: 'Words', steps: 4 },
  { number: 3, title: 'Both', needs: '1, 2', steps: 2, files: ['src/part3.ts', 'src/part1.ts'] },
  { number: 4, title: 'End', needs: '1', steps: 1 },
].map((stage) => ({ ...stage, post: `node check.mjs ${stage.number}` }));

const CHECK = `import { readFileSync } from 'node:fs';
const text = readFileSync('src/part' + process.argv[2] + '.ts', 'utf8');
if (!text.includes('good')) { console.error('part ' + process.argv[2] + ' is not good'); process.exit(1); }
`;

export class OkstraBed {
  readonly world = new World();
  window!: Window;
  /** What the executor does for a stage, unless a test says otherwise. */
  execute: (stage: number, task: AgentTask) => AgentOutcome = (stage) => this.good(stage);
  review: () => AgentOutcome = () =>
    result('complete', 'Read.', { verdict: 'accepted', review_report: 'No findings.' });

  readonly protocol = STEP_PROTOCOL;
  private readonly task: string;

  /** @param inner the folder that holds the plan, ending with `/` where it is not the workspace folder itself */
  constructor(stages: readonly StageParts[] = STAGES, inner = '') {
    const { world } = this;
    this.task = `${inner}${TASK}`;
    world.write({
      [`${this.task}/${REPORT}`]: reportOf(stages),
      'check.mjs': CHECK,
      'src/part1.ts': 'old\n',
      '.gitignore': '.stage-runner/\n',
    });
    this.git('init', '-q', '-b', 'main');
    this.commit('Plan it');
    world.agents.auto = (task) =>
      task.node === 'implement' ? this.execute(Number(task.step.key), task) : this.review();
  }

  async open(): Promise<Window> {
    this.window = await this.world.window(this.protocol);
    return this.window;
  }

  async close(): Promise<void> {
    await this.window.runner.dispose();
    this.world.remove();
    assert.deepEqual(this.window.problems, []);
  }

  git(...args: readonly string[]): string {
    const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-c', 'commit.gpgsign=false'];
    return execFileSync('git', [...who, ...args], { cwd: this.world.folder, encoding: 'utf8' });
  }

  commit(message: string): void {
    this.git('add', '-A');
    this.git('commit', '-q', '-m', message);
  }

  /** The work of a stage, and its evidence. */
  good(stage: number, more = ''): AgentOutcome {
    this.world.write({ [`src/part${stage}.ts`]: `good ${stage}\n` });
    return result('complete', `Built part ${stage}.`, { report: evidence(stage) + more });
  }

  async plan(folder = this.world.folder): Promise<Plan> {
    const scanner = new PlanScanner({
      folders: [folder],
      include: DEFAULT_INCLUDE,
      exclude: DEFAULT_EXCLUDE,
      isIgnored: () => Promise.resolve(new Set()),
    });
    const plan = (await scanner.scan()).find(({ format }) => format === 'okstra');
    assert.ok(plan);
    return plan;
  }

  async start(policy: StagePolicy = WHOLE, window = this.window, folder?: string): Promise<string> {
    const plan = await this.plan(folder);
    const [stage] = plan.stages;
    assert.ok(stage);
    const started = await window.runner.startStage({ plan, stage, policy, by: 'Ada' });
    assert.ok('run' in started, JSON.stringify(started));
    return started.run;
  }

  run(id: string): Run {
    const run = this.window.store.run(id);
    assert.ok(run);
    return run;
  }

  /** `ended stage_complete`. */
  async rest(id: string): Promise<string> {
    await this.window.runner.settled(id);
    const { phase, stop } = this.run(id);
    return `${phase} ${stop?.code ?? ''}`;
  }

  batches(id: string): string[] {
    return this.run(id).batches.map(
      ({ batch, results }) =>
        `${batch}: ${(results ?? []).map(({ step, outcome }) => `${step} ${outcome}`).join(', ')}`,
    );
  }

  /** The batches on the map: `1: 1 2`. */
  async map(): Promise<string[]> {
    const runs = this.window.store.runs().map((run) => ({ run, driven: run.phase === 'active' }));
    const { plans } = stageMap({ plans: [await this.plan()], runs, statusLog: [] });
    const batches = plans[0]?.stages[0]?.batches ?? [];
    return batches.map(({ key, steps }) => `${key}: ${steps.map(({ step }) => step.key).join(' ')}`);
  }

  /** `started 1 by id0001`. */
  rows(): string[] {
    return this.text(LOG)
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { status: string; stage: number; impl_task_key: string })
      .map(
        ({ status, stage, impl_task_key }) => `${status} ${stage} by ${impl_task_key.split('/')[1] ?? ''}`,
      );
  }

  text(name: string): string {
    return this.world.read(`${this.task}/${name}`);
  }

  /** The files that lie in the plan's folder, sorted. */
  files(): string[] {
    const root = join(this.world.folder, this.task);
    return readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(root, name)).isFile())
      .map((name) => name.replaceAll('\\', '/'))
      .sort();
  }

  /** What the format's own reader makes of the files: `1 complete runs/implementation/carry/stage-1.json`. */
  shown(): string[] {
    const root = join(this.world.folder, this.task);
    const files = Object.fromEntries(
      this.files().map((name) => [name, readFileSync(join(root, name), 'utf8')]),
    );
    const plan = read(files, { root, folder: this.world.folder });
    assert.ok(planText(plan).length > 0);
    return plan.stages.flatMap(({ steps }) =>
      steps.map(({ key, mark, evidence: found }) => {
        const file = found && 'file' in found ? found.file.slice(root.length + 1) : 'nothing';
        return `${key} ${mark} ${file.replaceAll('\\', '/')}`;
      }),
    );
  }
}

export function evidence(stage: number): string {
  return `### Stage Carry Evidence\n\n\`\`\`json\n{ "stage": ${stage}, "identifiers": ["Part${stage}"] }\n\`\`\`\n`;
}
