import assert from 'node:assert/strict';
import { linePattern } from '../../../../src/core/formats/linePattern';

describe('linePattern', () => {
  const lines = [
    '',
    'a',
    'aa',
    'ab',
    'b',
    'xab',
    'abx',
    '- [x] APPROVED by Kim',
    '- [ ] APPROVED',
    '승인: 예',
    '(a)',
    'a.b',
    'a\tb',
    '1 2',
    'é',
    '😀',
    'a|b',
    '\\',
  ];
  const patterns = [
    'a',
    '^a',
    'a$',
    '^a$',
    '^a*$',
    '^a+$',
    '^a?b$',
    'a*',
    '^a*b',
    'a.b',
    'a\\.b',
    '^.$',
    '^..$',
    '^\\s*-\\s+\\[x\\]\\s+APPROVED',
    '^- \\[[xX]\\] APPROVED',
    '승인:\\s*예',
    '\\(a\\)',
    '[^a-z]',
    '^[a-c]+$',
    '\\d \\d',
    '\\D$',
    '^\\w+$',
    '^\\S+$',
    'x|b',
    '^a$|^b$',
    'a\\|b',
    '[|]',
    '^.*b.*$',
    'a+a',
    '[\\]x]',
    '\\\\',
    '[\\w.]+b',
    '^[^]',
    'é$',
    'a?a?a?b',
  ];
  for (const pattern of patterns)
    it(`${pattern} matches what the language's own engine does`, () => {
      const read = linePattern(pattern);
      if ('refused' in read) assert.fail(read.refused);
      const own = new RegExp(pattern, 'u');
      assert.deepEqual(
        lines.filter(read.matches),
        lines.filter((line) => own.test(line)),
      );
    });

  const refused: readonly (readonly [string, string])[] = [
    ['(a+)+$', 'it has a group; write a bracket as \\( or \\)'],
    ['a)', 'it has a group; write a bracket as \\( or \\)'],
    ['a{2,}', 'it has a counted repeat; write a brace as \\{ or \\}'],
    ['a**', 'a repeat follows no character'],
    ['*a', 'a repeat follows no character'],
    ['a|*', 'a repeat follows no character'],
    ['a|+b', 'a repeat follows no character'],
    ['a^b', '^ stands in the middle of an alternative; write the character as \\^'],
    ['[a', '[ is never closed or followed by a character'],
    ['a\\', '\\ is never closed or followed by a character'],
    ['\\bword', '\\b is not supported'],
    ['a\\1', '\\1 is not supported'],
    ['a|', 'an alternative is empty'],
    ['^$', 'an alternative is empty'],
    ['x'.repeat(201), 'it is longer than 200 characters'],
  ];
  for (const [pattern, why] of refused)
    it(`refuses ${pattern.slice(0, 20)}: ${why}`, () => {
      const read = linePattern(pattern);
      assert.equal('refused' in read && read.refused, why);
    });

  it('refuses a class that is none in the words of the engine', () => {
    const read = linePattern('[z-a]');
    assert.match('refused' in read ? read.refused : '', /Range out of order/);
  });

  it('takes no longer for lines that are made against it', () => {
    const begun = performance.now();
    for (const pattern of [
      'a*a*a*a*a*a*b',
      '.*.*.*.*.*b',
      'a?'.repeat(50) + 'a'.repeat(50) + 'b',
      '[a-z]+[a-z]+[a-z]+$',
    ]) {
      const read = linePattern(pattern);
      assert.ok('matches' in read);
      assert.equal(read.matches(`${'a'.repeat(5000)}.`), false);
    }
    assert.ok(performance.now() - begun < 2000);
  });
});
