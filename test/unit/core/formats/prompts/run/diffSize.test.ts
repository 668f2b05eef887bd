import assert from 'node:assert/strict';
import {
  type DiffLimits,
  readSize,
  sizeLines,
  sizeWords,
  tooLarge,
} from '../../../../../../src/core/formats/prompts/run/diffSize';

const row = (added: number | '-', deleted: number | '-', path: string): string =>
  `${added}\t${deleted}\t${path}\0`;

describe('prompts: the size of a diff', () => {
  const cases: readonly (readonly [name: string, text: string, expected: string])[] = [
    ['of nothing', '', '0 files, 0 lines'],
    ['of one file', row(3, 1, 'a'), '1 file, 4 lines; a | +3 -1'],
    [
      'with a binary file',
      row(1, 0, 'a') + row('-', '-', 'b.png'),
      '2 files, 1 line; a | +1 -0; b.png | binary',
    ],
    [
      'with a rename',
      `${row(2, 0, '')}old\0new\0${row(1, 1, 'z')}`,
      '2 files, 4 lines; new | +2 -0; z | +1 -1',
    ],
    ['with an empty new file', row(0, 0, 'e'), '1 file, 0 lines; e | +0 -0'],
    ['with tabs and line ends in a name', row(1, 0, 'a\tb\n5\t5\tc'), '1 file, 1 line; a b 5 5 c | +1 -0'],
    [
      'that was cut short',
      row(1, 0, 'a').slice(0, -1),
      '! git was cut short while it told the size of the changes.',
    ],
    [
      'of a rename that was cut short',
      `${row(2, 0, '')}old\0`,
      '! What git told about the size of the changes cannot be read.',
    ],
    ['of something else', 'fatal: no\0', '! What git told about the size of the changes cannot be read.'],
    [
      'of a negative number',
      row(-1, 0, 'a'),
      '! What git told about the size of the changes cannot be read.',
    ],
  ];
  for (const [name, text, expected] of cases)
    it(name, () => {
      const size = readSize(text);
      const shown =
        'problem' in size
          ? `! ${size.problem}`
          : [sizeWords(size), ...sizeLines(size).split('\n').filter(Boolean)].join('; ');
      assert.equal(shown, expected);
    });

  it('of very many files is read at once, and shown in part', () => {
    const size = readSize(row(1, 1, 'a/b').repeat(200_000));
    assert.ok('files' in size);
    assert.equal(size.lines, 400_000);
    assert.deepEqual(sizeLines(size).split('\n').slice(199), ['a/b | +1 -1', '- and 199800 more']);
  });
});

describe('prompts: a diff that is too large for a review', () => {
  const limits: DiffLimits = { lines: 10, files: 2 };
  const gate = (text: string, smaller: number | undefined, seen?: string): string | undefined => {
    const size = readSize(text);
    assert.ok('files' in size);
    const before = seen === undefined ? undefined : readSize(seen);
    assert.ok(before === undefined || 'files' in before);
    const counts = before && { lines: before.lines, files: before.files.length };
    return tooLarge(size, limits, { number: 2, marker: 'cp-02', smaller, seen: counts });
  };

  const fitting: readonly (readonly [string, string])[] = [
    ['nothing', ''],
    ['the most lines', row(6, 4, 'a')],
    ['the most files', row('-', '-', 'a') + row(1, 0, 'b')],
  ];
  for (const [name, text] of fitting)
    it(`is not ${name}`, () => {
      assert.equal(gate(text, 1), undefined);
    });

  const once = row(6, 5, 'a');
  const grown: readonly (readonly [name: string, text: string, isAsked: boolean])[] = [
    ['the same', once, false],
    ['with less', row(6, 4, 'a'), false],
    ['with a line more', row(6, 6, 'a'), true],
    ['with a file more', row(6, 5, 'a') + row('-', '-', 'b'), true],
  ];
  for (const [name, text, isAsked] of grown)
    it(`that a person has seen and that is ${name} is ${isAsked ? 'asked about again' : 'not asked about again'}`, () => {
      const again = gate(text, 1, once);
      assert.equal(again?.includes('It has grown since a person had it go on.'), isAsked ? true : undefined);
    });

  it('is one with too many lines: it offers a smaller batch from the marker', () => {
    assert.equal(
      gate(row(6, 5, 'src/`a`*'), 1),
      `Batch 2 changed 1 file, 11 lines. More than 2 files or 10 lines are hard to review.

The largest changes:

- \`\` src/\`a\`* \`\`: 11 lines

A smaller batch is easier to review: go back to \`cp-02\` and run again from there with 1 prompt in a batch.`,
    );
  });

  it('is one with too many files, binary ones too', () => {
    assert.equal(
      gate(row('-', '-', 'a') + row('-', '-', 'b') + row(1, 0, 'c'), undefined),
      `Batch 2 changed 3 files, 1 line. More than 2 files or 10 lines are hard to review.

The largest changes:

- \`c\`: 1 line
- \`a\`: binary
- \`b\`: binary

Its one prompt cannot be split: review it, or go back to \`cp-02\` and stop, make the prompt smaller, and resume.`,
    );
  });
});
