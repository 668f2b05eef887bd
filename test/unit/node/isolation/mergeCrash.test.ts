import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Run } from '../../../../src/core/run';
import { filesOnDisk } from '../checkpoints/repo';
import { goOn, keepMoments, eventNames } from '../runner/moments';
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
  async function toTheEnd(id: string): Promise<void> {
    bed.renewAgents();
    await bed.open();
    await goOn(bed.window, bed.world.folder, id);
    await bed.window.runner.settled(id);
  }

  /** The tree without the plan's and our own folders. */
  const tree = (): string[] =>
    filesOnDisk(bed.repo.top).filter((line) => !/^\w+ \.(renn|stage-runner)\//.test(line));

  it('loses nothing and leaves nothing behind, between any two events of the stage', async () => {
    const own = bed.own();
    let id = '';
    let last = 0;
    const nameOf = eventNames();
    // Every event of the stage, and the ends of its steps.
    const name = (run: Run): string | undefined => {
      const events = bed.window.store.events(run.id);
      const isAnother = run.header.stage && events.length > last;
      if (isAnother) last = events.length;
      return isAnother || events.at(-1)?.type === 'run_ended' ? nameOf(bed.window, run) : undefined;
    };
    const moments = await keepMoments(bed.world, name, async () => {
      id = await bed.start();
      await bed.settled(id);
    });
    assert.equal(bed.stop(id), 'ended stage_complete', JSON.stringify(bed.run(id).stop));
    const whole = tree();
    assert.ok(whole.includes('file both.txt = ONE\ntwo\nthree\nfour\nFIVE\n'), whole.join('\n'));
    bed.window.crash();

    const types = new Set(moments.map((moment) => moment.split(' ')[1]));
    for (const type of ['worktree_started', 'merge_started', 'merge_ended', 'batch_started'])
      assert.ok(types.has(type), `no moment after ${type}`);
    for (const moment of moments) {
      bed.world.restore(moment);
      await toTheEnd(id);
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
        if (type === 'merge_started' && ++seen === 2) bed.world.save('begun');
      };
      id = await bed.start();
      await bed.settled(id);
      bed.world.onEvent = undefined;
      bed.window.crash();
      bed.world.restore('begun');
    });

    it('finishes it where some files were written', async () => {
      bed.repo.write({ 'src/02.txt': '2\n' });
      await toTheEnd(id);
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
        await toTheEnd(id);
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
      await toTheEnd(id);
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
      assert.equal(failed.title, 'Steps failed');
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
