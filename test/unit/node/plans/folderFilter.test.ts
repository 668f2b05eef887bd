import assert from 'node:assert/strict';
import { DEFAULT_EXCLUDE, DEFAULT_INCLUDE } from '../../../../src/node/plans/defaults';
import { folderFilter } from '../../../../src/node/plans/folderFilter';

describe('folderFilter', () => {
  const included: [string, string, boolean][] = [
    ['**/plans', 'plans', true],
    ['**/plans', 'a/.b/plans', true],
    ['**/plans', 'plans/steps', false],
    ['**/plans', 'myplans', false],
    ['docs/*/p(1)', 'docs/x/p(1)', true],
    ['{docs,work}/plans', 'work/plans', true],
    ['c++', 'c++', true],
    ['plan[12]', 'plan2', true],
    ['!(x)', 'y', false],
  ];
  for (const [glob, path, expected] of included) {
    it(`${glob} ${expected ? 'takes' : 'leaves'} ${path}`, () => {
      assert.equal(folderFilter('/w', [glob], []).included(path), expected);
    });
  }
  it('matches the workspace folder by its own name', () => {
    assert.equal(folderFilter('/w/plans', DEFAULT_INCLUDE, []).included(''), true);
    assert.equal(folderFilter('/w/code', DEFAULT_INCLUDE, []).included(''), false);
  });
  it('excludes nothing and includes nothing without globs', () => {
    const filter = folderFilter('/w', [], []);
    assert.deepEqual([filter.included('plans'), filter.excluded('plans')], [false, false]);
  });

  const excluded: [string, boolean][] = [
    ['node_modules', true],
    ['a/node_modules', true],
    ['.git', true],
    ['a/test/fixtures', true],
    ['fixtures', true],
    ['packages/a/samples', true],
    ['a/fixtures.d', false],
    ['docs', false],
    ['.okstra/sample', false],
    ['sample/.okstra', false],
    ['.okstra/node_modules', false],
    ['sample', true],
  ];
  for (const [path, expected] of excluded) {
    it(`by default ${expected ? 'skips' : 'searches'} ${path}`, () => {
      assert.equal(folderFilter('/w', DEFAULT_INCLUDE, DEFAULT_EXCLUDE).excluded(path), expected);
    });
  }
  it('leaves folders in that of a tool to it, unless a glob names more of the path', () => {
    const filter = folderFilter('/w', [], ['**/out', '**/.okstra/old']);
    const paths = ['.okstra/out', '.okstra/old', 'a/.okstra/old', 'out'];
    assert.deepEqual(
      paths.map((path) => filter.excluded(path)),
      [false, true, true, true],
    );
  });
  it('takes globs that name what is in a folder for the folder', () => {
    assert.equal(folderFilter('/w', [], ['**/x/**']).excluded('a/x'), true);
  });

  for (const glob of ['*a*a*a*a*b', '**/a/**/a/**/a/**/b', 'x'.repeat(600), '']) {
    it(`does not use ${JSON.stringify(glob.slice(0, 30))}`, () => {
      const filter = folderFilter('/w', [glob, '**/plans'], []);
      assert.deepEqual(
        filter.problems.map(({ code, file }) => `${code} ${file}`),
        ['glob-refused /w'],
      );
      assert.equal(filter.included('plans'), true);
    });
  }
});
