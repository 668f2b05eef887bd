import assert from 'node:assert/strict';
import { pathText } from '../../../src/core/reportText';

describe('a path in a page', () => {
  for (const [path, expected] of [
    ['/home/it is/my plans', '`/home/it is/my plans`'],
    ['C:\\plans\\01 [a](b).md', '`C:\\plans\\01 [a](b).md`'],
    ['/a `b` ``c', '``` /a `b` ``c ```'],
    ['/two\nlines', '`/two lines`'],
  ] as const)
    it(`${JSON.stringify(path)} is code that nothing in it ends`, () => {
      assert.equal(pathText(path), expected);
    });
});
