import assert from 'node:assert/strict';
import { wrap } from '../../../src/webview/wrap';

const byLength = (text: string): number => text.length;

const cases: readonly (readonly [text: string, lines: number, broken: readonly string[]])[] = [
  ['short', 2, ['short']],
  ['two short words', 2, ['two short', 'words']],
  ['one line alone is cut here', 1, ['one line…']],
  ['words that go on and on and on', 2, ['words that', 'go on and…']],
  ['Donaudampfschifffahrt', 2, ['Donaudamp…']],
  ['a Donaudampfschifffahrt', 2, ['a', 'Donaudamp…']],
  ['  blanks \n around  ', 2, ['blanks', 'around']],
  ['👩‍👩‍👧👩‍👩‍👧', 1, ['👩‍👩‍👧…']],
  ['', 2, ['']],
];

describe('text in lines of ten', () => {
  for (const [text, lines, broken] of cases)
    it(JSON.stringify(text), () => assert.deepEqual(wrap(text, 10, lines, byLength), broken));
});
