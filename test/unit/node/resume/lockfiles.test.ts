import assert from 'node:assert/strict';
import { symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckpointRecord } from '../../../../src/core/checkpoints/checkpoint';
import { previewText } from '../../../../src/core/resume/previewText';
import { gitCommand } from '../../../../src/node/checkpoints/gitCommand';
import { lockfileChanges } from '../../../../src/node/resume/lockfiles';
import { worktreeOf } from '../../../../src/node/resume/questions';
import { removeFolders } from '../checkpoints/repo';
import { ResumeWorld } from './world';

const npm = (packages: Readonly<Record<string, string>>, direct: readonly string[] = []) => {
  const entries = Object.entries(packages).map(
    ([name, version]) => [`node_modules/${name}`, { version }] as const,
  );
  const root = { dependencies: Object.fromEntries(direct.map((name) => [name, '*'])) };
  return JSON.stringify({ lockfileVersion: 3, packages: { '': root, ...Object.fromEntries(entries) } });
};
const cargo = (...versions: readonly string[]) =>
  versions.map((one) => `[[package]]\nname = "a"\nversion = "${one}"\nsource = "registry+x"\n`).join('\n');

async function changes(world: ResumeWorld, baseline: CheckpointRecord) {
  const problems: string[] = [];
  const ask = await worktreeOf(gitCommand, world.repo.top, new AbortController().signal, problems);
  assert.ok(ask, problems.join());
  return lockfileChanges(ask, baseline);
}

describe('runr.md 14 case 30: lockfiles since the checkpoint', function () {
  this.timeout(20_000);

  afterEach(removeFolders);

  it('runr.md 14 case 30: nested, new in an untracked folder, deleted, binary, several at once, in the page', async () => {
    const world = new ResumeWorld();
    const { repo } = world;
    repo
      .write({ 'src/pkg/package-lock.json': npm({ a: '1' }, ['a']), 'yarn.lock': '# yarn lockfile v1\n' })
      .write({ 'bun.lockb': '\0one', 'Cargo.lock': cargo('1'), 'same/Cargo.lock': cargo('1') })
      .commit('Locks');
    await world.take('01');
    repo
      .write({
        'src/pkg/package-lock.json': npm({ a: '1', b: '1', c: '1' }, ['a', 'b']),
        'bun.lockb': '\0two',
      })
      .write({ 'Cargo.lock': cargo('2'), 'new folder/Cargo.lock': cargo('1', '2') })
      .remove('yarn.lock');
    const page = previewText(await world.preview()).split('\n');
    const start = page.findIndex((line) => line.includes('`lockfile_changed`'));
    assert.deepEqual(page.slice(start + 1, start + 6), [
      '  - Cargo.lock: 0 packages added, 0 removed, 1 updated',
      '  - bun.lockb is binary: only that it changed is known',
      '  - new folder/Cargo.lock: new, 2 packages added, 0 removed, 0 updated',
      '  - src/pkg/package-lock.json: 2 packages added (1 direct), 0 removed, 0 updated',
      '  - yarn.lock: deleted, no package changed',
    ]);
  });

  it('compares the file that lies there with the checkpoint, whatever HEAD and the index have', async () => {
    const world = new ResumeWorld();
    world.repo.write({ 'package-lock.json': npm({ a: '1' }) }).commit('One');
    world.repo.write({ 'package-lock.json': npm({ a: '1', b: '1' }) });
    const baseline = await world.take('01');
    world.repo.write({ 'package-lock.json': npm({ a: '1', b: '1', c: '1' }) }).commit('Three');
    world.repo.write({ 'package-lock.json': npm({ a: '1', b: '2' }) });
    assert.deepEqual(await changes(world, baseline), [
      {
        path: 'package-lock.json',
        what: 'changed',
        says: 'package-lock.json: 0 packages added, 0 removed, 1 updated',
      },
    ]);
    world.repo.write({ 'package-lock.json': npm({ a: '1', b: '1' }) });
    assert.deepEqual(await changes(world, baseline), []);
  });

  it('does not take what the checkpoint left out for new, nor a link for the file', async () => {
    const world = new ResumeWorld();
    const taken = await world.take('01');
    world.repo.write({ 'big/yarn.lock': '1', 'plain text': cargo('1') });
    symlinkSync('plain text', join(world.repo.top, 'Cargo.lock'));
    const leftOut = { ...taken, left_out: [{ path: 'big/', reason: 'too_many' as const }] };
    assert.deepEqual(await changes(world, leftOut), []);
  });

  it('does not read a file above 20 MiB, and reads none but the first of many', async () => {
    const world = new ResumeWorld();
    const baseline = await world.take('01');
    world.repo.write({ 'Cargo/package-lock.json': '' });
    truncateSync(join(world.repo.top, 'Cargo/package-lock.json'), 21 * 1024 * 1024);
    for (let at = 10; at < 35; at += 1) world.repo.write({ [`b/${at}/go.sum`]: 'x\n' });
    const found = await changes(world, baseline);
    assert.equal(found.length, 26);
    assert.equal(
      found[0]?.says,
      'Cargo/package-lock.json: new, could not be read: it has 21 MiB; at most 20 are read',
    );
    assert.equal(found.filter(({ says }) => says !== undefined).length, 20);
  });
});
