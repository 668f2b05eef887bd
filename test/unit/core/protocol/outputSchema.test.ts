import assert from 'node:assert/strict';
import type { OutputSchema } from '../../../../src/core/protocol/graph';
import { checkOutput } from '../../../../src/core/protocol/outputSchema';

const SCHEMA: OutputSchema = {
  type: 'object',
  properties: {
    report: { type: 'string' },
    major: { type: 'boolean' },
    count: { type: 'integer' },
    level: { enum: ['low', 'high'] },
    files: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
    },
  },
  required: ['report', 'major'],
};

describe('checkOutput', () => {
  it('gives the named fields and no others', () => {
    const value = { report: 'r', major: false, max_fix_attempts: 99, toString: 1 };
    assert.deepEqual(checkOutput(SCHEMA, value), { fields: { report: 'r', major: false } });
  });

  it('gives every key where the schema names none', () => {
    assert.deepEqual(checkOutput({ type: 'object' }, { a: 1 }), { fields: { a: 1 } });
  });

  const CASES: readonly [unknown, string][] = [
    ['text', 'The answer should be an object, but is the string "text".'],
    [null, 'The answer should be an object, but is the value null.'],
    [[], 'The answer should be an object, but is the array [].'],
    [{ major: true }, '`report` is missing; expected a string.'],
    [{ report: 1, major: true }, '`report` should be a string, but is the number 1.'],
    [{ report: 'r', major: 'true' }, '`major` should be a boolean, but is the string "true".'],
    [{ report: 'r', major: true, count: 1.5 }, '`count` should be an integer, but is the number 1.5.'],
    [
      { report: 'r', major: true, level: 'mid' },
      '`level` should be one of "low", "high", but is the string "mid".',
    ],
    [
      { report: 'r', major: true, files: [{ path: 'a' }, {}] },
      '`files[1].path` is missing; expected a string.',
    ],
    [
      { report: { long: 'x'.repeat(99) }, major: true },
      `\`report\` should be a string, but is the object {"long":"${'x'.repeat(48)}….`,
    ],
  ];
  for (const [value, problem] of CASES) {
    it(`says: ${problem.slice(0, 60)}`, () => {
      assert.deepEqual(checkOutput(SCHEMA, value), { problem });
    });
  }
});
