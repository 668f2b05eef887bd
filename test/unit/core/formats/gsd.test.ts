import assert from 'node:assert/strict';
import { gsd } from '../../../../src/core/formats/gsd';
import { read, stagedText } from './stagedText';

describe('gsd: what is a plan of it', () => {
  const cases: readonly (readonly [string, readonly string[], boolean])[] = [
    ['a folder of phases', ['phases/'], true],
    ['a roadmap', ['ROADMAP.md'], true],
    ['a state file', ['STATE.md'], true],
    ['archived phases alone', ['milestones/', 'milestones/v1.0-phases/'], true],
    ['some other .planning', ['notes.md', 'milestones/'], false],
  ];
  for (const [name, listing, expected] of cases) {
    it(name, () => {
      assert.equal(gsd.recognises(listing), expected);
    });
  }

  it('looks in .planning of the workspace folder and of packages, and nowhere else', () => {
    const paths = ['.planning', 'packages/api/.planning', 'planning', 'a.planning', '.planning/phases'];
    assert.deepEqual(
      paths.filter((path) => gsd.looksIn?.(path)),
      paths.slice(0, 2),
    );
  });
});

describe('gsd: phases and plans', () => {
  it('a phase with two plans, one of them summarised', () => {
    const plan = read('gsd', {
      'phases/01-set-up/01-01-PLAN.md': '# First\n',
      'phases/01-set-up/01-01-SUMMARY.md': '# Summary\n',
      'phases/01-set-up/01-02-PLAN.md':
        '---\nphase: 01-set-up\nplan: 02\nwave: 2\ndepends_on: ["01-01"]\n---\n# Second\n',
    });
    assert.deepEqual(stagedText(plan), [
      '01 Set up',
      '  01-01 First [complete] <- 01-01-SUMMARY.md complete',
      '  01-02 Second [pending]',
      '    needs 01-01: satisfied',
    ]);
  });
});
