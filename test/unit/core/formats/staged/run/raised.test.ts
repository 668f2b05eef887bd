import assert from 'node:assert/strict';
import type { RaisedGate } from '../../../../../../src/core/agentResult';
import { GSD, RENN } from '../../../../../../src/core/formats/staged/names';
import { gateReturn } from '../../../../../../src/core/formats/staged/run/gateReturn';
import { answerMeaning, recordedAnswer } from '../../../../../../src/core/formats/staged/run/gateAnswer';
import { gateOfRaised, raisedOf } from '../../../../../../src/core/formats/staged/run/raised';

const RETURN = [
  '**Type:** human-verify',
  '**Plan:** 01-02',
  '**Progress:** 1/3 tasks complete',
  '### Completed Tasks',
  '| Task | Name | Commit | Files |',
  '|---|---|---|---|',
  '| 1 | A \\| B | abc1234 | a.ts |',
  '| 2 | C | - | |',
  '### Current Task',
  '**Task 3:** Look',
  '**Blocked by:** nobody has looked',
  '### Checkpoint Details',
  '**How to verify:** open it',
  '### Awaiting',
  'Say "approved".',
];

describe('staged run: a gate as we ask it', () => {
  it('shows what was done, what is shown and what is awaited', () => {
    const raised = raisedOf(gateReturn(RETURN)!, GSD);
    assert.deepEqual(
      [raised.type, raised.title, raised.options],
      ['human-verify', 'Verification required', ['approved']],
    );
    assert.equal(
      raised.details,
      [
        '**Plan:** 01-02',
        '**Progress:** 1/3 tasks complete',
        '### Completed tasks',
        '| Task | Name | Commit | Files |\n| --- | --- | --- | --- |\n| 1 | A \\| B | abc1234 | a.ts |\n| 2 | C | none |  |',
        '### Current task',
        'Task 3: Look',
        'nobody has looked',
        '### Details',
        '**How to verify:** open it',
        '### Awaiting',
        'Say "approved".',
      ].join('\n\n'),
    );
  });

  it('says so where the agent told nothing', () => {
    const { details, options } = raisedOf(gateReturn(['**Type:** human-action'])!, RENN);
    assert.deepEqual([details, options], ['The agent told nothing about this gate.', ['done']]);
  });

  it('offers the options of a decision, each once and nine at most', () => {
    const rows = Array.from({ length: 12 }, (_, at) => `| o${at % 11} | p | c |`);
    const gate = gateReturn([
      '**Type:** decision',
      '### Gate Details',
      '| Option | Pros | Cons |',
      '|-|-|-|',
      ...rows,
    ])!;
    assert.deepEqual(raisedOf(gate, RENN).options, ['o0', 'o1', 'o2', 'o3', 'o4', 'o5', 'o6', 'o7', 'o8']);
  });
});

describe('staged run: a gate from the answer file', () => {
  const raised = (changes: Partial<RaisedGate>): RaisedGate => ({
    type: 'decision',
    title: 'Which store',
    details: 'Two are possible.',
    options: ['a', 'b'],
    ...changes,
  });

  it('with the structured return in its details', () => {
    const gate = gateOfRaised(
      raised({ type: 'human-verify', details: `## CHECKPOINT REACHED\n${RETURN.join('\n')}` }),
    );
    assert.deepEqual(
      [gate.type, gate.progress, gate.completed[0]?.commits, gate.current.name],
      ['human-verify', { done: 1, total: 3 }, ['abc1234'], 'Look'],
    );
  });

  it('with words alone', () => {
    const gate = gateOfRaised(raised({}));
    assert.deepEqual(
      [gate.type, gate.details, gate.awaiting, gate.options.map(({ id }) => id), gate.completed],
      ['decision', 'Two are possible.', 'Which store', ['a', 'b'], []],
    );
  });

  const types = [
    ['human-action', 'human-action'],
    ['checkpoint:human-verify', 'human-verify'],
    ['auth gate', 'human-action'],
    ['Human_Action', 'human-action'],
    ['architectural question', 'decision'],
    ['[a | b]', 'decision'],
    ['constructor', 'decision'],
  ] as const;
  for (const [type, expected] of types) {
    it(`of the type ${type}`, () => {
      assert.equal(gateOfRaised(raised({ type })).type, expected);
    });
  }
});

describe('staged run: answers', () => {
  const secret = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';
  const cases = [
    ['human-verify', 'approved', 'approved', 'approved'],
    ['human-verify', ' Yes. ', 'approved', 'Yes.'],
    ['human-verify', 'not approved', 'issues', 'not approved'],
    ['human-verify', 'yes, but the button is gone', 'issues', 'yes, but the button is gone'],
    ['human-verify', '', 'issues', ''],
    ['decision', 'approved', 'decided', 'approved'],
    ['decision', 'sqlite', 'decided', 'sqlite'],
    ['human-action', 'done', 'done', 'done'],
    ['human-action', secret, 'done', 'done'],
    ['human-action', `done, the key is ${secret}`, 'done', 'done'],
  ] as const;
  for (const [type, answer, meaning, kept] of cases) {
    it(`${type}: ${answer || 'nothing'}`, () => {
      assert.deepEqual([answerMeaning(type, answer), recordedAnswer(type, answer)], [meaning, kept]);
    });
  }

  it('keeps no more of an answer than anybody reads', () => {
    assert.equal(recordedAnswer('decision', 'x'.repeat(1_000_000)).length, 16_000);
  });
});
