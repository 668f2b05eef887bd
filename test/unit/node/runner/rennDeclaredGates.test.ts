import assert from 'node:assert/strict';
import type { AgentOutcome } from '../../../../src/core/agentResult';
import type { Gate } from '../../../../src/core/gateRecord';
import { stageMap } from '../../../../src/core/stageMap';
import { leaveRecap, PROJECT, RennBed, runFile, STAGE } from './rennBed';
import { result, type Call } from './world';

const FILE = `${STAGE}/01-01-run.md`;
const TASKS = `
<tasks>
<task type="auto">
<name>Build it</name>
</task>
<task type="checkpoint:human-verify" gate="blocking">
<what-built>The *wall*</what-built>
</task>
<task type="checkpoint:human-action" gate="blocking-human">
<action>Order bricks</action>
</task>
</tasks>
`;
const GATED = runFile('01', 1, 'a.txt').replace('autonomous: true', 'autonomous: false') + TASKS;
const FILES: Readonly<Record<string, string>> = { ...PROJECT, [FILE]: GATED };

function raises(type: string, task: number): AgentOutcome {
  const details = `## GATE REACHED\n**Type:** ${type}\n### Current Task\n**Task ${task}:** it\n`;
  const gate = { type, title: 'Look', details, options: [] };
  return { kind: 'result', result: { status: 'gate', summary: '', fields: {}, gate } };
}

