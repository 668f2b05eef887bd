/** A stage of a renn plan in a world, whose steps are carried out by an agent that the test steers. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { AgentTask } from '../../../../src/core/agentTask';
import type { StagePolicy } from '../../../../src/core/batch/policy';
import type { AgentOutcome } from '../../../../src/core/agentResult';
import type { Gate } from '../../../../src/core/gateRecord';
import { stepsOf, type Plan, type Step } from '../../../../src/core/plan';
import type { Run } from '../../../../src/core/run';
import { FakeAgents, Queue, result, World, type Call, type Window } from './world';

/** An agent, and nothing else: a gate is what the agent raises. */
const STEP = `name: work
start: work
nodes:
  work: { type: agent, agent: coder, prompt: Do it, next: done }
  done: { type: end, output: STEP_COMPLETE }
`;
const PROTOCOLS = resolve(__dirname, '../../../../media/protocols/step.yaml');

export interface BedStep {
  readonly batch: number;
  /** Steps of the stage, or of another: `02-01`. */
  readonly needs?: readonly string[];
  /** What it says it changes. */
  readonly files?: readonly string[];
  /** Planned to close gaps. */
  readonly gap?: true;
}

export const PARALLEL: StagePolicy = { parallel: 3, stopAfter: 'stage' };
export const ONE_BY_ONE: StagePolicy = { parallel: 1, stopAfter: 'stage' };

export class StageBed {
  readonly world = new World();
  window!: Window;
  readonly stepProtocol = join(this.world.folder, 'work.yaml');
  /** Attempts by the number of their step: `02`. */
  private readonly calls = new Map<string, Queue<Call>>();

  /** @param steps by number: `01` */
  constructor(private readonly steps: Readonly<Record<string, BedStep>>) {
    this.world.write({ 'work.yaml': STEP });
    for (const [number, { batch, needs = [], files = [`src/${number}.txt`], gap }] of Object.entries(steps)) {
      const head = [
        `batch: ${batch}`,
        `depends_on: [${needs.map((need) => `"${need.length === 2 ? `01-${need}` : need}"`).join(', ')}]`,
        `files_modified: [${files.join(', ')}]`,
        ...(gap ? ['gap_closure: true'] : []),
      ];
      const text = `---\n${head.join('\n')}\n---\n<objective>\nBuild part ${number} of it.\n</objective>\n`;
      this.world.write({ [this.planFile(number)]: text });
    }
    // Its files are renn's, whose own protocols do more than these tests are about.
    const read = this.world.readPlans;
    this.world.readPlans = async () => (await read()).map((plan) => ({ ...plan, format: 'sample' }));
    void this.sort();
  }

  async open(): Promise<void> {
    this.window = await this.world.window(PROTOCOLS);
  }

  async crash(): Promise<void> {
    this.window.crash();
    await this.open();
    await this.window.runner.pickUp(this.world.folder);
  }

  async close(): Promise<void> {
    await this.window.runner.dispose();
    this.world.remove();
    assert.deepEqual(this.window.problems, []);
  }

  async plan(): Promise<Plan> {
    const [plan] = await this.world.readPlans();
    assert.ok(plan);
    return plan;
  }

  async step(number: string): Promise<{ readonly plan: Plan; readonly step: Step }> {
    const plan = await this.plan();
    const step = stepsOf(plan).find(({ key }) => key === this.key(number));
    assert.ok(step);
    return { plan, step };
  }

  async start(policy: StagePolicy = PARALLEL): Promise<string> {
    const plan = await this.plan();
    const [stage] = plan.stages;
    assert.ok(stage);
    const { stepProtocol } = this;
    const started = await this.window.runner.startStage({ plan, stage, policy, by: 'Ada', stepProtocol });
    assert.ok('run' in started, JSON.stringify(started));
    return started.run;
  }

  /** The next attempt of a step. */
  begun(number: string): Promise<Call> {
    return this.queue(number).take();
  }

  /** Has the agent of a step's next attempt do its work and end. */
  async does(...numbers: readonly string[]): Promise<void> {
    for (const number of numbers) {
      const call = await this.begun(number);
      this.writeRecap(number);
      call.end(result('complete'));
    }
  }

  /** Has the agent of a step's next attempt end without the step's mark of completion. */
  async fails(...numbers: readonly string[]): Promise<void> {
    for (const number of numbers) (await this.begun(number)).end(result('complete', 'Could not.'));
  }

  /** Has the agent of a step's next attempt ask. */
  async asks(number: string): Promise<Gate> {
    (await this.begun(number)).end(raised('Which way?'));
    return this.window.gates.take();
  }

  writeRecap(number: string): void {
    writeRecap(join(this.world.folder, this.recapFile(number)), number);
  }

  planFile(number: string): string {
    return `.renn/stages/01-base/01-${number}-run.md`;
  }

  recapFile(number: string): string {
    return `.renn/stages/01-base/01-${number}-recap.md`;
  }

  key(number: string): string {
    return `01-base/01-${number}-run`;
  }

  run(id: string): Run {
    const run = this.window.store.run(id);
    assert.ok(run, `no run ${id}`);
    return run;
  }

  async settled(id: string): Promise<Run> {
    await this.window.runner.settled(id);
    return this.run(id);
  }

  stop(id: string): string {
    const { phase, stop } = this.run(id);
    return `${phase} ${stop?.code ?? ''}`.trim();
  }

  children(id: string): Run[] {
    return this.window.store.runs().filter(({ header }) => header.parent?.run === id);
  }

  /** The last run of a step. */
  child(id: string, number: string): Run {
    const child = this.children(id).findLast(({ header }) => numberOf(header.step.key) === number);
    assert.ok(child, `no run of ${number}`);
    return child;
  }

  /** `01 done, 02 failed` for each batch; rounds in brackets while it is under way. */
  batches(id: string): string[] {
    return this.run(id).batches.map(({ results, rounds }) =>
      results === undefined
        ? rounds.map((round) => `[${round.map(numberOf).join(' ')}]`).join(' ')
        : results.map(({ step, outcome }) => `${numberOf(step)} ${outcome}`).join(', '),
    );
  }

  /** Which steps had an agent at work, in the order of its beginnings. */
  order(): string[] {
    return this.world.agents.calls.map(({ task }) => numberOf(task.step.key));
  }

  /** The machine went down: no attempt was ever begun. */
  forgetAgents(): void {
    this.world.agents = new FakeAgents();
    void this.sort();
  }

  private async sort(): Promise<void> {
    for (;;) {
      const call = await this.world.agents.next();
      this.queue(numberOf(call.task.step.key)).put(call);
    }
  }

  private queue(number: string): Queue<Call> {
    const known = this.calls.get(number) ?? new Queue<Call>();
    this.calls.set(number, known);
    return known;
  }
}

export function raised(details: string): AgentOutcome {
  const gate = { type: 'decision', title: 'Choice', details, options: ['left', 'right'] };
  return { kind: 'result', result: { status: 'gate', summary: 'Asks.', fields: {}, gate } };
}

/** The recap of a step at the place where its task wants the handoff. */
export function leaveRecap(task: AgentTask): void {
  writeRecap(task.handoff, numberOf(task.step.key));
}

function writeRecap(file: string, number: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    `---\nstatus: complete\n---\n# Recap\n\n## Accomplishments\n\nPart ${number} is there.\n`,
  );
}

/** `02` for a key of any kind that ends with it. */
export function numberOf(key: string): string {
  return /(\d\d)(?:-run)?$/.exec(key)?.[1] ?? key;
}
