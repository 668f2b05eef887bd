import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitCommand } from '../../../../src/node/checkpoints/gitCommand';
import { leftIn, removeLeftIn } from '../../../../src/node/isolation/leftIn';
import { leftWorktrees, removeLeft, type LeftWorktree } from '../../../../src/node/isolation/leftWorktrees';
import { leaveRecap } from '../runner/stageBed';
import { result } from '../runner/world';
import { IsolatedBed } from './isolatedBed';

describe('a worktree that is still there', function () {
  this.timeout(60_000);
  let bed: IsolatedBed;
  afterEach(() => bed.close());

  async function left(): Promise<readonly LeftWorktree[]> {
    const found = await leftWorktrees(gitCommand, bed.repo.top, bed.window.store);
    assert.ok(!('why' in found), JSON.stringify(found));
    return found;
  }
  const states = async (): Promise<string[]> => (await left()).map(({ state }) => state);
  const notes = (id: string): string[] =>
    bed.events(id).flatMap((event) => (event.type === 'note' ? [event.text] : []));

  it('is known while its step is at work, and is not removed', async () => {
    bed = new IsolatedBed({});
    bed.world.agents.auto = undefined;
    await bed.open();
    const id = await bed.start();
    await bed.begun('01');
    await bed.begun('02');
    assert.deepEqual(await states(), ['at_work', 'at_work']);
    assert.equal((await removeLeft(gitCommand, bed.repo.top, await left())).length, 2);
    assert.equal(bed.worktrees().length, 2);
    bed.repo.git('worktree', 'prune');
    assert.throws(() => bed.repo.git('worktree', 'remove', '--force', bed.worktreeOf(id, '01')));
    await bed.window.runner.stop(id, 'Ada');
    assert.deepEqual(await states(), ['not_merged', 'not_merged']);
    assert.deepEqual(await removeLeft(gitCommand, bed.repo.top, await left()), []);
    assert.deepEqual([bed.worktrees(), bed.refs(), await left()], [[], [], []]);
    assert.ok(!existsSync(bed.worktreesFolder));
  });

  it('is offered for removal with what is nowhere else, once nobody is at work there', async () => {
    bed = new IsolatedBed({}, { 'a.txt': 'a\n', '.gitignore': 'ignored.txt\n' });
    bed.world.agents.auto = undefined;
    await bed.open();
    const offered = async (): Promise<unknown[]> => {
      const found = await leftIn(bed.world.folder, bed.window.store);
      assert.ok(found && 'left' in found && found.top === bed.repo.top);
      return found.left.map(({ left: { run }, only }) => [run?.header.step.number, only]);
    };
    const id = await bed.start();
    const [first] = [await bed.begun('01'), await bed.begun('02')];
    assert.deepEqual(await offered(), []);
    const git = (...args: string[]): string =>
      execFileSync('git', args, { cwd: first.place.cwd, encoding: 'utf8' });
    const write = (name: string): void => {
      writeFileSync(join(first.place.cwd, name), 'more\n');
    };
    write('b.txt');
    git('add', 'b.txt');
    git('commit', '--quiet', '-m', 'Add b');
    for (const name of ['a.txt', 'new \u00e4.txt', 'ignored.txt']) write(name);
    await bed.window.runner.stop(id, 'Ada');
    assert.deepEqual(await offered(), [
      ['01-01', { files: ['a.txt', 'new \u00e4.txt'], commits: 1 }],
      ['01-02', { files: [], commits: 0 }],
    ]);
    const gone = bed.child(id, '01').header.isolated?.id ?? '';
    assert.deepEqual(await removeLeftIn(bed.world.folder, bed.window.store, [gone, 'nothing']), []);
    assert.deepEqual(await offered(), [['01-02', { files: [], commits: 0 }]]);
    assert.deepEqual(await removeLeftIn(bed.world.folder, bed.window.store, []), []);
    assert.equal(await leftIn(bed.world.root, bed.window.store), undefined);
  });

  it('is known when a person has deleted its folder', async () => {
    bed = new IsolatedBed({});
    bed.world.agents.auto = undefined;
    await bed.open();
    const id = await bed.start();
    await bed.begun('01');
    await bed.begun('02');
    await bed.window.runner.stop(id, 'Ada');
    rmSync(bed.worktreesFolder, { recursive: true });
    assert.deepEqual(await states(), ['not_merged', 'not_merged']);
    const answer = await bed.window.runner.resume(bed.child(id, '01').id, 'Ada');
    assert.equal('refused' in answer && answer.refused.code, 'plan_missing');
    assert.deepEqual(await removeLeft(gitCommand, bed.repo.top, await left()), []);
    assert.deepEqual([bed.refs(), await left()], [[], []]);
  });

  it('is kept where a step left a repository that no merge can take', async () => {
    bed = new IsolatedBed({});
    const { auto } = bed.world.agents;
    bed.world.agents.auto = (task) => {
      const nested = join(task.plan.root, '..', 'vendor');
      if (task.step.key.includes('01-01')) {
        mkdirSync(nested);
        execFileSync('git', ['init', '--quiet'], { cwd: nested });
        writeFileSync(join(nested, 'a.txt'), 'a\n');
      }
      return auto?.(task) ?? { kind: 'stopped' };
    };
    await bed.open();
    const id = await bed.start();
    await bed.settled(id);
    assert.equal(bed.stop(id), 'ended stage_complete');
    assert.deepEqual(await states(), ['merged']);
    assert.match(notes(id).join('\n'), /^The worktree .* is kept: these were not merged: vendor\/\.$/);
  });

  it('goes, and the commits that were made there are kept', async () => {
    bed = new IsolatedBed({});
    bed.world.agents.auto = undefined;
    await bed.open();
    const id = await bed.start();
    const [first, second] = [await bed.begun('01'), await bed.begun('02')];
    writeFileSync(join(first.place.cwd, 'a.txt'), 'a\n');
    const git = (...args: string[]): string =>
      execFileSync('git', args, { cwd: first.place.cwd, encoding: 'utf8' }).trim();
    git('add', 'a.txt');
    git('commit', '--quiet', '-m', 'Add a');
    const commit = git('rev-parse', 'HEAD');
    for (const call of [first, second]) {
      leaveRecap(call.task);
      call.end(result('complete'));
    }
    await bed.settled(id);
    assert.equal(bed.repo.read('a.txt'), 'a\n');
    assert.equal(bed.repo.git('log', '-1', '--format=%s'), 'Start');
    const refs = bed.refs();
    assert.deepEqual([bed.worktrees(), refs.length], [[], 1]);
    assert.equal(bed.repo.git('rev-parse', `${refs[0] ?? ''}^`), commit);
    assert.match(
      notes(id).join('\n'),
      /^Commits that 01-base\/01-01-run made in its worktree are kept under refs\/stage-runner\/worktrees\/\w+\/result; your branch does not have them\.$/,
    );
  });

  for (const [name, leave] of [
    ['whole', (folder: string) => bed.repo.git('worktree', 'add', '--quiet', '--detach', '--lock', folder)],
    ['half', (folder: string) => mkdirSync(join(folder, 'src'), { recursive: true })],
  ] as const) {
    it(`is made anew where a crash left a ${name} one in which nobody worked`, async () => {
      bed = new IsolatedBed({ '01': { 'src/01.txt': '1\n' }, '02': {} });
      await bed.open();
      let folder = '';
      bed.world.onEvent = ({ id }) => {
        const last = bed.window.store.events(id).at(-1);
        if (last?.type !== 'worktree_started' || folder !== '') return;
        folder = last.folder;
        bed.world.save('begun');
      };
      const id = await bed.start();
      await bed.settled(id);
      bed.world.onEvent = undefined;
      bed.window.crash();
      bed.world.restore('begun');
      leave(folder);
      bed.renewAgents();
      await bed.open();
      assert.deepEqual(await states(), ['at_work']);
      await bed.window.runner.pickUp(bed.world.folder);
      assert.ok('run' in (await bed.window.runner.resume(id, 'Ada')));
      await bed.settled(id);
      assert.equal(bed.stop(id), 'ended stage_complete', JSON.stringify(bed.run(id).stop));
      assert.equal(bed.repo.read('src/01.txt'), '1\n');
      assert.deepEqual([bed.worktrees(), bed.refs(), await left()], [[], [], []]);
    });
  }
});
