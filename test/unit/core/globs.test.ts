import assert from 'node:assert/strict';
import { globMatcher, isBounded } from '../../../src/core/globs';

describe('globs', () => {
  const cases: readonly (readonly [glob: string, path: string, matches: boolean])[] = [
    ['**/Makefile', 'Makefile', true],
    ['**/Makefile', 'a/b/Makefile', true],
    ['**/Makefile', 'a/makefile', false],
    ['.github/**', '.github/workflows/ci.yml', true],
    ['.github/**', 'x/.github/ci.yml', false],
    ['.github/**', '.github/a\nb/c\n', true],
    ['**/*.{yml,yaml}', 'a/.b.yaml', true],
    ['a(b)+c', 'a(b)+c', true],
    ['a(b)+c', 'abc', false],
    ['!a', 'b', false],
    ['a/***/b*c*d*e*', 'a/x/bcde', false],
    ['', '', false],
  ];
  for (const [glob, path, matches] of cases)
    it(`${glob} ${matches ? 'matches' : 'does not match'} ${path}`, () => {
      assert.equal(globMatcher([glob])(path), matches);
    });

  it('take no notice of case where they are asked to', () => {
    assert.equal(globMatcher(['**/Makefile'], true)('a/makefile'), true);
  });

  it('are bounded in length and wildcards', () => {
    const globs = ['**/a', '*a*b*', '*a*b*c*', '**/a/**/b/**/c', '**/a/**/b/**/c/**', 'a'.repeat(501), ''];
    assert.deepEqual(globs.map(isBounded), [true, true, false, true, false, false, false]);
  });
});
