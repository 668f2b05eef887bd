import assert from 'node:assert/strict';
import type { Gate } from '../../../../src/core/gateRecord';
import { REPORT, reportOf } from '../../core/formats/okstra/text';
import { PULSE, runFile, STAGE, TRACK } from './rennBed';
import { STEP_PROTOCOL, World, type Window } from './world';

const PHASE = '.planning/phases/01-walls';

function gsdPlan(number: string, dependsOn: string): string {
  return `---\nphase: 01-walls\nplan: ${number}\nwave: 1\ndepends_on: [${dependsOn}]\n---\n\n<objective>\nBuild.\n</objective>\n`;
}

const GSD: Readonly<Record<string, string>> = {
  '.planning/ROADMAP.md': '# Roadmap\n\n- [ ] **Phase 1: Walls** - four\n',
  [`${PHASE}/01-01-PLAN.md`]: gsdPlan('01', ''),
  [`${PHASE}/01-02-PLAN.md`]: gsdPlan('02', '01-01'),
};

const RENN: Readonly<Record<string, string>> = {
  '.renn/track.md': TRACK,
  '.renn/pulse.md': PULSE,
  [`${STAGE}/01-01-run.md`]: runFile('01', 1, 'a.txt'),
  [`${STAGE}/01-02-run.md`]: runFile('02', 2, 'b.txt', '01-01'),
};

const PROMPTS: Readonly<Record<string, string>> = {
  '.prompts/PROMPT_STAGE2_MANIFEST.md': '# Stage 2\n\n1. `PROMPT_01.txt` - one\n2. `PROMPT_02.txt` - two\n',
  '.prompts/PROMPT_01.txt': 'Title: One\n\nWrite one.\n',
  '.prompts/PROMPT_02.txt':
    'Title: Two\n\nWrite two.\n\nDependencies / Sequencing\n- Depends on: `PROMPT_01.txt`\n',
};

const OKSTRA: Readonly<Record<string, string>> = {
  [`.okstra/task/${REPORT}`]: reportOf([
    { number: 1, title: 'Base', steps: 1 },
    { number: 2, title: 'Words', needs: '1', steps: 1 },
  ]),
};

describe('the run of a step that waits for another one', () => {
  let world: World;
  let window: Window;

  async function open(files: Readonly<Record<string, string>>): Promise<string> {
    world.write(files);
    window = await world.window(STEP_PROTOCOL);
    return start(1);
  }

  async function start(at: number): Promise<string> {
    const [plan] = await world.readPlans();
    const step = plan?.stages.flatMap(({ steps }) => steps)[at];
    assert.ok(plan && step);
    const started = await window.runner.start({ plan, step, by: 'Ada' });
    assert.ok('run' in started, JSON.stringify(started));
    return started.run;
  }

  async function asked(title = 'Run blocked'): Promise<Gate> {
    const gate = await window.gates.take();
    assert.equal(gate.title, title, gate.question);
    return gate;
  }

  beforeEach(() => {
    world = new World();
  });
  afterEach(async () => {
    await window.runner.dispose();
    world.remove();
    assert.deepEqual(window.problems, []);
  });

  for (const [format, files, title, question] of [
    ['renn', RENN, 'Run blocked', /^Run 01-02 .*cannot rely on the runs before it\.\n\n- .*01-01/],
    ['GSD', GSD, 'Plan blocked', /^Plan 01-02 .*cannot rely on the plans before it\.\n\n- .*01-01/],
    [
      'GSD, after a halt',
      {
        ...GSD,
        [`${PHASE}/01-01-SUMMARY.md`]: '---\nphase: 01\nplan: 01\nstatus: halted\n---\n\n# Summary\n',
      },
      'Plan blocked',
      /\n- .*halted/,
    ],
    ['prompts', PROMPTS, 'Prompt blocked', /cannot rely on the prompts before it\.\n\n- .*01/],
    ['okstra', OKSTRA, 'Stage blocked', /cannot rely on the stages before it\.\n\n- .*1/],
  ] as const) {
    it(`asks before anything begins, and ends on a no: ${format}`, async () => {
      const run = await open(files);
      const gate = await asked(title);
      assert.match(gate.question, question);
      assert.deepEqual([gate.options.map(({ key }) => key), gate.allowsText], [['yes', 'no'], false]);
      await window.answer(gate, 'no');
      await window.runner.settled(run);
      const { stop, nodes } = window.store.run(run) ?? {};
      assert.deepEqual(stop, { code: 'step_blocked', detail: 'Ada chose not to start it.' });
      assert.deepEqual([world.agents.calls.length, nodes], [0, []]);
      assert.ok('refused' in (await window.runner.resume(run, 'Ada')));
    });
  }

  it('begins on a yes, which its journal keeps, and is not asked again', async () => {
    const run = await open(RENN);
    await window.answer(await asked(), 'yes');
    await world.agents.next();
    await window.runner.stop(run, 'Ada');
    await window.runner.resume(run, 'Ada');
    await world.agents.next();
    const gates = window.store.run(run)?.gates.map(({ gate, answer }) => [gate.title, answer?.choice]);
    assert.deepEqual(gates, [['Run blocked', 'yes']]);
  });

  it('waits over a crash with the same question', async () => {
    await open(RENN);
    const gate = await asked();
    window.crash();
    window = await world.window(STEP_PROTOCOL);
    await window.runner.pickUp(world.folder);
    assert.equal((await asked()).id, gate.id);
    await window.answer(gate, 'yes');
    await world.agents.next();
  });

  it('is not asked about where it waits for nothing, or no more', async () => {
    world.write(RENN);
    window = await world.window(STEP_PROTOCOL);
    const first = await start(0);
    await world.agents.next();
    await window.runner.stop(first, 'Ada');
    world.write({ [`${STAGE}/01-01-recap.md`]: '---\nstage: 01-walls\n---\n\n# Recap\n' });
    const second = await start(1);
    await world.agents.next();
    assert.deepEqual(window.store.run(second)?.gates, []);
  });

  it('is asked once where a stage runs it all the same', async () => {
    world.write(RENN);
    window = await world.window(STEP_PROTOCOL);
    const [plan] = await world.readPlans();
    const stage = plan?.stages[0];
    assert.ok(plan && stage);
    const steps = stage.steps.slice(1).map(({ key }) => key);
    const policy = { parallel: 1, stopAfter: 'stage', steps } as const;
    const started = await window.runner.startStage({ plan, stage, policy, by: 'Ada' });
    assert.ok('run' in started);
    const gate = await asked('Runs blocked');
    await window.answer(gate, 'run them all the same');
    await world.agents.next();
    assert.deepEqual(
      window.store.runs().flatMap(({ header, gates }) => (header.parent ? gates : [])),
      [],
    );
  });
});