describe('gates that the file of a renn run declares', () => {
  let bed: RennBed;
  afterEach(() => bed.close());

  async function take(title: string): Promise<Gate> {
    const gate = await bed.window.gates.take();
    assert.equal(gate.title, title, gate.question);
    return gate;
  }

  async function answered(call: Call, type: string, task: number, answer: string): Promise<Call> {
    call.end(raises(type, task));
    await bed.window.answer(await bed.window.gates.take(), answer);
    return bed.next();
  }

  async function status(): Promise<string | undefined> {
    const runs = bed.window.store.runs().map((run) => ({ run, driven: run.phase === 'active' }));
    return stageMap({ plans: [await bed.plan()], runs, statusLog: [] }).plans[0]?.steps[0]?.status;
  }

  it('are all met, and nothing more is asked', async () => {
    bed = await new RennBed().open(FILES);
    const run = await bed.startRun();
    const second = await answered(await bed.next(), 'human-verify', 2, 'approved');
    bed.finish(await answered(second, 'human-action', 3, 'done'));
    await bed.window.runner.settled(run);
    assert.equal(bed.window.store.run(run)?.stop?.code, 'complete');
    assert.equal(bed.window.store.run(run)?.gates.length, 2);
  });

  it('are put to a person where the agent passed over one, and the agent is sent back to it', async () => {
    bed = await new RennBed().open(FILES);
    const run = await bed.startRun();
    bed.finish(await answered(await bed.next(), 'human-verify', 2, 'approved'));
    const asked = await take('Gates not met');
    assert.match(asked.question, /- task 3, human-action \(blocking-human\): Order bricks\n/);
    assert.match(asked.question, /A person was asked about:\n\n- task 2, human-verify: answered “approved”/);
    assert.ok(!asked.question.includes('task 2, human-verify: The'), asked.question);
    assert.ok(asked.evidence.some(({ file }) => file.endsWith('01-01-recap.md')));
    assert.equal(await status(), 'waiting');
    // Nothing that the overview says of the run is written before.
    assert.match(bed.world.read('.renn/track.md'), /- \[ \] 01-01/);
    await bed.window.answer(asked, 'send the agent back');

    const back = await bed.next();
    assert.match(back.task.prompt, /passed over, and no person was asked[^]*- task 3, human-action/);
    assert.match(back.task.prompt, /these gates were met and answered/i);
    const last = await answered(back, 'human-action', 3, 'done');
    bed.finish(last);
    await bed.window.runner.settled(run);
    assert.equal(bed.window.store.run(run)?.stop?.code, 'complete');
    assert.match(bed.world.read('.renn/track.md'), /- \[x\] 01-01/);
  });

  it('hold the run through a stop, a crash and a resumption, until a person accepts it', async () => {
    bed = await new RennBed().open(FILES);
    const run = await bed.startRun();
    bed.finish(await bed.next());
    const asked = await take('Gates not met');
    assert.match(asked.question, /- task 2, human-verify: The \\\*wall\\\*\n- task 3/);
    await bed.window.answer(asked, 'stop');
    await bed.window.runner.settled(run);
    const { stop, phase } = bed.window.store.run(run) ?? {};
    assert.deepEqual([phase, stop?.code], ['stopped', 'gates_not_met']);
    assert.match(stop?.detail ?? '', /^Nobody was asked about: task 2, human-verify: The \*wall\*; task 3/);
    assert.equal(await status(), 'stopped');

    assert.ok('run' in (await bed.window.runner.resume(run, 'Ada')));
    await take('Gates not met');
    await bed.crash();
    await bed.window.answer(await take('Gates not met'), 'accept after own look');
    await bed.window.runner.settled(run);
    assert.equal(bed.window.store.run(run)?.stop?.code, 'complete');
    assert.equal(await status(), 'done');
    assert.match(bed.world.read('.renn/track.md'), /- \[x\] 01-01/);
  });

  it('are asked about again where issues were found and nobody was asked since', async () => {
    bed = await new RennBed().open({
      ...PROJECT,
      [FILE]: GATED.replace(/<task type="checkpoint:human-action[^]*?<\/task>\n/, ''),
    });
    const run = await bed.startRun();
    bed.finish(await answered(await bed.next(), 'human-verify', 2, 'It leans.'));
    const asked = await take('Gates not met');
    assert.match(asked.question, /- task 2, human-verify: answered “It leans\.”/);
    await bed.window.answer(asked, 'accept after own look');
    await bed.window.runner.settled(run);
  });

  it('stay what they were when the run began, whatever its agent does to the files', async () => {
    bed = await new RennBed().open({ ...FILES, '.renn/config.json': '{}' });
    const run = await bed.startRun();
    const call = await bed.next();
    leaveRecap(call.task, 'The wall stands');
    bed.world.delete(FILE);
    bed.world.write({ '.renn/config.json': '{ "workflow": { "auto_advance": true } }' });
    call.end(result('complete', 'Done.'));
    const asked = await take('Gates not met');
    assert.match(asked.question, /task 2[^]*task 3/);
    await bed.window.answer(asked, 'stop');
    await bed.window.runner.settled(run);
  });

  it('make a run of a stage fail for the stage where a person stops there, though its recap is there', async () => {
    bed = await new RennBed().open(FILES);
    const id = await bed.startStage();
    bed.finish(await bed.next());
    await bed.window.answer(await take('Gates not met'), 'stop');
    bed.finish(await bed.next());
    const failed = await take('Runs failed');
    assert.match(failed.question, /01-01 .*Gates not met\. Nobody was asked about: task 2/);
    await bed.window.answer(failed, 'stop');
    await bed.window.runner.settled(id);
    assert.deepEqual(
      bed.window.store.run(id)?.batches[0]?.results?.map(({ outcome }) => outcome),
      ['failed', 'done'],
    );
  });

  it('pass in auto mode of GSD, but for those that only a person may answer', async () => {
    const phase = '.planning/phases/01-walls';
    bed = await new RennBed().open({
      '.planning/ROADMAP.md': '# Roadmap\n\n### Phase 1: Walls\n\n**Goal:** Walls.\n',
      '.planning/STATE.md': '# State\n',
      '.planning/config.json': '{ "workflow": { "auto_advance": true } }',
      [`${phase}/01-01-PLAN.md`]: `---\nphase: 01-walls\nplan: 01\nwave: 1\ndepends_on: []\nautonomous: false\n---\n${TASKS}`,
    });
    const run = await bed.startRun();
    bed.finish(await bed.next());
    const asked = await take('Gates not met');
    assert.match(asked.question, /nobody settled a checkpoint of the plan:\n\n- task 3/);
    assert.ok(!asked.question.includes('task 2'));
    assert.ok(
      bed
        .notes(run)
        .includes('By the configuration nobody has to be asked about: task 2, human-verify: The *wall*.'),
      bed.notes(run).join('\n'),
    );
    await bed.window.answer(asked, 'accept after own look');
    await bed.window.runner.settled(run);
  });
});
