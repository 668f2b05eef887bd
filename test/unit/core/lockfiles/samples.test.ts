import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { lockfileChange, READERS } from '../../../../src/core/lockfiles/changes';
import { delta } from '../../../../src/core/lockfiles/delta';

const SAMPLES = resolve('..', 'shared', 'samples', 'lockfiles');

/** A pair that a package manager wrote, before and after it added one package, and the lockfile's name. */
function pair(folder: string) {
  const files = readdirSync(join(SAMPLES, folder));
  const text = (when: string) =>
    readFileSync(join(SAMPLES, folder, files.find((file) => file.startsWith(when)) ?? ''), 'utf8');
  return { name: files[0]?.replace(/^\w+\./, '') ?? '', before: text('before'), after: text('after') };
}

function packages(name: string, text: string) {
  const read = READERS.get(name)?.(text) ?? { problem: 'nobody reads it' };
  assert.ok('packages' in read, JSON.stringify(read));
  return read.packages;
}

describe('runr.md 14 case 30: lockfiles that package managers wrote', () => {
  before(function () {
    if (existsSync(SAMPLES)) return;
    if (this.test) this.test.title += ' (absent: ../shared/samples/lockfiles)';
    this.skip();
  });

  for (const [folder, saysDirect] of [
    ['npm-v1', false],
    ['npm-v2', true],
    ['npm-v3', true],
    ['pnpm-7', true],
    ['pnpm-8', true],
    ['pnpm-9', true],
    ['pnpm-10', true],
    ['yarn-1', false],
    ['yarn-berry', true],
    ['bun-text', true],
  ] as const)
    it(`runr.md 14 case 30: ${folder}: 3 → 14 packages, 11 added, 0 removed${saysDirect ? ', 1 direct' : ''}`, () => {
      const { name, before, after } = pair(folder);
      const [was, is] = [packages(name, before), packages(name, after)];
      assert.deepEqual([was.length, is.length], [3, 14]);
      const { added, removed, updated } = delta(was, is);
      assert.deepEqual([added.length, removed.length, updated.length], [11, 0, 0]);
      assert.deepEqual(
        added.filter(({ direct }) => direct).map((one) => `${one.name}@${one.version}`),
        saysDirect ? ['@types/express@4.17.21'] : [],
      );
      assert.deepEqual(
        added.filter(({ source }) => source !== undefined),
        [],
      );
      assert.equal(
        lockfileChange(`src/${name}`, before, after),
        `src/${name}: 11 packages added${saysDirect ? ' (1 direct)' : ''}, 0 removed, 0 updated`,
      );
    });

  it('runr.md 14 case 30: another version of npm, pnpm or Yarn writes the same packages otherwise: none changed', () => {
    for (const [from, to] of [
      ['npm-v1', 'npm-v2'],
      ['npm-v2', 'npm-v3'],
      ['npm-v3', 'npm-v1'],
      ['pnpm-7', 'pnpm-8'],
      ['pnpm-8', 'pnpm-9'],
      ['yarn-1', 'yarn-berry'],
    ] as const) {
      const [{ name, after: one }, { after: other }] = [pair(from), pair(to)];
      assert.notEqual(one, other);
      assert.equal(lockfileChange(name, one, other), `${name}: no package changed`, `${from} → ${to}`);
    }
  });

  it('runr.md 14 case 30: a binary bun.lockb is known to have changed', () => {
    const { name, before, after } = pair('bun-bin');
    assert.equal(lockfileChange(name, before, after), 'bun.lockb is binary: only that it changed is known');
  });
});
