import assert from 'node:assert/strict';
import { lockfileChange } from '../../../../src/core/lockfiles/changes';

/** A lockfile of npm: what the project itself asks for, and every package with its version. */
function npm(direct: readonly string[], packages: Readonly<Record<string, string>>): string {
  const dependencies = Object.fromEntries(direct.map((name) => [name, '*']));
  const below = Object.entries(packages).map(([name, version]) => [`node_modules/${name}`, { version }]);
  const all = { '': { dependencies }, ...(Object.fromEntries(below) as object) };
  return JSON.stringify({ lockfileVersion: 3, packages: all });
}

const poetry = (name: string): string => `[[package]]\nname = "${name}"\nversion = "1.0"\n`;

/**
 * There is no list of allowed dependencies here to judge by (`allow_deps` is Runr's): no pattern, scope or `*` lets a
 * package pass unseen. Every change is told to the person who lets the run go on, counted by what it is.
 */
describe('runr.md 14 case 29: dependencies without an allowlist', () => {
  const before = npm(['a'], { a: '1.0.0' });
  for (const [name, now, expected] of [
    [
      'of two scopes and of none: each is told',
      npm(['a', '@x/one', '@y/two', 'b'], { a: '1.0.0', '@x/one': '1.0.0', '@y/two': '1.0.0', b: '1.0.0' }),
      '3 packages added (3 direct), 0 removed, 0 updated',
    ],
    [
      'that only another one brings: not counted as asked for',
      npm(['a'], { a: '1.0.0', deep: '1.0.0' }),
      '1 package added (0 direct), 0 removed, 0 updated',
    ],
    [
      'a new version of one that was asked for before: an update, nothing added',
      npm(['a'], { a: '2.0.0' }),
      '0 packages added, 0 removed, 1 updated',
    ],
    [
      'a name in other letters: another package of npm',
      npm(['A'], { A: '1.0.0' }),
      '1 package added (1 direct), 1 removed, 0 updated',
    ],
  ] as const)
    it(name, () => {
      assert.equal(lockfileChange('package-lock.json', before, now), `package-lock.json: ${expected}`);
    });

  it('the notations of one name of PyPI: one package', () => {
    const change = lockfileChange('poetry.lock', poetry('Foo_Bar.baz'), poetry('foo-bar-baz'));
    assert.equal(change, 'poetry.lock: no package changed');
  });
});
