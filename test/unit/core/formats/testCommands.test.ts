import assert from 'node:assert/strict';
import { readStep } from '../../../../src/core/formats/coyote/step';
import { headings, sectionLines } from '../../../../src/core/formats/sections';
import { testCommands } from '../../../../src/core/formats/testCommands';

describe('testCommands', () => {
  const cases: [string, string, string[]][] = [
    [
      'code spans in a list',
      '- `npm test -- client`\n* `make`\n1. `go test ./...` checks all',
      ['npm test -- client', 'make', 'go test ./...'],
    ],
    ['other spans are prose', 'Run `npm test`.\n- Then `make`', []],
    ['double backquotes', '- ``echo `date` ``', ['echo `date`']],
    ['a fence', '```\nnpm test\n\n# a comment\nmake  \n```', ['npm test', 'make']],
    ['a shell fence under a list item', '- first:\n  ~~~bash\n  npm test\n  ~~~', ['npm test']],
    [
      'a session: only what follows the prompt',
      '```console\n$ npm test\n41 passed\n$ # note\n$ make\n```',
      ['npm test', 'make'],
    ],
    ['another language', '```ts\nexpect(1)\n```', []],
    ['a prompt without a fence', '$ npm test\n    $ make\n$5 is a price', ['npm test', 'make']],
    ['a continued line', '```sh\nnpm test \\\n  -- client\n```', ['npm test -- client']],
    ['CRLF', '```sh\r\nnpm test\r\n```\r\n- `make`\r', ['npm test', 'make']],
    ['a fence that is never closed', '```\nrm x\nprose', []],
    ['a comment in a span', '- `# nothing`', []],
    ['nothing', 'None', []],
  ];
  for (const [what, text, expected] of cases) {
    it(what, () => assert.deepEqual(testCommands(text.split('\n')), expected));
  }
});

describe('hostile step plans', () => {
  // Each of these takes minutes when a rule looks at every blank or backquote of a line again and again.
  const texts: [string, string][] = [
    ['blanks in a line', `a${' '.repeat(1_000_000)}b\n`],
    ['blanks in a heading', `#${' '.repeat(1_000_000)}b\n`],
    ['backquotes', `---\n---\n## Test commands\n- ${'`'.repeat(1_000_000)}\n`],
    ['numbers', `---\ndepends_on: ${'1 '.repeat(400_000)}\n---\n`],
  ];
  for (const [what, text] of texts) {
    it(`are read soon: ${what}`, () => {
      assert.equal(readStep({ text, modified: 1 }, '/p/steps/01-a.md').mark, 'pending');
    });
  }
});

describe('sections', () => {
  const text = [
    '# Plan',
    '## Test commands',
    'a',
    '```',
    '# not a heading',
    '```',
    '### Detail',
    'b',
    '## Edge cases',
    'c',
  ];
  it('end at the next heading of their level', () => {
    const all = headings(text, 0, []);
    assert.deepEqual(
      all.map(({ title, level }) => `${level} ${title}`),
      ['1 Plan', '2 Test commands', '3 Detail', '2 Edge cases'],
    );
    assert.deepEqual(sectionLines(text, all, 'test commands'), text.slice(2, 8));
    assert.deepEqual(sectionLines(text, all, 'Tasks'), []);
  });
  it('may begin with a bare known name', () => {
    const lines = ['**Tasks:**', 'x', 'Test commands', '- `make`', 'Edge cases:', 'y'];
    const all = headings(lines, 0, ['Tasks', 'Test commands', 'Edge cases']);
    assert.deepEqual(sectionLines(lines, all, 'Test commands'), ['- `make`']);
  });
});
