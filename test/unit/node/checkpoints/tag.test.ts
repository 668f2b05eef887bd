import assert from 'node:assert/strict';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { emptyRepo, newRepo, removeFolders } from './repo';
import { World } from './store';

describe('tags of checkpoints', function () {
  this.timeout(20_000);

  afterEach(removeFolders);

  const take = (
    world: World,
    id: string,
    kind: 'manual' | 'before_batch' | 'after_step' | 'safety' = 'manual',
  ) => world.store.take({ id, name: id, kind, deadlineMs: 60_000 });

  it('are made at HEAD, numbered on, for what a batch or a person returns to', async () => {
    const world = new World(newRepo().write({ b: 'b' }), { tagPrefix: 'stage2-checkpoint' });
    const { repo } = world;
    repo.git('tag', 'stage2-checkpoint-07');
    repo.git('tag', 'stage2-checkpoint-older');
    repo.git('tag', 'stage2-checkpoint-99/below');
    repo.git('tag', '-a', '-m', 'x', 'other-50');
    for (const kind of ['before_batch', 'after_step', 'manual', 'safety'] as const)
      assert.ok(!('tagProblem' in (await take(world, kind.replace('_', ''), kind))));
    const tags = (await world.store.list()).map(({ record }) => record.git?.tag ?? '-').reverse();
    assert.deepEqual(tags, ['stage2-checkpoint-08', '-', 'stage2-checkpoint-09', '-']);
    for (const tag of ['stage2-checkpoint-08', 'stage2-checkpoint-09']) {
      assert.equal(repo.git('rev-parse', `refs/tags/${tag}`), repo.git('rev-parse', 'HEAD'));
      assert.equal(repo.git('cat-file', '-t', `refs/tags/${tag}`), 'commit');
    }
  });

  it('are refused with words where the prefix cannot begin a name', async () => {
    for (const tagPrefix of [
      'a b',
      '-x',
      'a..b',
      'a*',
      '~',
      '../heads/main',
      'x\ny',
      'a/',
      '@{',
      '$(id)/.x',
    ]) {
      const world = new World(newRepo(), { tagPrefix });
      const result = await take(world, 'one');
      const valid = tagPrefix === '-x' || tagPrefix === 'a/';
      assert.ok('record' in result, tagPrefix);
      assert.equal(result.tagProblem === undefined, valid, `${tagPrefix}: ${result.tagProblem ?? 'made'}`);
      assert.equal(result.record.git?.tag, valid ? `${tagPrefix}-01` : undefined);
      assert.equal(await world.shown(), 'one | one');
    }
  });

  it('need a commit', async () => {
    const world = new World(emptyRepo().write({ a: 'a' }), { tagPrefix: 'cp' });
    const result = await take(world, 'one');
    assert.ok('record' in result);
    assert.equal(result.tagProblem, 'There is no commit yet that a tag could name.');
  });

  it('that cannot be made take nothing back', async () => {
    const world = new World(newRepo(), { tagPrefix: 'cp' });
    writeFileSync(join(world.repo.top, '.git/refs/tags/cp-01.lock'), '');
    const result = await take(world, 'one');
    assert.ok('record' in result);
    assert.match(result.tagProblem ?? '', /^Another git process holds a lock/);
    assert.equal(await world.shown(), 'one | one');
  });

  it('are never moved, and go with their checkpoint only while they name what it named', async () => {
    const world = new World(newRepo(), { tagPrefix: 'cp' });
    const { repo } = world;
    await take(world, 'one');
    await take(world, 'two');
    repo.commit('Later');
    repo.git('tag', '--force', 'cp-01');
    const moved = repo.git('rev-parse', 'cp-01');
    await take(world, 'three');
    assert.equal(repo.git('rev-parse', 'cp-01'), moved);
    await world.store.remove(['one', 'two']);
    assert.equal(repo.git('tag', '--list'), 'cp-01\ncp-03');
  });

  it('of two windows at once get a number each', async () => {
    const repo = newRepo();
    const worlds = [0, 1, 2].map(() => new World(repo, { tagPrefix: 'cp' }));
    const results = await Promise.all(worlds.map((world, index) => take(world, `w${index}`)));
    const tags = results.map((result) => ('record' in result ? result.record.git?.tag : undefined));
    assert.deepEqual(tags.sort(), ['cp-01', 'cp-02', 'cp-03']);
  });
});
