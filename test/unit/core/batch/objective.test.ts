import assert from 'node:assert/strict';
import { objectiveSentence, objectiveWords } from '../../../../src/core/batch/objective';

describe('objective: a few words', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['Build the login form.', 'Build the login form'],
    [
      'Add Bar and Contour to the public API contract of the package.',
      'Add Bar and Contour to the public API',
    ],
    [
      'Create the terrain generator using the noise that the biomes of the map need.',
      'Create the terrain generator using the noise',
    ],
    ['Write the store, which keeps every session.', 'Write the store'],
    ['Auth: sign people in with a link by mail.', 'Auth: sign people in with a link'],
    [
      '**Wire** the `store` to the [form](https://example.org/a) so that drafts survive.',
      'Wire the store to the form',
    ],
    ['- Measure e.g. the start-up time of the view.', 'Measure e.g. the start-up time of the view'],
    ['\n\r\n# Objective\nShip it.\nPurpose: nobody waits any more.', 'Ship it'],
    ['Purpose: only this is written.', ''],
    ['A\u0000\u001b[31mB C D', 'A [31mB C D'],
    ['', ''],
    [' \n\t', ''],
    ['为图表添加直方图和函数曲线支持', '为图表添加直方图和函数曲线支持'],
  ];
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), () => {
      assert.equal(objectiveWords(text), expected);
    });
  }

  it('never more than eight words, nor more than a row holds', () => {
    assert.equal(objectiveWords('one two three four five six seven eight nine ten').split(' ').length, 8);
    assert.ok(objectiveWords('x'.repeat(100_000)).length <= 80);
    assert.ok(objectiveWords('字'.repeat(5000)).length <= 80);
  });
});

describe('objective: a fuller sentence', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['Build the form. It posts to the store. And more.', 'Build the form. It posts to the store.'],
    [
      'Build the form\nthat posts to the store\n\nPurpose: people sign in without a password.\nOutput: `form.ts`.',
      'Build the form that posts to the store. people sign in without a password.',
    ],
    ['**Output:** a file.\n**Purpose:** It is needed. Later too.', 'It is needed.'],
    ['', ''],
  ];
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), () => {
      assert.equal(objectiveSentence(text), expected);
    });
  }

  it('stays short and quick on hostile texts', () => {
    const from = performance.now();
    for (const text of [
      '[a]('.repeat(50_000),
      '**'.repeat(50_000),
      ' '.repeat(200_000),
      'a. '.repeat(100_000),
      '\n'.repeat(200_000),
    ]) {
      assert.ok(objectiveSentence(text).length <= 400);
      assert.ok(objectiveWords(text).length <= 80);
    }
    assert.ok(performance.now() - from < 1000);
  });
});
