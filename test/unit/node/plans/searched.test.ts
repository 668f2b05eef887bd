import assert from 'node:assert/strict';
import { join, resolve, sep } from 'node:path';
import { searchedPaths } from '../../../../src/node/plans/searched';

describe('what appears in a workspace', () => {
  const folder = resolve(sep, 'w');
  const searched = (...paths: string[]): string[] =>
    searchedPaths(
      paths.map((path) => join(folder, path)),
      [folder],
      ['**/dist', 'old/**'],
    ).map((path) => path.slice(folder.length + 1).replaceAll(sep, '/'));

  it('is searched where plans may be', () => {
    assert.deepEqual(searched('plans', 'a/plans/steps/01-a.md', 'git'), [
      'plans',
      'a/plans/steps/01-a.md',
      'git',
    ]);
  });

  it('is not searched below what we, git and installers write, and what the settings exclude', () => {
    assert.deepEqual(
      searched(
        '.stage-runner/r1/1/prompt.md',
        '.git/stage-runner/runs',
        'a/node_modules/x/README.md',
        'a/dist/plans',
        'old/plans',
        '../elsewhere/plans',
      ),
      [],
    );
  });
});
