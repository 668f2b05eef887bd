import assert from 'node:assert/strict';
import type { PathChange, RestorePreview } from '../../../../src/core/checkpoints/checkpoint';
import {
  restoredWords,
  restoreItems,
  restoreQuestion,
  someOf,
  strayWords,
} from '../../../../src/vscode/checkpoints/restoreWords';
import { english } from '../english';

const changes: readonly PathChange[] = [
  { path: 'a', what: 'changed' },
  { path: 'b', what: 'added' },
  { path: 'c', what: 'added' },
  { path: 'd', what: 'deleted' },
];
const commit = { sha: '1', subject: 'x' };

function preview(more: Partial<RestorePreview> = {}): RestorePreview {
  return {
    changes,
    commitsSince: [],
    branch: { why: 'none' },
    leftOut: [],
    stays: [],
    nowTree: 't',
    ...more,
  };
}

function list(of: RestorePreview): string {
  return restoreItems(of, english)
    .map(({ label, detail }) => `${label} | ${detail}`)
    .join('\n');
}

const move = { name: 'main', from: '2', to: '1', leaves: 2 };

describe('what is said before a rollback', () => {
  it('offers first what changes nothing, with exact counts', () => {
    assert.equal(
      list(preview()),
      [
        '$(diff-multiple) Show Changes | Opens the comparison and changes nothing: 1 changed, 2 added, 1 deleted.',
        '$(discard) Roll Back Files… | 4 files go back: 1 changed, 2 added, 1 deleted. HEAD and the branch stay as they are.',
      ].join('\n'),
    );
  });

  it('offers the branch only where it can be moved', () => {
    const items = restoreItems(preview({ branch: move, commitsSince: [commit, commit] }), english);
    assert.deepEqual(
      items.map(({ choice }) => choice),
      ['show', 'files', 'filesAndBranch'],
    );
    assert.equal(
      items[1]?.detail,
      '4 files go back: 1 changed, 2 added, 1 deleted. HEAD stays: 2 commits made since stay.',
    );
    assert.equal(items[2]?.detail, '4 files go back, and the branch main too: commits left behind: 2.');
  });

  it('asks with exact counts, and says what is left alone', () => {
    const leftOut = [{ path: 'big.bin', reason: 'too_large' as const }];
    assert.deepEqual(
      restoreQuestion(
        'before step 02',
        preview({ leftOut, stays: ['build/x', 'lib/'], commitsSince: [commit] }),
        'files',
        english,
      ),
      {
        message: 'Roll back 4 files to “before step 02”?',
        detail: [
          'Since then: 1 changed, 2 added, 1 deleted. What was added since is deleted, what was deleted comes back.',
          'HEAD stays: 1 commit made since stays.',
          'Left alone, because no checkpoint holds it: big.bin',
          'Left alone, because it was ignored then or is a repository of its own now: build/x, lib/',
          'The state as it is now becomes a checkpoint first, so that this can be undone.',
        ].join('\n'),
        action: 'Roll Back 4 Files',
      },
    );
  });

  const branches: readonly (readonly [
    string,
    RestorePreview['branch'],
    'files' | 'filesAndBranch',
    boolean,
  ])[] = [
    ['says nothing of a branch that stays', move, 'files', false],
    ['says that the branch moves when that was chosen', move, 'filesAndBranch', true],
    ['says that the branch moves when that is undone', { ...move, undo: true }, 'files', true],
  ];
  for (const [name, branch, choice, said] of branches)
    it(name, () => {
      const { detail } = restoreQuestion('x', preview({ branch }), choice, english);
      assert.equal(detail.includes('The branch main goes back too. Commits left behind: 2.'), said);
    });

  it('counts one file as one', () => {
    assert.equal(restoredWords(1, 'x', english), 'Restored 1 file to “x”.');
    assert.equal(restoredWords(12, 'before step 02', english), 'Restored 12 files to “before step 02”.');
  });

  it('names stray paths, and counts those that are too many', () => {
    assert.equal(someOf(['a', 'b', 'c', 'd', 'e', 'f', 'g'], english), 'a, b, c, d, e and 2 more');
    assert.match(
      strayWords(['$(x)'], 'n', english),
      /^Rolled back to “n”, but .*: \$ \(x\)\. No step is run/,
    );
  });
});
