import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AgentTask } from '../../../../src/core/agentTask';
import type { StagePolicy } from '../../../../src/core/batch/policy';
import { DEFAULT_EXCLUDE, DEFAULT_INCLUDE } from '../../../../src/node/plans/defaults';
import { PlanScanner } from '../../../../src/node/plans/scanner';
import { result, STEP_PROTOCOL, World, type Window } from './world';

const run = (number: string, batch: number, dependsOn: string, file: string): string =>
  `---\nstage: 01-walls\nrun: ${number}\ntype: execute\nbatch: ${batch}\ndepends_on: [${dependsOn}]\n` +
  `files_modified: [${file}]\nautonomous: true\n---\n\n<objective>\nBuild wall ${number}.\n</objective>\n`;

const RECAP = '---\nstage: 01-walls\n---\n\n# Stage 1 Recap\n\n**The wall stands.**\n';

describe('a stage of renn', () => {
  let world: World;
  let window: Window;

  beforeEach(async () => {
    world = new World();
    world.write({
      '.renn/track.md': '# Track\n\n- [ ] **Stage 1: Walls** - four of them\n',
      '.renn/pulse.md': '# Pulse\n\n## Current Position\n\nStage: 1 of 1 (Walls)\n',
      '.renn/config.json': '{ "commit_docs": false, "checks": { "auditor": false } }\n',
      '.renn/stages/01-walls/01-01-run.md': run('01', 1, '', 'a.txt'),
      '.renn/stages/01-walls/01-02-run.md': run('02', 1, '', 'b.txt'),
      '.renn/stages/01-walls/01-03-run.md': run('03', 2, '"01-01"', 'c.txt'),
    });
    window = await world.window(STEP_PROTOCOL);
  });
  afterEach(async () => {
    await window.runner.dispose();
    world.remove();
    assert.deepEqual(window.problems, []);
  });

  async function start(policy: StagePolicy): Promise<string> {
    const scanner = new PlanScanner({
      folders: [world.folder],
      include: DEFAULT_INCLUDE,
      exclude: DEFAULT_EXCLUDE,
      isIgnored: () => Promise.resolve(new Set()),
    });
    const plan = (await scanner.scan()).find(({ format }) => format === 'renn');
    const stage = plan?.stages[0];
    assert.ok(plan && stage);
    const started = await window.runner.startStage({ plan, stage, policy, by: 'Ada' });
    assert.ok('run' in started, JSON.stringify(started));
    return started.run;
  }

  function leaveRecap(task: AgentTask): void {
    mkdirSync(dirname(task.handoff), { recursive: true });
    writeFileSync(task.handoff, RECAP);
  }

  it('runs its batches in order, the runs of one side by side, until each has a recap', async () => {
    const id = await start({ parallel: 2, stopAfter: 'stage' });
    const [first, second] = [await world.agents.next(), await world.agents.next()];
    assert.deepEqual(
      [first.task.role, first.task.step.number, second.task.step.number],
      ['runner', '01-01', '01-02'],
    );
    assert.match(first.task.prompt, /Build wall 01\./);
    assert.match(first.task.prompt, /Stage: 1 of 1 \(Walls\)/);
    assert.equal(world.agents.calls.length, 2);
    for (const call of [second, first]) {
      leaveRecap(call.task);
      call.end(result('complete', 'The wall stands.'));
    }
    const third = await world.agents.next();
    assert.equal(third.task.step.number, '01-03');
    leaveRecap(third.task);
    third.end(result('complete', 'The wall stands.'));
    await window.runner.settled(id);
    const stage = window.store.run(id);
    assert.equal(stage?.stop?.code, 'stage_complete', JSON.stringify(stage?.stop));
    assert.deepEqual(
      stage.batches.map(({ batch, results }) => [batch, results?.map(({ outcome }) => outcome)]),
      [
        ['1', ['done', 'done']],
        ['2', ['done']],
      ],
    );
  });

  it('does not take a run for done that left no recap', async () => {
    const id = await start({ parallel: 1, stopAfter: 'stage' });
    (await world.agents.next()).end(result('complete', 'Trust me.'));
    const second = await world.agents.next();
    leaveRecap(second.task);
    second.end(result('complete', 'The wall stands.'));
    const gate = await window.gates.take();
    assert.match(
      gate.question,
      /01-01 .*Handoff not valid\. The recap \.renn\/stages\/01-walls\/01-01-recap\.md is not there\./,
    );
    await window.answer(gate, 'stop');
    await window.runner.settled(id);
    assert.equal(window.store.run(id)?.stop?.code, 'stage_halted');
  });
});
