import assert from 'node:assert/strict';
import { readManifest } from '../../../../../src/core/formats/prompts/manifest';

/** Each row as its line, stage, prompts and cells. */
function rows(text: string): string[] {
  return readManifest({ text, modified: 1 }, '/w/.prompts/PROMPT_MANIFEST.md').rows.map(
    ({ line, stage, references, status, dependsOn }) =>
      [
        `${line}: stage ${stage ?? '-'}`,
        references.map((one) => one.text).join(' '),
        ...(status === undefined ? [] : [`status ${status}`]),
        ...(dependsOn === undefined ? [] : [`on ${dependsOn}`]),
      ].join(', '),
  );
}

describe('prompts: manifests', () => {
  it('with a table for each stage, columns by their names', () => {
    const text = `# Prompt manifest

## Stage 1 (Executed / existing)

| Prompt ID | Role | Summary | Depends On |
| --- | --- | --- | --- |
| \`PROMPT_00_s.txt\` | system | Set-up | — |
| \`PROMPT_01.txt\`..\`PROMPT_06.txt\` | task | Base | \`PROMPT_00_s.txt\` |

### Remarks

1. \`PROMPT_02.txt\` was long.

## Stage 2 (Planned)

| Intended Order | Primary Dependencies | Prompt ID |
|---|---|---|
| 1 | \`PROMPT_06.txt\` (preferred) | \`PROMPT_09.txt\` |

## Notes

| Prompt ID | Role |
|---|---|
| PROMPT_20 | later |
`;
    assert.deepEqual(rows(text), [
      '6: stage 1, PROMPT_00_s.txt, on —',
      '7: stage 1, PROMPT_01.txt..PROMPT_06.txt, on `PROMPT_00_s.txt`',
      '11: stage 1, PROMPT_02.txt',
      '17: stage 2, PROMPT_09.txt, on `PROMPT_06.txt` (preferred)',
      '23: stage -, PROMPT_20',
    ]);
  });

  it('with a status and a file for each prompt', () => {
    const text = `
Prompt ID | File | Status | Role | Notes
--- | --- | --- | --- | ---
1 | \`PROMPT_01.txt\` | Executed | task | with \\| a pipe
2 | PROMPT_02.txt | Planned | task |
x | readme.md | Planned | task |
`;
    assert.deepEqual(rows(text), [
      '3: stage -, PROMPT_01.txt, status Executed',
      '4: stage -, PROMPT_02.txt, status Planned',
    ]);
  });

  it('with a numbered sequence, beside which other numbered lists are remarks', () => {
    const text = `# Prompt Stage-2 Manifest

1. \`PROMPT_01.txt\` has to be done.

- [ ] PROMPT_09 works

## Planned Prompt Sequence + Why

1. \`PROMPT_09.txt\` - first
2) **PROMPT_10.txt** - second
3. [PROMPT_11](PROMPT_11.txt): third
4. Then \`PROMPT_12.txt\`

\`\`\`
5. \`PROMPT_13.txt\`
\`\`\`
`;
    assert.deepEqual(rows(text), [
      '8: stage -, PROMPT_09.txt',
      '9: stage -, PROMPT_10.txt',
      '10: stage -, PROMPT_11',
    ]);
  });

  it('of nothing but prose name no prompt', () => {
    assert.deepEqual(rows('# Goals\n\nRun PROMPT_01.txt | then PROMPT_02.txt.\n'), []);
  });

  it('are read in linear time', () => {
    const texts = ['|'.repeat(1_000_000), '| a\n'.repeat(50_000), '1. PROMPT_1\n'.repeat(20_000)];
    for (const text of [...texts, `# Stage 2\n`.repeat(20_000)]) assert.ok(rows(text).length <= 1000);
  }).timeout(4000);
});
