import assert from 'node:assert/strict';
import type { LeftWorktree } from '../../../src/node/isolation/leftWorktrees';
import { leftItem, lossText, type SeenLeft } from '../../../src/vscode/leftWorktreeWords';
import { run } from '../core/mapValues';
import { english } from './english';

const left = (state: LeftWorktree['state'], more: Partial<LeftWorktree> = {}): LeftWorktree => ({
  ...{ id: 'w1', folder: '/w.stage-runner/w1', state },
  ...more,
});

describe('the words for a worktree that is still there', () => {
  const all: readonly (readonly [SeenLeft, string, string])[] = [
    [
      {
        left: left('not_merged', { run: run('02') }),
        only: { files: ['a.ts', 'b $(x).ts'], commits: 1 },
      },
      '02 Step 02',
      'its result is not in the workspace · 2 files in no commit (a.ts, b $ (x).ts) · 1 commit that no branch has',
    ],
    [
      { left: left('left'), only: { files: ['1', '2', '3', '4', '5', '6'], commits: 2 } },
      'w1',
      'its result was left there by choice · 6 files in no commit (1, 2, 3, 4, 5, …) · 2 commits that no branch has',
    ],
    [{ left: left('unused'), only: { files: [], commits: 0 } }, 'w1', 'nobody worked there'],
    [
      { left: left('merged'), only: { why: 'git is gone.' } },
      'w1',
      'its result is in the workspace · what is in it cannot be told: git is gone.',
    ],
  ];
  for (const [seen, label, description] of all)
    it(description, () => {
      const item = leftItem(seen, english);
      assert.deepEqual([item.label, item.description], [label, description]);
      assert.equal(item.detail, '/w.stage-runner/w1');
    });

  it('name what is lost with each before it is removed', () => {
    assert.equal(
      lossText(
        all.map(([seen]) => seen),
        english,
      ),
      [
        '02 Step 02: 2 files in no commit (a.ts, b $ (x).ts), 1 commit that no branch has',
        'w1: 6 files in no commit (1, 2, 3, 4, 5, …), 2 commits that no branch has',
        'w1: nothing is lost',
        'w1: what is in it cannot be told: git is gone.',
        'What is only there is gone for good. No file of the workspace changes.',
      ].join('\n'),
    );
  });
});
