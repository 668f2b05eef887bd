import assert from 'node:assert/strict';
import { isMap, parseDocument } from 'yaml';
import { readEntries } from '../../../../../src/core/formats/planFile/lines';
import { isSimpleYaml } from '../../../../../src/core/formats/planFile/strict';
import { readOddBlock } from '../../../../../src/core/formats/planFile/yaml';

/** What the real parser says: a mapping, or nothing, without errors. */
function isYaml(lines: readonly string[]): boolean {
  const options = { schema: 'core', logLevel: 'silent', prettyErrors: false } as const;
  const { errors, contents } = parseDocument(`${lines.join('\n')}\n`, options);
  return errors.length === 0 && (contents === null || isMap(contents));
}

describe('isSimpleYaml', () => {
  const simple: readonly (readonly string[])[] = [
    [],
    ['', '# a comment', 'a: b # another'],
    ['a:', '  b: c', '  d:', '    - e', '    - f: g', '      h: i'],
    ['a:', '- b', '- c', 'd: e'],
    ['a:', '  - - b', '    - c'],
    ['a:', '  -', '    b: c', '  -'],
    ['a: |', '  text: "of" [any] kind', '', '   more', 'b: >-', '  @text'],
    ['a: text over', '  several', '', '  lines', 'b: c'],
    ['a: "x: #y" # z', "b: 'it''s'", 'c: "\\"\\\\ \\n"'],
    ['a: [b, "c, d", \'e\', f::g, h(i)]', 'j: [ ]', 'k: [l, ]'],
    ['a:', '  - { b: 1, c: d.md }'],
    ['a:', '  - 53-02: text', '  - .planning/a.md: text', '  - Key with blanks: text'],
    ['über: 修复', 'a: -1', 'b: :c', 'd: ?e', 'f: a#b', 'g: http://h'],
    ['a:', 'b:', '  c:', '  d:'],
  ];
  for (const lines of simple) {
    it(`takes: ${JSON.stringify(lines.join('\n'))}`, () => {
      assert.equal(isSimpleYaml(lines), true);
      assert.equal(isYaml(lines), true);
    });
  }

  const broken: readonly (readonly string[])[] = [
    ['a: b: c'],
    ['a: @b'],
    ['a: `b`'],
    ['a: "b" c'],
    ['a: "\\."'],
    ['a: [b'],
    ['a: [b]]'],
    ['a: [b,, c]'],
    ['a: b', 'a: c'],
    ['a:', '  1: b', '  01: c'],
    ['a:', '  null: b', '  Null: c'],
    ['a: b', '  c: d'],
    ['a: b', '- c'],
    ['a:', '    b: c', '  d: e'],
    ['a:', '\tb: c'],
    ['a: { b: c, b: d }'],
    ['a: |', '    b', '  c'],
    ['- a'],
    ['a'],
    ['a: - b'],
    ['a: b:'],
  ];
  for (const lines of broken) {
    it(`refuses: ${JSON.stringify(lines.join('\n'))}`, () => {
      assert.equal(isSimpleYaml(lines), false);
      assert.equal(isYaml(lines), false);
    });
  }

  const odd: readonly (readonly string[])[] = [
    ['a: &b c', 'd: *b'],
    ['a: *b'],
    ['a: !!str b'],
    ['a: [b,', '  c]'],
    ['a: "b', '  c"'],
    ['? a', ': b'],
    ['"a": b'],
    ['a:', '  text'],
  ];
  for (const lines of odd) {
    it(`leaves to the parser: ${JSON.stringify(lines.join('\n'))}`, () => {
      assert.equal(isSimpleYaml(lines), false);
      assert.equal(isYaml(lines), true);
    });
  }
});

const WANTED = new Set([
  'phase',
  'plan',
  'wave',
  'depends_on',
  'files_modified',
  'title',
  'requirements',
  'status',
]);
const REAL = [
  'phase: 03-auth\nplan: 02\ntype: execute\nwave: 2\ndepends_on: ["03-01", 02]\nfiles_modified:\n  - src/a.ts\n  - "src/b.ts"',
  'title: "A plan: the first"\nrequirements: [A-1, A-2]\nstatus: ready # soon\nfiles_modified: []',
  'wave: 1\nmust_haves:\n  truths:\n    - "x works"\n    - y works too\n  artifacts:\n    - path: "a"\n      min_lines: 3\n  key_links:\n    - from: a\n      via: "b \\\\( c"',
  'phase: 38.10\ntags: [a, b::c]\nnote: |\n  any: text [\n  at all\nsummary: text\n  over lines\ngaps:\n- { test: 1, sub: b }\n- test: "x"\n  why: it\'s',
];
const BITS = [
  ...[
    '"',
    "'",
    ': ',
    ' #',
    '\t',
    '- ',
    '[',
    ']',
    '{',
    '}',
    ',',
    '|',
    '>',
    '&a ',
    '*a',
    '!',
    '%',
    '@',
    '`',
    '\\',
  ],
  ...['\n', '\n  ', '\n- ', '  ', ' ', '? ', '---', '...', '\r', ':', '#', '\u00a0', '\u2028', '\0'],
  ...['key: v\n', '"a" ', '<<: ', 'null', '~', '1: '],
];

/** A repeatable row of numbers below `limit`. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % limit;
  };
}

function mutated(text: string, next: (limit: number) => number): string {
  const at = next(text.length + 1);
  const bit = BITS[next(BITS.length)] ?? '';
  const kind = next(4);
  if (kind === 0) return text.slice(0, at) + text.slice(at + 1 + next(3));
  if (kind === 1) return text.slice(0, at) + bit + text.slice(at);
  if (kind === 2) return text.slice(0, at) + bit + text.slice(at + 1);
  return text.slice(0, at) + text.slice(at, at + next(60)) + text.slice(at);
}

it('isSimpleYaml and the line reader agree with the real parser on 3,000 mutations', function () {
  this.timeout(60_000);
  const next = numbers(42);
  let simple = 0;
  for (let round = 0; round < 3000; round += 1) {
    let text = REAL[next(REAL.length)] ?? '';
    for (let times = next(4); times > 0; times -= 1) text = mutated(text, next);
    const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
    if (!isSimpleYaml(lines)) continue;
    simple += 1;
    assert.equal(isYaml(lines), true, text);
    const read = readEntries(lines, 1, WANTED);
    const parsed = readOddBlock(lines, WANTED, new Map()).entries;
    for (const key of WANTED) {
      const [own, theirs] = [read.get(key), parsed.get(key)];
      assert.equal(own?.scalar?.text, theirs?.scalar?.text, text);
      const texts = (items: readonly { text: string }[] | undefined): string[] =>
        (items ?? []).flatMap(({ text: item }) => (item === '' ? [] : [item]));
      assert.deepEqual(texts(own?.items), texts(theirs?.items), text);
    }
  }
  assert.ok(simple > 900, `only ${simple} were simple`);
});
