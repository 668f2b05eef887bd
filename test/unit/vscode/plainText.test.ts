import assert from 'node:assert/strict';
import { plainText } from '../../../src/vscode/plainText';

const cases: readonly (readonly [string, string, string])[] = [
  ['leaves plain words alone', 'before step 02', 'before step 02'],
  ['keeps an icon from being one', '$(error) oops', '$ (error) oops'],
  [
    'keeps a link from being one',
    '[fix](command:workbench.action.quit)',
    '[fix] (command:workbench.action.quit)',
  ],
  ['is one line', 'a\nb\r\n\tc', 'a b c'],
  ['keeps the direction of writing', 'a\u202egpj.exe', 'a gpj.exe'],
  ['shows no escape codes', '\u001b[31mred', '[31mred'],
];

describe('foreign text in plain strings', () => {
  for (const [name, text, expected] of cases)
    it(name, () => {
      assert.equal(plainText(text), expected);
    });

  it('is cut to a limit', () => {
    assert.equal(plainText('abcdef', 3), 'abc…');
  });
});
