import assert from 'node:assert/strict';
import { promptDigest } from '../../../../../src/core/formats/prompts/body';

describe('prompts: the title of a prompt', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['its Title line', 'Stage-2 Prompt 1/3\nTitle: Harden it\n\n# Objective\n', 'Harden it'],
    ['a bold one', '**Title:** Harden it\n', 'Harden it'],
    ['a heading with it', '## Title: Harden it\n', 'Harden it'],
    ['the line below a bare one', '## Title:\n\nHarden it\n', 'Harden it'],
    ['else the first heading', 'You are an agent.\n\n## Boot sequence\n# Later\n', 'Boot sequence'],
    ['no line of prose that begins like one', 'Add the headings\n## Avoid and so on.\n\n## True\n', 'True'],
    ['no heading in code', '```sh\n# install\n```\nText.\n\n# True\n', 'True'],
    ['else the first line', '\n\n  Scaffold the CLI.\nMore.\n', 'Scaffold the CLI.'],
    ['with a byte order mark', '\uFEFFTitle: Harden it\r\n', 'Harden it'],
    ['without the number before it', '# PROMPT_11 — Harden it\n', 'Harden it'],
    ['with a number that is all of it', '# PROMPT_11:\n', 'PROMPT_11:'],
    ['nothing of an empty text', ' \n\n', ''],
    ['a long one cut', `# ${'x'.repeat(500)}`, `${'x'.repeat(160)}…`],
  ];
  for (const [name, text, expected] of cases) {
    it(name, () => {
      assert.equal(promptDigest(text).title, expected);
    });
  }
});

describe('prompts: what is kept of a prompt', () => {
  const TEXT = `Stage-2 Prompt 2/14
Title: Harden it

Objective
- \`not/a/path.ts\` is an example

Dependencies / Sequencing
- Designed order: after \`PROMPT_01.txt\`
- \`PROMPT_01.txt\`

## Artifacts To Create / Modify (exact paths)
- \`src/part1.py\`
- \`src/part1.py\` once more
- docs/notes.md
- a page about it
\`\`\`
- \`in/code.ts\`
\`\`\`

**Anti-Scope (do NOT do)**
- \`src/part2.py\`
`;

  it('its place in a stage, its sequencing and its paths', () => {
    assert.deepEqual(promptDigest(TEXT), {
      title: 'Harden it',
      stage: { number: '2', text: 'Stage-2 Prompt 2/14' },
      sequencing: [
        { text: 'Designed order: after `PROMPT_01.txt`', at: 7 },
        { text: '`PROMPT_01.txt`', at: 8 },
      ],
      files: ['src/part1.py', 'docs/notes.md'],
    });
  });

  it('stays small and is made in linear time', () => {
    const lines = Array.from({ length: 20_000 }, (_, at) => `- \`src/${at}.ts\``);
    const texts = [
      `Artifacts To Create\n${lines.join('\n')}`,
      `Dependencies\n${'- after it\n'.repeat(20_000)}`,
      `Artifacts To Create\n- ${'.'.repeat(1_000_000)}`,
      `Artifacts To Create\n${`- ${'.'.repeat(298)}!\n`.repeat(1000)}`,
      '```\n'.repeat(50_000),
      `Title:${' '.repeat(1_000_000)}`,
      `${'#'.repeat(1_000_000)} x`,
      '*'.repeat(1_000_000),
    ];
    for (const text of texts) {
      const { sequencing, files } = promptDigest(text);
      assert.ok(sequencing.length <= 20 && files.length <= 100);
    }
  }).timeout(4000);
});
