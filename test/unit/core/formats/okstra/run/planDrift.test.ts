import assert from 'node:assert/strict';
import {
  comparable,
  driftedFiles,
  driftQuestion,
  type FileState,
} from '../../../../../../src/core/formats/okstra/run/planDrift';

/** `-` is absent, `?` unknown, anything else a hash. */
function state(text: string): FileState {
  return text === '-' ? 'absent' : text === '?' ? 'unknown' : { hash: text };
}

describe('okstra: planned files that changed', () => {
  const cases: readonly (readonly [planned: string, left: string, now: string, drift: string])[] = [
    ['a', '', 'a', 'none'],
    ['a', '', 'b', 'changed'],
    ['a', '', '-', 'gone'],
    ['a', '', '?', 'unclear'],
    ['-', '', '-', 'none'],
    ['-', '', 'a', 'there already'],
    ['?', '', 'a', 'unclear'],
    ['?', '', '-', 'unclear'],
    // What the stages before it made of a file is what this one builds on.
    ['a', 'b', 'b', 'none'],
    ['-', 'b', 'b', 'none'],
    ['?', 'b', 'b', 'none'],
    ['a', '-', '-', 'none'],
    ['a', 'b', 'c', 'changed'],
    ['a', 'b', 'a', 'changed'],
    ['a', '-', 'a', 'there already'],
    ['a', '?', 'a', 'unclear'],
  ];
  for (const [planned, left, now, drift] of cases)
    it(`planned ${planned}, left ${left || 'alone'}, now ${now}: ${drift}`, () => {
      const file = {
        path: 'a.ts',
        planned: state(planned),
        ...(left !== '' && { left: state(left) }),
        now: state(now),
      };
      assert.deepEqual(driftedFiles([file]), drift === 'none' ? [] : [{ ...file, drift }]);
    });

  const texts: readonly (readonly [string, string, boolean])[] = [
    ['a\nb\n', 'a\r\nb', true],
    ['a\nb', 'a  \n\n\nb\t\n', true],
    ['a', '\uFEFFa', true],
    ['a\n  b', 'a\nb', false],
    ['a b', 'a  b', false],
    ['a\nb', 'ab', false],
    ['', '\n \n', true],
  ];
  for (const [one, other, same] of texts)
    it(`${JSON.stringify(one)} is ${same ? '' : 'not '}as good as ${JSON.stringify(other)}`, () => {
      assert.equal(comparable(one) === comparable(other), same);
    });
});

describe('okstra: the question before a stage whose files changed', () => {
  const changed = { path: 'src/a.ts', planned: state('a'), now: state('b'), drift: 'changed' } as const;

  it('is none without such files', () => {
    assert.equal(driftQuestion(1, [], 'abc'), undefined);
  });

  it('names the files, what is with them, and what each choice means', () => {
    const question = driftQuestion(
      2,
      [
        { ...changed, commits: ['Rename *it*', 'Second', 'Third', 'Fourth'] },
        { ...changed, path: 'b`c.ts', drift: 'gone' },
        { ...changed, path: 'd.ts', drift: 'there already' },
        { ...changed, path: 'e.ts', drift: 'unclear' },
      ],
      '0123456789abcdef',
    );
    assert.ok(question);
    assert.deepEqual(question.split('\n\n').slice(0, 2), [
      'Stage 2 is planned on files that are not as they were since the plan was written (`0123456789ab`):',
      '- `src/a.ts` changed ("Rename \\*it\\*", "Second", "Third" and 1 more)\n- `` b`c.ts `` is gone\n- `d.ts` was to be new, and is there already\n- `e.ts` may have changed: nobody can tell',
    ]);
    assert.match(question, /\*\*Plan again\*\* stops before the stage[^]*\*\*Go on\*\* where/);
  });

  it('is bounded', () => {
    const many = Array.from({ length: 400 }, (_, at) => ({
      ...changed,
      path: `f${at}`,
      commits: ['x'.repeat(9999)],
    }));
    const details = driftQuestion(1, many, 'abc') ?? '';
    assert.ok(details.includes('- and 370 more\n') && details.length < 6000);
  });
});
