import assert from 'node:assert/strict';
import { requestedChecks } from '../../../../../src/core/formats/prompts/requested';

/** `$ command`, `? what a person checks`. */
function asked(text: string): string[] {
  const { commands, byPerson } = requestedChecks(text);
  return [
    ...commands.map((command) => `$ ${command}`),
    ...byPerson.map(({ text: said, why }) => `? ${said}${why === undefined ? '' : ` (${why})`}`),
  ];
}

const SAMPLE = `Stage-2 Prompt 1/3
Title: Hardening task 1

Objective
Run \`rm -rf build\` never.

Acceptance Criteria (commands + expected checks)
1) Tests pass:
\`\`\`bash
pytest -q
# and
ruff check .
\`\`\`
Expected: exit \`0\`
2) \`bin/run --help\` passes.
3) The help names every command.

Anti-Scope (do NOT do)
- \`curl example.org\`
`;

describe('prompts: what a prompt asks to be verified', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'the commands of its section, and what only a person can tell',
      SAMPLE,
      ['$ pytest -q', '$ ruff check .', '$ bin/run --help', '? The help names every command.'],
    ],
    ['nothing without that section', '## Objective\n- `npm test`\n\n```sh\nnpm test\n```\n', []],
    ['nothing of a section of another name', '## Acceptance\n- `npm test`\n', []],
    ['nothing of a heading in code', '```\n## Acceptance Criteria\n- `npm test`\n```\n', []],
    [
      'parts of it, to the next heading of its level',
      '## Acceptance Criteria\n### Commands\n- `a`\n### Pages\n- The page loads.\n## Risks\n- `b`\n',
      ['$ a', '? The page loads.'],
    ],
    ['a bold name', '**Acceptance Criteria**\n- `a`\n\n**Anti-Scope**\n- `b`\n', ['$ a']],
    ['each command once', '# Acceptance Criteria\n- `a`\n- `a` passes\n', ['$ a']],
    [
      'both of two sections',
      '# Acceptance Criteria\n- `a`\n# Notes\n- `b`\n# Acceptance criteria\n- `c`\n',
      ['$ a', '$ c'],
    ],
    ['nothing of an empty one', '# Acceptance Criteria\n', []],
    ['with a byte order mark and CRLF', '\uFEFF# Acceptance Criteria\r\n- `a`\r\n', ['$ a']],
    ['no words that a command stands in', '# Acceptance Criteria\n- Run `a` twice.\n', ['? Run `a` twice.']],
    ['no output', '# Acceptance Criteria\n```text\n$ a\nok\n```\n```json\n{}\n```\n', ['$ a']],
  ];
  for (const [name, text, expected] of cases)
    it(name, () => {
      assert.deepEqual(asked(text), expected);
    });

  const unplain: readonly (readonly [string, RegExp])[] = [
    ['a | b', /a pipe needs a shell/],
    ['a; b', /; needs a shell/],
    ['a $(b)', /substitute/],
    ['a > b', /redirect/],
    ['a "b', /never closed/],
    [`a ${'x'.repeat(300)}`, /not be shown whole/],
    ['a \u202eb', /not be shown as it is/],
    ['a\u00a0b', /not be shown as it is/],
    ['a\u200bb', /not be shown as it is/],
    ['a "b  c"', /not be shown as it is/],
    ['a\u3164b', /not be shown as it is/],
    ['a\ufe0fb', /not be shown as it is/],
    ['a\u2800b', /not be shown as it is/],
    ['a\ue000b', /not be shown as it is/],
  ];
  for (const [command, why] of unplain)
    it(`leaves to a person what is no plain command line: ${JSON.stringify(command.slice(0, 20))}`, () => {
      const { commands, byPerson } = requestedChecks(`# Acceptance Criteria\n- \`${command}\`\n`);
      assert.deepEqual(commands, []);
      assert.match(byPerson[0]?.why ?? '', why);
    });

  it('is bounded, and read soon', function () {
    this.timeout(5000);
    const many = Array.from({ length: 5000 }, (_, at) => `- \`c${at}\`\n`).join('');
    const { commands, byPerson } = requestedChecks(`# Acceptance Criteria\n${many}`);
    assert.equal(commands.length, 50);
    assert.match(byPerson[0]?.why ?? '', /from here on nothing is run/);
    for (const text of [
      '`'.repeat(200_000),
      '#'.repeat(200_000),
      '* '.repeat(200_000),
      '```\n'.repeat(50_000),
      `\`\`\`sh\n${'x{'.repeat(100_000)}\n\`\`\`\n`,
    ])
      requestedChecks(`# Acceptance Criteria\n${text}`);
  });
});
