/** A small run in a world whose checkpoints a test steers. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { CheckpointRecord, SeenCheckpoint } from '../../../../src/core/checkpoints/checkpoint';
import type { Gate } from '../../../../src/core/gateRecord';
import type { TakeRequest, TakeResult } from '../../../../src/node/checkpoints/ports';
import type { CheckpointPort, CheckpointsWhen } from '../../../../src/node/host';
import { result, World, type Window } from './world';

/** An agent, then a person who says whether it is good. */
const GRAPH = `name: small
start: work
nodes:
  work: { type: agent, agent: coder, prompt: Do it, next: review }
  review: { type: approval, question: Good?, options: [yes it is, no], routes: { yes it is: done, no: failed } }
  done: { type: end, output: STEP_COMPLETE }
  failed: { type: end, output: STEP_FAILED }
`;
export const PLAN = '# First\n';

/** Takes what it is told to. */
export class FakeCheckpoints implements CheckpointPort {
  setting: CheckpointsWhen = 'step';
  worktree = '';
  markers = false;
  readonly requests: TakeRequest[] = [];
  /** What is there, beside what no test asks for. */
  there: readonly SeenCheckpoint[] = [];
  answer: (request: TakeRequest) => Promise<TakeResult> = (request) =>
    Promise.resolve({ record: this.record(request) });

  when(): CheckpointsWhen {
    return this.setting;
  }
  wantsMarkers(): boolean {
    return this.markers;
  }
  take(request: TakeRequest): Promise<TakeResult> {
    this.requests.push(request);
    return this.answer(request);
  }
  list(): Promise<readonly SeenCheckpoint[]> {
    return Promise.resolve(this.there);
  }
  record({ id, name, kind }: Pick<TakeRequest, 'id' | 'name' | 'kind'>): CheckpointRecord {
    const git = {
      ref: `r/${id}`,
      sha: `sha-${id}`,
      tree: `tree-${id}`,
      worktree: this.worktree,
      files_changed: 2,
    };
    const tool = { name: 'test', version: '1' };
    return { schema_version: 1, record_id: id, tool, name, kind, created_at: '', git, left_out: [] };
  }
}

export class CheckpointBed {
  readonly world = new World();
  readonly port = new FakeCheckpoints();
  window!: Window;

  async open({ port = true } = {}): Promise<void> {
    this.world.checkpoints = port ? this.port : undefined;
    this.port.worktree = this.world.folder;
    this.world.write({ 'plans/steps/01-first.md': PLAN, 'graph/small.yaml': GRAPH });
    this.window = await this.world.window(join(this.world.folder, 'graph/small.yaml'));
  }

  async crash(): Promise<void> {
    this.window.crash();
    await this.open();
  }

  async close(): Promise<void> {
    await this.window.runner.dispose();
    this.world.remove();
  }

  async start(): Promise<string> {
    const started = await this.window.runner.start({ ...this.world.plan(), by: 'Ada' });
    assert.ok('run' in started, JSON.stringify(started));
    return started.run;
  }

  async toTheGate(): Promise<Gate> {
    (await this.world.agents.next()).end(result('complete'));
    return this.window.gates.take();
  }

  async toTheEnd(run: string, choice = 'yes it is'): Promise<void> {
    await this.window.answer(await this.toTheGate(), choice);
    await this.window.runner.settled(run);
  }

  /** The journal, one word an event, what became of checkpoints in brackets; without what nodes do. */
  journal(run: string): string {
    const words = this.window.store.events(run).map((event) => {
      switch (event.type) {
        case 'checkpoint_started':
          return `begun(${event.kind})`;
        case 'checkpoint_taken':
          return `taken(${[event.kind, ...(event.record_written ? [] : [event.problem])].join(' ')})`;
        case 'checkpoint_skipped':
          return `skipped(${event.kind} ${event.code})`;
        default:
          return event.type;
      }
    });
    return words.filter((word) => !/^(node|agent|gate|step)_/.test(word)).join(' ');
  }
}
