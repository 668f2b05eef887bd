import assert from 'node:assert/strict';
import { readFrontMatter } from '../../../src/core/frontMatter';
import type { Problem } from '../../../src/core/problem';

const show = ({ code, severity, range: { start, end } }: Problem): string =>
  `${severity} ${code} ${start.line}:${start.character}-${end.line}:${end.character}`;

declare global {
  /** Set by a hostile front matter that was run. */
  var frontMatterRan: boolean | undefined;
}

/** Nine levels, each nine times the one before. */
const ALIAS_BOMB = [
  '---',
  'k0: &k0 [x,x]',
  ...Array.from({ length: 9 }, (_, i) => `k${i + 1}: &k${i + 1} [${`*k${i},`.repeat(9)}]`),
  '---\n',
].join('\n');

describe('readFrontMatter', () => {
  const read: [string, string, unknown, number][] = [
    ['plain', '---\nstep: 1\ntitle: "x: y"\n---\nbody', { step: 1, title: 'x: y' }, 4],
    ['CRLF', '---\r\nstep: 1\r\nstatus: a\r\n---\r\nbody', { step: 1, status: 'a' }, 4],
    ['BOM', '\uFEFF---\nstep: 1\n---\n', { step: 1 }, 3],
    ['a named YAML', '---yaml\nstep: 1\n---\n', { step: 1 }, 3],
    ['blanks and yml', '--- yml \nstep: 1\n---', { step: 1 }, 3],
    ['only a comment', '---\n# x\n---\nb', {}, 3],
    ['nothing between', '---\n---\nb', {}, 2],
    ['core schema', '---\na: 010\nb: 1:30\nc: 2020-01-01\n---\n', { a: 10, b: '1:30', c: '2020-01-01' }, 5],
    [
      'a body that opens again',
      '---\na: 1\n---\n---js\nglobalThis.frontMatterRan = true\n---\n',
      { a: 1 },
      3,
    ],
    ['an own separator', '---\nexcerpt_separator: {toString: 1, valueOf: 1}\na: 1\n---\nb', undefined, 4],
  ];
  for (const [what, text, data, bodyLine] of read) {
    it(`reads: ${what}`, () => {
      const found = readFrontMatter(text, '/p/a.md');
      assert.deepEqual([found.present, found.problems, found.bodyLine], [true, [], bodyLine]);
      if (data !== undefined) assert.deepEqual(found.data, data);
      assert.equal(globalThis.frontMatterRan, undefined);
    });
  }

  const absent: [string, string][] = [
    ['an empty file', ''],
    ['a text', '# Title\n---\na: 1\n---\n'],
    ['a rule', '----\na: 1\n---\n'],
    ['a line before it', '\n---\na: 1\n---\n'],
    ['two byte order marks', '\uFEFF\uFEFF---js\nglobalThis.frontMatterRan = true\n---\n'],
  ];
  for (const [what, text] of absent) {
    it(`finds none: ${what}`, () => {
      assert.deepEqual(readFrontMatter(text, '/p/a.md'), {
        present: false,
        data: {},
        problems: [],
        bodyLine: 0,
      });
      assert.equal(globalThis.frontMatterRan, undefined);
    });
  }

  const languages = [
    'js',
    'javascript',
    ' js',
    'JavaScript',
    'JS',
    'toString',
    '__proto__',
    'constructor',
    'json',
  ];
  languages.push('coffee', 'cson', 'toml', 'YAML', 'yaml js', '\tjs', 'js\r');
  for (const language of languages) {
    for (const mark of ['', '\uFEFF']) {
      it(`refuses and never runs: ${JSON.stringify(`${mark}---${language}`)}`, () => {
        const text = `${mark}---${language}\nglobalThis.frontMatterRan = true\n---\nbody`;
        const found = readFrontMatter(text, '/p/a.md');
        const end = 3 + language.trimEnd().length;
        assert.deepEqual(found.problems.map(show), [`error front-matter-language 0:0-0:${end}`]);
        assert.deepEqual([found.present, found.data], [false, {}]);
        assert.equal(globalThis.frontMatterRan, undefined);
      });
    }
  }
  it('refuses TOML', () => {
    const found = readFrontMatter('+++\na = 1\n+++\n', '/p/a.md');
    assert.deepEqual(found.problems.map(show), ['error front-matter-language 0:0-0:3']);
  });

  const broken: [string, string, string[]][] = [
    ['never closed', '---\na: 1\n', ['warning front-matter-unclosed 0:0-0:3']],
    ['an opener alone', '---', ['warning front-matter-unclosed 0:0-0:3']],
    ['a language alone', '---yaml', ['warning front-matter-unclosed 0:0-0:7']],
    ['a colon in a value', '---\nstep: 1\ntitle: a: b\n---\n', ['warning front-matter-yaml 2:7-2:8']],
    ['a key twice', '---\nstep: 1\nstep: 2\n---\n', ['warning front-matter-yaml 2:0-2:1']],
    ['with CRLF', '---\r\nstep: 1\r\nstep: 2\r\n---\r\n', ['warning front-matter-yaml 2:0-2:1']],
    ['a tag', '---\na: !!js/function "x"\n---\n', ['warning front-matter-yaml 1:3-1:16']],
    ['a list', '---\n- 1\n---\n', ['warning front-matter-no-mapping 0:0-0:3']],
    ['a word', '---\nhello\n---\n', ['warning front-matter-no-mapping 0:0-0:3']],
    ['an alias bomb', ALIAS_BOMB, ['warning front-matter-yaml 0:0-0:3']],
    ['a huge block', `---\na: ${'x'.repeat(70000)}\n---\n`, ['warning front-matter-too-large 0:0-0:3']],
    // Some 2,500 brackets used to end the process itself, past any catch.
    ['deep nesting', `---\na: ${'['.repeat(2500)}\n---\n`, ['warning front-matter-limits 1:0-2:0']],
    ['endless nesting', `---\na: ${'['.repeat(20000)}\n---\n`, ['warning front-matter-limits 1:0-2:0']],
  ];
  for (const [what, text, expected] of broken) {
    it(`reports: ${what}`, () => {
      const found = readFrontMatter(text, '/p/a.md');
      const shown = found.problems.slice(0, expected.length).map(show);
      for (const [index, line] of expected.entries())
        assert.ok(shown[index]?.startsWith(line), shown[index] ?? 'none');
      assert.equal(found.problems.length, expected.length);
    });
  }

  it('gives frozen data, even when it contains itself', () => {
    const { data } = readFrontMatter('---\na: &a [*a, {b: 1}]\n---\n', '/p/a.md');
    assert.ok(Object.isFrozen(data) && Object.isFrozen(data['a']));
  });
  it('leaves prototypes alone', () => {
    const { data } = readFrontMatter('---\n__proto__: {polluted: 1}\n---\n', '/p/a.md');
    assert.deepEqual(
      [Object.getPrototypeOf(data) === Object.prototype, Object.keys(data)],
      [true, ['__proto__']],
    );
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });
  it('answers the same twice for a text that fails', () => {
    const text = '---\ntitle: a: b\n---\n';
    assert.deepEqual(readFrontMatter(text, '/p/a.md'), readFrontMatter(text, '/p/a.md'));
  });
});
