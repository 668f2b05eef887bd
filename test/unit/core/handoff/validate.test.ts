import assert from 'node:assert/strict';
import {
  asList,
  exactHandoffResult,
  HANDOFF_SECTIONS,
  handoffDefects,
  handoffResult,
} from '../../../../src/core/handoff/validate';

const sections = (names: readonly string[] = HANDOFF_SECTIONS): string =>
  names.map((name) => `## ${name}\nNone\n`).join('\n');
const valid = `---\nstep: 1\nresult: complete\n---\n\n${sections()}`;

describe('handoffDefects', () => {
  const noResult = "frontmatter is missing 'result: complete|partial|blocked'";
  const cases: [string, string | undefined, string[]][] = [
    ['a valid one', valid, []],
    ['no file', undefined, ['handoff file does not exist at h/01-a.md']],
    [
      'nothing in it',
      '',
      [noResult, ...HANDOFF_SECTIONS.map((name) => `missing required section: ## ${name}`)],
    ],
    ['CRLF', valid.replaceAll('\n', '\r\n'), []],
    ['a quoted result', valid.replace('complete', '"complete"'), [noResult]],
    ['a result by its beginning', valid.replace('complete', 'completely-x'), []],
    ['a result in the body', `${sections()}\nresult: partial`, []],
    ['an indented result', valid.replace('result', ' result'), [noResult]],
    ['level three', valid.replace('## Summary', '### Summary'), ['missing required section: ## Summary']],
    ['a longer heading', valid.replace('## Summary', '##   Summary of work'), []],
    ['another case', valid.replace('## Evidence', '## evidence'), ['missing required section: ## Evidence']],
    [
      '"Not completed" is not "Completed"',
      valid.replace('## Completed\n', ''),
      ['missing required section: ## Completed'],
    ],
    ['another order', `result: blocked\n${sections([...HANDOFF_SECTIONS].reverse())}`, []],
  ];
  for (const [what, text, expected] of cases) {
    it(what, () => assert.deepEqual(handoffDefects(text, 'h/01-a.md'), expected));
  }

  it('is listed as the original lists it', () => assert.equal(asList(['a', 'b']), '- a\n- b\n'));
});

describe('handoffResult', () => {
  const cases: [string, string, ReturnType<typeof handoffResult>][] = [
    ['result: complete', 'complete', 'complete'],
    ['result: complete   # complete | partial', 'complete   # complete | partial', 'complete'],
    ['result: "partial"', 'partial', 'partial'],
    ['result: Blocked\r', 'Blocked\r', 'blocked'],
    ['result: done', 'done', undefined],
    ['title: x', '', undefined],
  ];
  for (const [line, exact, meant] of cases) {
    it(JSON.stringify(line), () => {
      const text = `---\n${line}\n---\nresult: partial\n`;
      assert.deepEqual([exactHandoffResult(text), handoffResult(text)], [exact, meant]);
    });
  }
  it('is nothing without front matter', () => assert.equal(handoffResult('result: complete'), undefined));
});
