import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Gate } from '../../../../src/core/gateRecord';
import { emptyRepo } from '../checkpoints/repo';
import { IsolatedBed } from './isolatedBed';

const OPTIONS = ['keep mine', 'take theirs', 'merged by hand', 'stop'];

describe('two steps that change the same file', function () {
  this.timeout(60_000);
  let bed: IsolatedBed;
  let id: string;
  let gate: Gate;

  beforeEach(async () => {
    bed = new IsolatedBed(
      {
        '01': { 'both.txt': 'first\n', 'src/01.txt': '1\n' },
        '02': { 'both.txt': 'second\n', 'src/02.txt': '2\n' },
      },
      { 'both.txt': 'nothing\n' },
    );
    await bed.open();
    id = await bed.start();
    gate = await bed.window.gates.take();
  });
  afterEach(() => bed.close());

  const has = (path: string): boolean => existsSync(join(bed.repo.top, path));

  it('hold at a gate that names the file, with nothing of the second in the tree', () => {
    assert.deepEqual([gate.title, gate.options.map(({ key }) => key)], ['Merge conflict', OPTIONS]);
    assert.ok(gate.question.includes('- `both.txt`\n'), gate.question);
    assert.ok(gate.question.includes(bed.worktreeOf(id, '02')), gate.question);
    assert.equal(bed.repo.read('both.txt'), 'first\n');
    assert.deepEqual([has('src/01.txt'), has('src/02.txt')], [true, false]);
    assert.deepEqual(bed.worktrees().length, 1);
    const version = gate.evidence.find(({ label }) => label === 'Result: both.txt');
    assert.equal(readFileSync(version?.file ?? '', 'utf8'), 'second\n');
  });

  it('keep mine: the second stays in its worktree and counts as failed', async () => {
    await bed.answer(gate, 'keep mine');
    const failed = await bed.window.gates.take();
    assert.match(failed.question, /Its result is not in the working tree; it is in /);
    assert.equal(bed.repo.read('both.txt'), 'first\n');
    assert.equal(has('src/02.txt'), false);
    assert.equal(readFileSync(join(bed.worktreeOf(id, '02'), 'both.txt'), 'utf8'), 'second\n');
    await bed.answer(failed, 'continue');
    await bed.settled(id);
    assert.deepEqual(bed.batches(id), ['01 done, 02 failed']);
  });

  it('take theirs: the file is the second one, and a checkpoint holds the first', async () => {
    const own = bed.own();
    await bed.answer(gate, 'take theirs');
    await bed.settled(id);
    assert.equal(bed.stop(id), 'ended stage_complete', JSON.stringify(bed.run(id).stop));
    assert.deepEqual([bed.repo.read('both.txt'), has('src/02.txt')], ['second\n', true]);
    const listed = (await bed.world.checkpoints?.list()) ?? [];
    const safety = listed.find(({ record }) => record.kind === 'safety')?.record;
    assert.equal(safety?.name, 'before taking files of step 01-02');
    assert.equal(bed.repo.git('show', `${safety.git?.sha ?? ''}:both.txt`), 'first');
    assert.deepEqual([bed.own(), bed.worktrees(), bed.refs()], [own, [], []]);
  });

  it('take theirs without a checkpoint: nothing is replaced, and the gate says why', async () => {
    const { checkpoints } = bed.world;
    assert.ok(checkpoints);
    const refused = { code: 'no', detail: 'The disk is full.', wayOut: '' };
    const { take } = checkpoints;
    checkpoints.take = () => Promise.resolve({ refused });
    await bed.answer(gate, 'take theirs');
    const again = await bed.window.gates.take();
    assert.match(again.question, /^Your files were not replaced: The disk is full\.\n/);
    assert.ok(again.question.includes('- `both.txt`\n'), again.question);
    assert.equal(bed.repo.read('both.txt'), 'first\n');
    checkpoints.take = take;
    await bed.answer(again, 'take theirs');
    await bed.settled(id);
    assert.equal(bed.repo.read('both.txt'), 'second\n');
  });

  it('merged by hand: the file stays as the person made it, and the rest comes', async () => {
    bed.repo.write({ 'both.txt': 'first and second\n' });
    await bed.answer(gate, 'merged by hand');
    await bed.settled(id);
    assert.equal(bed.stop(id), 'ended stage_complete', JSON.stringify(bed.run(id).stop));
    assert.deepEqual([bed.repo.read('both.txt'), bed.repo.read('src/02.txt')], ['first and second\n', '2\n']);
    assert.deepEqual([bed.worktrees(), bed.refs()], [[], []]);
  });

  it('merged by hand: a file that came in between is asked about too, with the first', async () => {
    bed.repo.write({ 'src/02.txt': 'mine\n' });
    await bed.answer(gate, 'merged by hand');
    const again = await bed.window.gates.take();
    assert.ok(again.question.includes('- `both.txt`\n- `src/02.txt`\n'), again.question);
    await bed.answer(again, 'merged by hand');
    await bed.settled(id);
    assert.deepEqual([bed.repo.read('both.txt'), bed.repo.read('src/02.txt')], ['first\n', 'mine\n']);
  });

  it('stop: going on asks again', async () => {
    await bed.answer(gate, 'stop');
    await bed.settled(id);
    assert.equal(bed.stop(id), 'stopped stage_halted');
    assert.ok('run' in (await bed.window.runner.resume(id, 'Ada')));
    const again = await bed.window.gates.take();
    assert.notEqual(again.id, gate.id);
    await bed.answer(again, 'take theirs');
    await bed.settled(id);
    assert.equal(bed.repo.read('both.txt'), 'second\n');
  });

  it('wait in the next window for the same answer', async () => {
    await bed.crash();
    const again = await bed.window.gates.take();
    assert.equal(again.id, gate.id);
    await bed.answer(again, 'merged by hand');
    await bed.settled(id);
    assert.deepEqual([bed.stop(id), bed.repo.read('src/02.txt')], ['ended stage_complete', '2\n']);
  });
});

