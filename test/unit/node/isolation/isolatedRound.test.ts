import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { leaveRecap, raised } from '../runner/stageBed';
import { result } from '../runner/world';
import { IsolatedBed, type Work } from './isolatedBed';

describe('steps in worktrees of their own', function () {
  this.timeout(60_000);
  let bed: IsolatedBed;

  async function open(
    work: Readonly<Record<string, Work>>,
    files: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    bed = new IsolatedBed(work, files);
    await bed.open();
  }
  afterEach(() => bed.close());

  const notes = (id: string): string[] =>
    bed.events(id).flatMap((event) => (event.type === 'note' ? [event.text] : []));

  it('bring what they did into the working tree, beside what a person has changed', async () => {
    const lines = 'one\ntwo\nthree\nfour\nfive\n';
    await open(
      {
        '01': { 'src/01.txt': 'first\n', 'both.txt': lines.replace('five', 'FIVE') },
        '02': { 'gone.txt': undefined },
      },
      { 'both.txt': lines, 'gone.txt': 'x\n', 'mine.txt': 'old\n' },
    );
    bed.repo.write({ 'mine.txt': 'changed\n', 'staged.txt': 'staged\n', 'new.txt': 'untracked\n' });
    bed.repo.git('add', 'staged.txt');
    const own = bed.own();
    bed.world.onEvent = ({ header, phase }) => {
      // While the steps are at work.
      if (header.parent && phase === 'active') bed.repo.write({ 'both.txt': lines.replace('one', 'ONE') });
    };
    const id = await bed.start();
    await bed.settled(id);
    assert.equal(bed.stop(id), 'ended stage_complete', JSON.stringify(bed.run(id).stop));
    assert.deepEqual(bed.batches(id), ['01 done, 02 done']);
    assert.equal(bed.repo.read('src/01.txt'), 'first\n');
    assert.equal(bed.repo.read('both.txt'), 'ONE\ntwo\nthree\nfour\nFIVE\n');
    assert.equal(existsSync(join(bed.repo.top, 'gone.txt')), false);
    assert.deepEqual(
      ['mine.txt', 'staged.txt', 'new.txt'].map((name) => bed.repo.read(name)),
      ['changed\n', 'staged\n', 'untracked\n'],
    );
    assert.deepEqual(bed.own(), own);
    assert.deepEqual([bed.worktrees(), bed.refs(), notes(id)], [[], [], []]);
    assert.doesNotMatch(bed.repo.git('worktree', 'list'), /stage-runner/);
  });

  it('are told where they work, and their gates are those of the plan', async () => {
    await open({});
    bed.world.agents.auto = undefined;
    const id = await bed.start();
    const call = await bed.begun('01');
    const worktree = bed.worktreeOf(id, '01');
    assert.equal(call.place.cwd, worktree);
    assert.equal(call.task.plan.root, join(worktree, '.renn'));
    assert.ok(call.task.step.file.startsWith(worktree));
    assert.ok(existsSync(call.task.step.file));
    const { header, checkpoints } = bed.child(id, '01');
    assert.deepEqual(
      [header.folder, header.plan.root, header.variables['project_dir'], header.variables['plans_dir']],
      [bed.world.folder, join(bed.world.folder, '.renn'), worktree, join(worktree, '.renn')],
    );
    assert.deepEqual(
      checkpoints.map((mark) => mark.state === 'skipped' && mark.code),
      ['isolated'],
    );
    assert.equal(await bed.window.runner.liveRun(worktree), bed.child(id, '01').id);
    assert.equal(typeof (await bed.window.runner.liveRun(bed.world.folder)), 'string');
    call.end(raised('Which way?'));
    const gate = await bed.window.gates.take();
    assert.equal(gate.plan.root, join(bed.world.folder, '.renn'));
    assert.match(
      bed.run(id).batches[0]?.notes[0] ?? '',
      /^Steps that run side by side each work in a git worktree in .*\.stage-runner\. Files that git ignores/,
    );
    await bed.window.runner.stop(id, 'Ada');
  });

  it('leave what they did in their worktrees when they fail', async () => {
    await open({});
    bed.world.agents.auto = undefined;
    const id = await bed.start();
    const [first, second] = [await bed.begun('01'), await bed.begun('02')];
    writeFileSync(join(first.place.cwd, 'half.txt'), 'half\n');
    first.end(result('failed', 'Could not.'));
    leaveRecap(second.task);
    second.end(result('complete'));
    const gate = await bed.window.gates.take();
    assert.ok(gate.question.includes(bed.worktreeOf(id, '01')), gate.question);
    assert.equal(readFileSync(join(bed.worktreeOf(id, '01'), 'half.txt'), 'utf8'), 'half\n');
    await bed.answer(gate, 'stop');
    await bed.settled(id);
  });

  it('go on in them and are merged, where the stage was stopped and is gone on with', async () => {
    await open({});
    bed.world.agents.auto = undefined;
    const id = await bed.start();
    const [first, second] = [await bed.begun('01'), await bed.begun('02')];
    writeFileSync(join(first.place.cwd, 'half.txt'), 'half\n');
    first.end({ kind: 'interrupted', detail: 'The terminal was closed.' });
    leaveRecap(second.task);
    second.end(result('complete'));
    await bed.answer(await bed.window.gates.take(), 'stop');
    await bed.settled(id);
    assert.ok('run' in (await bed.window.runner.resume(id, 'Bo')));
    const again = await bed.begun('01');
    assert.equal(again.place.cwd, first.place.cwd);
    leaveRecap(again.task);
    again.end(result('complete'));
    await bed.settled(id);
    assert.deepEqual(bed.batches(id), ['01 failed, 02 done', '01 done']);
    assert.deepEqual([bed.repo.read('half.txt'), bed.worktrees(), notes(id)], ['half\n', [], []]);
  });
});
