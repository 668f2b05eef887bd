import assert from 'node:assert/strict';
import type { Gate } from '../../../../src/core/gateRecord';
import { ONE_BY_ONE, PROJECT, RennBed, runFile, STAGE } from './rennBed';
import { result } from './world';

const WORK = 'renn/stage-01-walls';
const BRANCHING = '{ "git": { "branching_strategy": "stage" }, "checks": { "auditor": false } }';
/** Two batches of one run each. */
const FILES: Readonly<Record<string, string>> = {
  ...PROJECT,
  '.gitignore': '.stage-runner/\nlocal.txt\n',
  '.renn/config.json': BRANCHING,
  [`${STAGE}/01-02-run.md`]: runFile('02', 2, 'b.txt'),
  'a.txt': 'one\n',
};

describe('the branch that a stage of renn works on', () => {
  let bed: RennBed;
  afterEach(() => bed.close());

  /** Up to the rest after the first batch, with the person on `main` since. */
  async function switched(files = FILES): Promise<string> {
    bed = await new RennBed().open(files);
    const id = await bed.startStage({ parallel: 1, stopAfter: { batches: 1 } });
    bed.finish(await bed.next());
    await bed.window.runner.settled(id);
    assert.equal(stop(id), 'stopped_after_batch');
    bed.git('add', '--all');
    bed.git('commit', '--quiet', '--message', 'The first wall');
    bed.git('switch', '--quiet', 'main');
    return id;
  }

  async function resume(id: string): Promise<void> {
    assert.ok('run' in (await bed.window.runner.resume(id, 'Ada', ONE_BY_ONE)));
  }

  async function take(): Promise<Gate> {
    const gate = await bed.window.gates.take();
    assert.equal(gate.title, 'Another branch', gate.question);
    return gate;
  }

  function stop(id: string): string | undefined {
    return bed.window.store.run(id)?.stop?.code;
  }

  const branch = (): string => bed.git('branch', '--show-current');

  it('is the one that a person switches back to where the stage goes on', async () => {
    const id = await switched();
    await resume(id);
    const asked = await take();
    assert.ok(asked.question.includes(`\`${WORK}\`, but \`main\` is checked out`), asked.question);
    assert.deepEqual(
      asked.options.map(({ key }) => key),
      ['switch back', 'go on here', 'stop'],
    );
    await bed.window.answer(asked, 'switch back');
    const call = await bed.next();
    assert.deepEqual([branch(), call.task.step.number], [WORK, '01-02']);
    bed.finish(call);
    await bed.window.runner.settled(id);
    assert.equal(stop(id), 'stage_complete');
    assert.ok(bed.notes(id).includes(`Back on the branch ${WORK}, from main.`), bed.notes(id).join('\n'));
  });

  it('is another one from where a person goes on there, which is asked once', async () => {
    const id = await switched();
    // The runs of the first batch are not on this branch.
    bed.git('merge', '--quiet', WORK);
    await resume(id);
    await bed.window.answer(await take(), 'go on here');
    bed.finish(await bed.next());
    await bed.window.runner.settled(id);
    assert.deepEqual([stop(id), branch()], ['stage_complete', 'main']);
    const noted = bed.window.store
      .events(id)
      .flatMap((event) => (event.type === 'branch_noted' ? [event.branch] : []));
    assert.deepEqual(noted, [WORK, 'main']);
    assert.equal(bed.window.store.run(id)?.gates.length, 1);
  });

  it('is asked about again where a person stopped there', async () => {
    const id = await switched();
    await resume(id);
    await bed.window.answer(await take(), 'stop');
    await bed.window.runner.settled(id);
    const { detail } = bed.window.store.run(id)?.stop ?? {};
    assert.deepEqual(
      [stop(id), detail],
      ['branch_not_checked_out', `The stage works on ${WORK}; main is checked out.`],
    );
    await resume(id);
    await bed.window.answer(await take(), 'stop');
    await bed.window.runner.settled(id);
    bed.git('switch', '--quiet', WORK);
    await resume(id);
    bed.finish(await bed.next());
    await bed.window.runner.settled(id);
    assert.equal(stop(id), 'stage_complete');
  });

  it('is not gone back to at the price of what no commit holds', async () => {
    const id = await switched();
    bed.git('switch', '--quiet', WORK);
    bed.world.write({ 'local.txt': 'of the branch\n' });
    bed.git('add', '--force', 'local.txt');
    bed.commit('a.txt', 'two');
    bed.git('switch', '--quiet', 'main');
    bed.world.write({ 'a.txt': 'mine\n' });
    await resume(id);
    await bed.window.answer(await take(), 'switch back');
    const again = await take();
    assert.match(again.question, /would be lost: a\.txt\. Commit/);
    assert.deepEqual([branch(), bed.world.read('a.txt')], ['main', 'mine\n']);
    bed.git('restore', 'a.txt');
    // git itself takes an ignored file for one that nobody needs.
    bed.world.write({ 'local.txt': 'mine\n' });
    await bed.window.answer(again, 'switch back');
    const third = await take();
    assert.match(third.question, /would be lost: local\.txt\. Commit/);
    assert.deepEqual([branch(), bed.world.read('local.txt')], ['main', 'mine\n']);
    bed.world.delete('local.txt');
    await bed.window.answer(third, 'switch back');
    await bed.next();
    assert.equal(branch(), WORK);
    await bed.window.runner.stop(id, 'Ada');
  });

  it('is not made anew where somebody deleted it', async () => {
    const id = await switched();
    bed.git('branch', '--quiet', '--delete', '--force', WORK);
    await resume(id);
    await bed.window.answer(await take(), 'switch back');
    const again = await take();
    assert.ok(again.question.startsWith(`There is no branch ${WORK} any more.`), again.question);
    assert.equal(bed.git('branch', '--list', WORK), '');
    await bed.window.answer(again, 'stop');
    await bed.window.runner.settled(id);
  });

  it('cannot be none', async () => {
    const id = await switched();
    bed.git('switch', '--quiet', '--detach');
    await resume(id);
    const asked = await take();
    assert.match(asked.question, /but no branch is checked out \(HEAD is at `[0-9a-f]{7,}`\)/);
    assert.deepEqual(
      asked.options.map(({ key }) => key),
      ['switch back', 'stop'],
    );
    await bed.window.answer(asked, 'stop');
    await bed.window.runner.settled(id);
  });

  it('is gone back to from a branch without a commit', async () => {
    const id = await switched();
    bed.git('switch', '--quiet', WORK);
    bed.git('checkout', '--quiet', '--orphan', 'pages');
    await resume(id);
    const asked = await take();
    assert.match(asked.question, /but `pages` is checked out/);
    await bed.window.answer(asked, 'switch back');
    await bed.next();
    assert.equal(branch(), WORK);
    await bed.window.runner.stop(id, 'Ada');
  });

  it('is compared before each batch, also where no branch was configured', async () => {
    bed = await new RennBed().open({ ...FILES, '.renn/config.json': '{ "checks": { "auditor": false } }' });
    const id = await bed.startStage(ONE_BY_ONE);
    const call = await bed.next();
    bed.git('switch', '--quiet', '--create', 'elsewhere');
    bed.finish(call);
    const asked = await take();
    assert.match(asked.question, /`main`, but `elsewhere` is checked out/);
    await bed.window.answer(asked, 'switch back');
    await bed.next();
    assert.equal(branch(), 'main');
    await bed.window.runner.stop(id, 'Ada');
  });

  it('is the same one where a tag has its name', async () => {
    bed = await new RennBed().open({
      ...FILES,
      '.renn/config.json': '{ "checks": { "auditor": false } }',
    });
    const id = await bed.startStage(ONE_BY_ONE);
    const call = await bed.next();
    bed.git('tag', 'main');
    bed.finish(call);
    await bed.next();
    assert.deepEqual(bed.window.store.run(id)?.gates, []);
    await bed.window.runner.stop(id, 'Ada');
  });

  it('is compared before a batch that was begun goes on', async () => {
    bed = await new RennBed().open(FILES);
    const id = await bed.startStage(ONE_BY_ONE);
    await bed.next();
    await bed.window.runner.stop(id, 'Ada');
    bed.git('switch', '--quiet', 'main');
    await resume(id);
    const asked = await take();
    assert.equal(bed.world.agents.calls.length, 1);
    await bed.window.answer(asked, 'switch back');
    await bed.next();
    assert.equal(branch(), WORK);
    await bed.window.runner.stop(id, 'Ada');
  });

  it('is asked about with the facts of the moment, through a crash and another switch', async () => {
    const id = await switched();
    await resume(id);
    const asked = await take();
    await bed.crash();
    bed.git('switch', '--quiet', '--create', 'third');
    await bed.window.answer(await take(), 'go on here');
    // Nobody has said so of that one.
    const again = await take();
    assert.notEqual(again.id, asked.id);
    assert.match(again.question, /but `third` is checked out/);
    await bed.window.answer(again, 'switch back');
    await bed.next();
    assert.equal(branch(), WORK);
    await bed.window.runner.stop(id, 'Ada');
  });

  it('is switched by an answer that was given before a crash', async () => {
    const id = await switched();
    await resume(id);
    const asked = await take();
    const answered = new Promise<void>((done) => {
      bed.world.onEvent = (run) => {
        if (run.gates.at(-1)?.answer === undefined) return;
        bed.world.onEvent = undefined;
        bed.window.crash();
        done();
      };
    });
    await bed.window.answer(asked, 'go on here');
    await answered;
    await bed.crash();
    if (bed.window.store.run(id)?.phase === 'stopped') await resume(id);
    await bed.next();
    assert.deepEqual([branch(), bed.window.store.run(id)?.gates.length], ['main', 1]);
    await bed.window.runner.stop(id, 'Ada');
  });

  it('is a stop with its reason where git does not check out the one of the configuration', async () => {
    bed = await new RennBed().open(FILES);
    bed.git('switch', '--quiet', '--create', WORK);
    bed.commit('a.txt', 'two');
    bed.git('switch', '--quiet', 'main');
    bed.world.write({ 'a.txt': 'mine\n' });
    const id = await bed.startStage();
    const asked = await bed.window.gates.take();
    assert.equal(asked.title, 'Branch not checked out');
    await bed.window.answer(asked, 'stop');
    await bed.window.runner.settled(id);
    assert.equal(stop(id), 'branch_not_checked_out');
    assert.match(
      bed.window.store.run(id)?.stop?.detail ?? '',
      /cannot be checked out.* lost: a\.txt\. Commit/,
    );
    bed.git('restore', 'a.txt');
    await resume(id);
    await bed.next();
    assert.equal(branch(), WORK);
    await bed.window.runner.stop(id, 'Ada');
  });

  it('is not told where an agent failed, and nothing else was changed', async () => {
    bed = await new RennBed().open(FILES);
    const id = await bed.startStage();
    (await bed.next()).end(result('failed', 'No.'));
    const failed = await bed.window.gates.take();
    assert.equal(failed.title, 'Runs failed');
    await bed.window.answer(failed, 'retry');
    await bed.next();
    await bed.window.runner.stop(id, 'Ada');
  });
});