describe('the result of a step', function () {
  this.timeout(60_000);
  let bed: IsolatedBed;
  afterEach(() => bed.close());

  /** Runs the stage; before the first agent is done the person does something. */
  async function meets(work: Record<string, string>, meanwhile: () => void): Promise<Gate> {
    bed = new IsolatedBed({ '01': work, '02': {} }, { 'a.txt': 'a\n', '.gitignore': 'ignored.txt\n' });
    await bed.open();
    let done = false;
    bed.world.onEvent = ({ header, phase }) => {
      if (header.parent === undefined || phase !== 'ended' || done) return;
      done = true;
      meanwhile();
    };
    await bed.start();
    return bed.window.gates.take();
  }

  it('does not replace a file that git ignores here', async () => {
    const gate = await meets({ '.gitignore': '', 'ignored.txt': 'step\n' }, () => {
      bed.repo.write({ 'ignored.txt': 'secret\n' });
    });
    assert.ok(gate.question.includes('- `ignored.txt`\n'), gate.question);
    assert.deepEqual(
      [bed.repo.read('ignored.txt'), bed.repo.read('.gitignore')],
      ['secret\n', 'ignored.txt\n'],
    );
  });

  it('does not take the place of a repository of its own', async () => {
    const gate = await meets({ 'sub/file.txt': 'step\n' }, () => {
      emptyRepo(join(bed.repo.top, 'sub')).write({ 'file.txt': 'mine\n' }).commit();
    });
    assert.ok(gate.question.includes('- `sub/file.txt`\n'), gate.question);
    assert.deepEqual(
      gate.options.map(({ key }) => key),
      ['keep mine', 'merged by hand', 'stop'],
    );
    assert.equal(bed.repo.read('sub/file.txt'), 'mine\n');
  });

  it('does not delete a file that a person has changed', async () => {
    bed = new IsolatedBed({ '01': { 'a.txt': undefined }, '02': {} }, { 'a.txt': 'a\n' });
    await bed.open();
    bed.world.onEvent = ({ header }) => {
      if (header.parent) bed.repo.write({ 'a.txt': 'mine\n' });
    };
    await bed.start();
    const gate = await bed.window.gates.take();
    assert.ok(gate.question.includes('- `a.txt`\n'), gate.question);
    assert.equal(bed.repo.read('a.txt'), 'mine\n');
  });

  it('may turn a file into a folder, and a person may take that', async () => {
    bed = new IsolatedBed({ '01': { 'a.txt/b.txt': 'step\n' }, '02': {} }, { 'a.txt': 'a\n' });
    const { auto } = bed.world.agents;
    bed.world.agents.auto = (task) => {
      const place = join(task.plan.root, '..', 'a.txt');
      // The agent of the first makes room.
      if (task.step.key.includes('01-01')) bed.clear(place);
      return auto?.(task) ?? { kind: 'stopped' };
    };
    await bed.open();
    bed.world.onEvent = ({ header }) => {
      if (header.parent) bed.repo.write({ 'a.txt': 'mine\n' });
    };
    const id = await bed.start();
    const gate = await bed.window.gates.take();
    bed.world.onEvent = undefined;
    await bed.answer(gate, 'take theirs');
    await bed.settled(id);
    assert.equal(bed.stop(id), 'ended stage_complete', JSON.stringify(bed.run(id).stop));
    assert.equal(bed.repo.read('a.txt/b.txt'), 'step\n');
  });
});
