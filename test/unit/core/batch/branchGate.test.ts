import assert from 'node:assert/strict';
import { branchGate, notedBranch, tellsFacts, type BranchFacts } from '../../../../src/core/batch/branchGate';
import type { RunEvent } from '../../../../src/core/events';
import type { GateFrame } from '../../../../src/core/gates';

const FRAME: GateFrame = {
  schema_version: 1,
  id: 'g1',
  run: 'r1',
  node: '(branch)',
  evidence: [],
  blocks: 'stage 01',
  plan: { root: '/w/.renn', title: 'House' },
  step: { key: '', number: '01', title: 'Walls' },
  openedAt: '2026-01-31T10:00:00.000Z',
};

const FACTS: BranchFacts = { noted: 'work', now: 'main', head: 'abc1234' };

describe('the gate at another branch', () => {
  const cases: readonly (readonly [string, BranchFacts, string, readonly string[]])[] = [
    ['names both', FACTS, '`work`, but `main` is checked out', ['switch back', 'go on here', 'stop']],
    [
      'without a branch, names the commit, and offers nothing to write down',
      { ...FACTS, now: undefined },
      '`work`, but no branch is checked out (HEAD is at `abc1234`)',
      ['switch back', 'stop'],
    ],
    [
      'without a commit either',
      { ...FACTS, now: undefined, head: '' },
      '`work`, but no branch is checked out',
      ['switch back', 'stop'],
    ],
    [
      'keeps a name in its place',
      { ...FACTS, now: 'a`b*c' },
      '`work`, but `` a`b*c `` is checked out',
      ['switch back', 'go on here', 'stop'],
    ],
  ];
  for (const [name, facts, words, keys] of cases) {
    it(name, () => {
      const { question, options, allowsText } = branchGate(FRAME, facts, '');
      // All of it in the first line, which is all that the prompt shows.
      const [first] = question.split('\n');
      assert.equal(first, `The stage works on the branch ${words}. What it did so far may not be there.`);
      assert.deepEqual([options.map(({ key }) => key), allowsText], [keys, false]);
    });
  }

  it('says first why the answer before was not carried out, which changes no fact', () => {
    const gate = branchGate(FRAME, FACTS, 'There is no branch *work*.');
    assert.ok(gate.question.startsWith('There is no branch \\*work\\*.\n\n'), gate.question);
    assert.deepEqual(
      [FACTS, { ...FACTS, now: 'third' }, { ...FACTS, noted: 'third' }].map((facts) =>
        tellsFacts(gate, facts),
      ),
      [true, false, false],
    );
  });
});

it('the branch that a stage works on is the one that was written down last', () => {
  const noted = (branch: string): RunEvent => ({ schema_version: 1, at: '', type: 'branch_noted', branch });
  const other: RunEvent = { schema_version: 1, at: '', type: 'note', text: 'x' };
  assert.deepEqual([[], [other], [noted('a')], [noted('a'), noted('b'), other]].map(notedBranch), [
    undefined,
    undefined,
    'a',
    'b',
  ]);
});
