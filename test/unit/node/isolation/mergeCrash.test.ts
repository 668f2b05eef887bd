import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { filesOnDisk } from '../checkpoints/repo';
import { IsolatedBed } from './isolatedBed';

const LINES = 'one\ntwo\nthree\nfour\nfive\n';
const WORK = {
  '01': { 'src/01.txt': '1\n', 'both.txt': LINES.replace('one', 'ONE'), 'gone.txt': undefined },
  '02': { 'src/02.txt': '2\n', 'both.txt': LINES.replace('five', 'FIVE') },
};

describe('a window that goes away while steps are isolated', function () {
  this.timeout(300_000);
  let bed: IsolatedBed;

  beforeEach(async () => {
    bed = new IsolatedBed(WORK, { 'both.txt': LINES, 'gone.txt': 'x\n' });
    bed.repo.write({ 'mine.txt': 'untracked\n' });
    await bed.open();
  });
  afterEach(() => bed.close());

  /** Runs the stage to its end, as it goes on in a new window. */
  async function goOn(id: string): Promise<void> {
    bed.renewAgents();
    await bed.open();
    await bed.window.runner.pickUp(bed.world.folder);
    await bed.window.runner.settled(id);
    if (bed.run(id).phase === 'stopped') {
      assert.ok('run' in (await bed.window.runner.resume(id, 'Ada')), JSON.stringify(bed.run(id).stop));
      await bed.window.runner.settled(id);
    }
  }

  /** The tree without the plan's and our own folders. */
  const tree = (): string[] =>
    filesOnDisk(bed.repo.top).filter((line) => !/^\w+ \.(renn|stage-runner)\//.test(line));

  it('loses nothing and leaves nothing behind, between any two events of the stage', async () => {
    const own = bed.own();
    const moments: string[] = [];
    let last = 0;
    bed.world.onEvent = ({ id, header }) => {
      // Every event of the stage, and the ends of its steps.
      const events = bed.window.store.events(id);
      if (events.at(-1)?.type === 'run_ended' || (header.stage && events.length > last)) {
        if (header.stage) last = events.length;
        const name = `${String(moments.length).padStart(3, '0')} ${events.at(-1)?.type ?? ''}`;
        moments.push(name);
        bed.save(name);
      }
    };
    const id = await bed.start();
    await bed.settled(id);
    bed.world.onEvent = undefined;
    assert.equal(bed.stop(id), 'ended stage_complete', JSON.stringify(bed.run(id).stop));
    const whole = tree();
    assert.ok(whole.includes('file both.txt = ONE\ntwo\nthree\nfour\nFIVE\n'), whole.join('\n'));
    bed.window.crash();

    const types = new Set(moments.map((name) => name.slice(4)));
    for (const type of ['worktree_started', 'merge_started', 'merge_ended', 'batch_started'])
      assert.ok(types.has(type), `no moment after ${type}`);
    for (const moment of moments) {
      bed.restore(moment);
      await goOn(id);
      const what = `${moment}: ${JSON.stringify(bed.run(id).stop)}`;
      assert.equal(bed.stop(id), 'ended stage_complete', what);
      assert.deepEqual([tree(), bed.own()], [whole, own], what);
      assert.deepEqual([bed.worktrees(), bed.refs()], [[], []], what);
      bed.window.crash();
      bed.world.forget(moment);
    }
    await bed.open();
  });

  describe('in the middle of a merge', () => {
    let id: string;

    /** As the crash left the tree of the second step's merge, before any file of it was written. */
    beforeEach(async () => {
      let seen = 0;
      bed.world.onEvent = ({ id: run, header }) => {
        const type = header.stage && bed.window.store.events(run).at(-1)?.type;
        if (type === 'merge_started' && ++seen === 2) bed.save('begun');
      };
      id = await bed.start();
      await bed.settled(id);
      bed.world.onEvent = undefined;
      bed.window.crash();
      bed.restore('begun');
    });

    it('finishes it where some files were written', async () => {
      bed.repo.write({ 'src/02.txt': '2\n' });
      await goOn(id);
      assert.equal(bed.stop(id), 'ended stage_complete', JSON.stringify(bed.run(id).stop));
      assert.equal(bed.repo.read('both.txt'), 'ONE\ntwo\nthree\nfour\nFIVE\n');
    });

    for (const [name, text] of [
      ['half of a file', 'ONE\ntwo\nthr'],
      ['an empty file', ''],
      ['no file any more', undefined],
    ] as const) {
      it(`finishes it where there is ${name}`, async () => {
        if (text === undefined) rmSync(join(bed.repo.top, 'both.txt'));
        else bed.repo.write({ 'both.txt': text });
        await goOn(id);
        assert.equal(bed.stop(id), 'ended stage_complete', JSON.stringify(bed.run(id).stop));
        assert.equal(bed.repo.read('both.txt'), 'ONE\ntwo\nthree\nfour\nFIVE\n');
        assert.deepEqual([bed.worktrees(), bed.refs()], [[], []]);
      });
    }

    it('keeps what a person has changed since', async () => {
      bed.repo.write({
        'src/02.txt': '2\n',
        'both.txt': LINES.replace('one', 'ONE').replace('three', 'THREE'),
      });
      await goOn(id);
      assert.equal(bed.repo.read('both.txt'), 'ONE\ntwo\nTHREE\nfour\nFIVE\n');
    });

    it('takes back what was written when a person keeps theirs, but for what they changed', async () => {
      bed.repo.write({ 'src/02.txt': '2\n', 'both.txt': LINES.replace('five', 'mine') });
      bed.renewAgents();
      await bed.open();
      assert.ok('run' in (await resumed()));
      const gate = await bed.window.gates.take();
      assert.ok(gate.question.includes('- `both.txt`\n'), gate.question);
      await bed.answer(gate, 'keep mine');
      const failed = await bed.window.gates.take();
      assert.equal(failed.title, 'Failed');
      assert.equal(bed.repo.read('both.txt'), LINES.replace('five', 'mine'));
      assert.equal(existsSync(join(bed.repo.top, 'src/02.txt')), false);
      assert.equal(bed.worktrees().length, 1);
      await bed.answer(failed, 'stop');
      await bed.window.runner.settled(id);
    });

    async function resumed(): ReturnType<typeof bed.window.runner.resume> {
      await bed.window.runner.pickUp(bed.world.folder);
      await bed.window.runner.settled(id);
      return bed.window.runner.resume(id, 'Ada');
    }
  });
});
