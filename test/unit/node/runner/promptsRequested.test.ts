import assert from 'node:assert/strict';
import { PromptsBed, REPORTS } from './promptsBed';

const MARK = `import { appendFileSync } from 'node:fs';
appendFileSync('.stage-runner/ran', process.argv[2] + ' ');
process.exit(process.argv[2] === 'red' ? 1 : 0);
`;

describe('what prompts ask to be verified', function () {
  this.timeout(60_000);
  let bed: PromptsBed;

  afterEach(() => bed.close());

  /** @param criteria the section "Acceptance Criteria" of prompts, by number */
  async function open(criteria: Readonly<Record<string, string>>): Promise<void> {
    bed = new PromptsBed('01 02 03');
    for (const [number, text] of Object.entries(criteria))
      bed.write({
        [`.prompts/PROMPT_${number}.txt`]: `Title: Part ${number}\n\nAcceptance Criteria (commands)\n${text}`,
      });
    bed.write({ 'mark.mjs': MARK });
    bed.commitAll('Criteria');
    bed.write({ '.stage-runner/ran': '' });
    await bed.open();
  }

  const ran = (): string => bed.read('.stage-runner/ran').trim();
  const section = (batch: number): string =>
    bed.read(`${REPORTS}-checkpoints.md`).split(/^## Batch /m)[batch] ?? '';

  it('is run at the checkpoint once a person has agreed, who is asked about a command once', async () => {
    await open({
      '01': '- `node mark.mjs one`\n- The page loads.\n',
      '02': '```sh\nnode mark.mjs one\nnode mark.mjs two\n```\n',
      '03': '- `node mark.mjs two` passes\n',
    });
    const id = await bed.start();
    const gate = await bed.window.gates.take();
    assert.equal(gate.title, 'Requested commands');
    assert.match(gate.question, /^- `node mark\.mjs one` \(`PROMPT_01`, `PROMPT_02`\)$/m);
    assert.match(gate.question, /^- `node mark\.mjs two` \(`PROMPT_02`\)$/m);
    assert.match(gate.question, /^- `PROMPT_01`, to be checked by a person: The page loads\.$/m);
    assert.deepEqual([bed.begun, ran()], [['01', '02'], '']);
    await bed.window.answer(gate, 'run them');
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.equal(ran(), 'one two two');
    for (const row of [
      '- `node check.mjs` (test) -> exit 0',
      '- `node mark.mjs one` (asked for) -> exit 0',
      '- `PROMPT_01`: `node mark.mjs one` -> exit 0',
      '- `PROMPT_01`, to be checked by a person: The page loads.',
      '- `PROMPT_02`: `node mark.mjs two` -> exit 0',
    ])
      assert.ok(section(1).includes(`${row}\n`), `${row}\n${section(1)}`);
    const log = bed.read('.prompts/run-logs/stage2/PROMPT_02.md');
    assert.match(log, /- `PROMPT_02`: `node mark\.mjs one` -> exit 0\n/);
    assert.doesNotMatch(log, /PROMPT_01`: /);
  });

  it('is not rewritten unseen by a later prompt, once a person has agreed to it', async () => {
    await open({ '01': '- `node mark.mjs one`\n- `node mark.mjs two`\n', '03': '- `node mark.mjs one`\n' });
    bed.works['02'] = [{ 'mark.mjs': `${MARK}// Once more.\n` }];
    bed.works['03'] = [{ 'mark.mjs': 'process.exit(0);\n' }];
    const id = await bed.start();
    // Nobody has agreed to a command yet: the person sees the change before the answer.
    await bed.answer('Requested commands', 'run them');
    const gate = await bed.answer('Sensitive changes', 'go on');
    assert.match(gate.question, /`PROMPT_03` changed[^]*- `mark\.mjs` was changed: it is named by a command/);
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.equal(ran(), 'one two');
  });

  it('is left to the person who says so, in all of the run', async () => {
    await open({ '01': '- `node mark.mjs one`\n', '03': '- `node mark.mjs one`\n' });
    const id = await bed.start();
    await bed.answer('Requested commands', 'leave them to me');
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.equal(ran(), '');
    assert.match(section(1), /^1: completed\n/);
    for (const batch of [1, 2])
      assert.match(section(batch), /`node mark\.mjs one` -> not run, to be checked by a person\n/);
  });

  it('fails the batch where it fails, and is asked about again: it may be no command that can succeed', async () => {
    await open({ '01': '- `node mark.mjs red`\n- `node mark.mjs one`\n' });
    const id = await bed.start({ steps: ['PROMPT_01'] });
    await bed.answer('Requested commands', 'run them');
    const gate = await bed.answer('Batch not verified', 'verify again');
    assert.match(gate.question, /^- What a prompt asks for failed: `node mark\.mjs red` -> exit 1$/m);
    const again = await bed.window.gates.take();
    assert.equal(again.title, 'Requested commands');
    assert.match(again.question, /mark\.mjs red/);
    assert.doesNotMatch(again.question, /mark\.mjs one/);
    assert.match(section(1), /^1: failed\n/);
    await bed.window.answer(again, 'leave them to me');
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.equal(ran(), 'red one one');
    assert.match(section(1), /^1: completed\n/);
    assert.match(section(1), /`node mark\.mjs red` -> not run, to be checked by a person\n/);
  });

  it('is told to a person where it is no plain command line, and holds nothing', async () => {
    await open({ '01': '- `node mark.mjs one | tee log`\n- It *looks* good.\n' });
    bed.world.variables = { commit_mode: 'commit' };
    const id = await bed.start({ steps: ['PROMPT_01'] });
    const gate = await bed.answer('Commit to confirm', 'leave it');
    const row =
      /^- `PROMPT_01`, to be checked by a person: `node mark\.mjs one \| tee log`\. It is not run: .*a pipe needs a shell/m;
    assert.match(gate.question, row);
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.match(section(1), row);
    assert.match(section(1), /to be checked by a person: It \\\*looks\\\* good\./);
    assert.equal(ran(), '');
  });

  it('is what the prompt asked for before its batch began, whatever an agent made of it', async () => {
    await open({ '01': '- `node mark.mjs one`\n', '02': '- `node mark.mjs one`\n' });
    bed.works['01'] = [{ '.prompts/PROMPT_02.txt': 'Acceptance Criteria\n- `node mark.mjs two`\n' }];
    const id = await bed.start();
    await bed.answer('Sensitive changes', 'go on');
    const gate = await bed.answer('Requested commands', 'run them');
    assert.doesNotMatch(gate.question, /two/);
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.equal(ran(), 'one');
  });

  it('is not asked about where the project itself checks with the same command', async () => {
    await open({ '01': '- `node check.mjs`\n' });
    assert.equal(await bed.rest(await bed.start()), 'ended stage_complete');
    assert.match(section(1), /- `PROMPT_01`: `node check\.mjs` -> exit 0\n/);
  });

  it('waits with the prompts that a batch has left to the next one', async () => {
    await open({ '02': '- `node mark.mjs two`\n' });
    bed.world.agents.auto = undefined;
    const id = await bed.start({ batchSize: 3 });
    const first = await bed.world.agents.next();
    await bed.window.runner.tell(id, { type: 'commit_asked', step: 'PROMPT_01', by: 'Ada' });
    first.end(bed.carryOut(first.task));
    await bed.answer('Commit to confirm', 'leave it');
    for (const number of ['02', '03']) {
      const call = await bed.world.agents.next();
      assert.equal(call.task.step.number, number);
      call.end(bed.carryOut(call.task));
    }
    await bed.answer('Requested commands', 'run them');
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.equal(ran(), 'two');
  });

  it('stands in the log of a prompt that is run by itself, and is not run', async () => {
    await open({ '01': '- `node mark.mjs one`\n' });
    const plan = await bed.plan();
    const step = plan.stages.flatMap(({ steps }) => steps)[0];
    assert.ok(step);
    const started = await bed.window.runner.start({ plan, step, by: 'Ada' });
    assert.ok('run' in started);
    await bed.window.runner.settled(started.run);
    assert.equal(bed.run(started.run).stop?.code, 'complete');
    assert.match(
      bed.read('.prompts/run-logs/stage2/PROMPT_01.md'),
      /Asked for by the prompt:\n\n- `PROMPT_01`: `node mark\.mjs one` -> not run, to be checked by a person\n/,
    );
    assert.equal(ran(), '');
  });
});
