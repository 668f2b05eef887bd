import assert from 'node:assert/strict';
import { planText, problemsText, read } from './text';

const PROMPTS = ['PROMPT_00_s', 'PROMPT_01', 'PROMPT_02', 'PROMPT_03', 'PROMPT_04'];
const head = (stage: number, at: number): string => `Stage-${stage} Prompt ${at}/9\nTitle: T\n`;

/** The stages with the numbers of their prompts, and what is unclear about them. */
function stages(more: Readonly<Record<string, string>>): string[] {
  const files = Object.fromEntries(PROMPTS.map((stem) => [`${stem}.txt`, '# T']));
  const plan = read({ ...files, ...more });
  return [
    ...plan.stages.map(({ title, key, claims = [], steps }) => {
      const signal = claims.map(({ by, says }) => ` (${by}: ${says})`).join('');
      return `${title || 'flat'} [${key}]${signal}: ${steps.map((step) => step.key.slice(7)).join(' ')}`;
    }),
    ...problemsText(plan).filter((line) => line.includes('stage-twice')),
  ];
}

const OWN = '1. `PROMPT_02.txt` - Two\n2. `PROMPT_03.txt` - Three\n';
const SHARED = `## Stage 1 (Executed)

| Prompt ID |
| --- |
| \`PROMPT_00_s.txt\` |
| \`PROMPT_01.txt\` |

## Stage 2 (Planned)

| Prompt ID |
| --- |
| \`PROMPT_02.txt\`..\`PROMPT_04.txt\` |
`;

describe('prompts: which of them make a stage', () => {
  it('none does where nothing tells', () => {
    assert.deepEqual(stages({}), ['flat []: 00_s 01 02 03 04']);
  });

  it("(1) the stage's own manifest; what comes before is the first stage, what comes after is of none", () => {
    assert.deepEqual(stages({ 'PROMPT_STAGE2_MANIFEST.md': OWN }), [
      'Stage 1 [stage1]: 00_s 01',
      'Stage 2 [stage2] (overview: stage 2: 2 prompts by PROMPT_STAGE2_MANIFEST.md): 02 03',
      'Other prompts [other]: 04',
    ]);
  });

  it("(2) the stage's part of the manifest of all", () => {
    assert.deepEqual(stages({ 'PROMPT_MANIFEST.md': SHARED }), [
      'Stage 1 [stage1] (overview: stage 1: 2 prompts by PROMPT_MANIFEST.md): 00_s 01',
      'Stage 2 [stage2] (overview: stage 2: 3 prompts by PROMPT_MANIFEST.md): 02 03 04',
    ]);
  });

  it('(3) the first lines of prompts', () => {
    assert.deepEqual(stages({ 'PROMPT_03.txt': head(2, 1), 'PROMPT_04.txt': head(2, 2) }), [
      'Stage 1 [stage1]: 00_s 01 02',
      'Stage 2 [stage2] (plan: stage 2: 2 prompts by their first lines): 03 04',
    ]);
  });

  it('in that order for each prompt, and what disagrees is told', () => {
    const more = {
      'PROMPT_STAGE2_MANIFEST.md': OWN,
      'PROMPT_MANIFEST.md': SHARED,
      'PROMPT_01.txt': head(2, 1),
      'PROMPT_04.txt': head(2, 3),
    };
    assert.deepEqual(stages(more), [
      'Stage 1 [stage1] (overview: stage 1: 2 prompts by PROMPT_MANIFEST.md): 00_s 01',
      'Stage 2 [stage2] (overview: stage 2: 2 prompts by PROMPT_STAGE2_MANIFEST.md) (overview: stage 2: 1 prompt by PROMPT_MANIFEST.md): 02 03 04',
      'info prompts-stage-twice PROMPT_01.txt:0 PROMPT_01 is named for stage 2 here, and for stage 1 by PROMPT_MANIFEST.md, which comes first. Name it for one stage.',
    ]);
  });

  it('each in the first stage whose manifest has it', () => {
    const more = {
      'PROMPT_STAGE2_MANIFEST.md': OWN,
      'PROMPT_STAGE10_MANIFEST.md': '1. PROMPT_03.txt\n2. PROMPT_04.txt\n',
    };
    assert.deepEqual(stages({ ...more, 'PROMPT_STAGE03_MANIFEST.md': '1. PROMPT_01.txt' }), [
      'Stage 1 [stage1]: 00_s',
      'Stage 2 [stage2] (overview: stage 2: 2 prompts by PROMPT_STAGE2_MANIFEST.md): 02 03',
      'Stage 3 [stage3] (overview: stage 3: 1 prompt by PROMPT_STAGE03_MANIFEST.md): 01',
      'Stage 10 [stage10] (overview: stage 10: 1 prompt by PROMPT_STAGE10_MANIFEST.md): 04',
      'info prompts-stage-twice PROMPT_STAGE10_MANIFEST.md:0 PROMPT_03 is named for stage 10 here, and for stage 2 by PROMPT_STAGE2_MANIFEST.md, which comes first. Name it for one stage.',
    ]);
  });

  it('also a stage 0; what stands before the first later stage is stage 1', () => {
    const more = { 'PROMPT_STAGE0_MANIFEST.md': '1. PROMPT_00_s.txt', 'PROMPT_04.txt': head(2, 1) };
    assert.deepEqual(stages(more), [
      'Stage 0 [stage0] (overview: stage 0: 1 prompt by PROMPT_STAGE0_MANIFEST.md): 00_s',
      'Stage 1 [stage1]: 01 02 03',
      'Stage 2 [stage2] (plan: stage 2: 1 prompt by their first lines): 04',
    ]);
  });

  it('with names that cannot be parsed at the end', () => {
    assert.deepEqual(stages({ 'PROMPT_11_t.txt': '# T' }), ['flat []: 00_s 01 02 03 04 11_t']);
    assert.deepEqual(stages({ 'PROMPT_11_t.txt': '# T', 'PROMPT_MANIFEST.md': SHARED }).slice(2), [
      'Other prompts [other]: 11_t',
    ]);
  });

  it('and a manifest that names none of them decides nothing', () => {
    assert.deepEqual(stages({ 'PROMPT_STAGE2_MANIFEST.md': '1. PROMPT_44.txt' }), [
      'flat []: 00_s 01 02 03 04',
    ]);
  });
});

describe('prompts: what one waits for', () => {
  const TABLE = `| Prompt ID | Status | Depends On |
| --- | --- | --- |
| PROMPT_01 | Executed | — |
| PROMPT_02 | Planned | \`PROMPT_00_s.txt\`, \`PROMPT_01.txt\` |
| PROMPT_03 | In review | \`PROMPT_01.txt\`..\`PROMPT_03.txt\` |
| PROMPT_04 | Planned | \`PROMPT_03.txt\` (preferred) |
`;
  const files = {
    ...Object.fromEntries(PROMPTS.map((stem) => [`${stem}.txt`, '# T'])),
    'PROMPT_MANIFEST.md': TABLE,
  };

  it('plain references; prose and the column of a status are hints', () => {
    assert.deepEqual(planText(read(files, { commits: ['[PROMPT_02] Two'] }), 'claims'), [
      'PROMPT_00_s T: unrecognised (system prompt without a trace of its own)',
      'PROMPT_01 T: pending (no trace of a run)',
      '    weakly overview: Status: Executed = complete @PROMPT_MANIFEST.md:2',
      'PROMPT_02 T: complete (commit 00ccccc), by commit, needs PROMPT_00_s PROMPT_01, waits: PROMPT_01: no trace of a run',
      '    commit: [PROMPT_02] Two = complete @PROMPT_02.txt',
      '    weakly overview: Status: Planned = pending @PROMPT_MANIFEST.md:3',
      'PROMPT_03 T: pending (no trace of a run), needs PROMPT_01 PROMPT_02, waits: PROMPT_01: no trace of a run',
      '    weakly overview: Status: In review @PROMPT_MANIFEST.md:4',
      'PROMPT_04 T: pending (no trace of a run)',
      '    weakly overview: Status: Planned = pending @PROMPT_MANIFEST.md:5',
      '    weakly overview: order: `PROMPT_03.txt` (preferred) @PROMPT_MANIFEST.md:5',
    ]);
  });

  it('is satisfied by what is done without a doubt', () => {
    const waits = (
      commits: readonly string[],
      logs: Readonly<Record<string, string>> = {},
    ): string | undefined =>
      /waits: (.*)/.exec(
        planText(read({ ...files, ...logs }, { commits })).find((line) => line.startsWith('PROMPT_03')) ?? '',
      )?.[1];
    assert.equal(waits(['[PROMPT_01] One', '[PROMPT_02] Two']), undefined);
    assert.equal(
      waits(['[PROMPT_01] One', 'Added by PROMPT_02']),
      'PROMPT_02: commit 01ccccc, a loose match',
    );
    assert.equal(
      waits(['[PROMPT_01] One'], { 'run-logs/stage/PROMPT_02.md': '- status: `success`\n' }),
      'PROMPT_02: run log success, but no commit names it',
    );
  });

  it('stands in its own text too', () => {
    const text = 'Dependencies / Sequencing\n- Depends on: `PROMPT_01.txt`\n- Runnable independently: yes\n';
    const files = { 'PROMPT_01.txt': 'One', 'PROMPT_02.txt': `Title: Two\n\n${text}` };
    const plan = read(files, { commits: [] });
    assert.deepEqual(planText(plan, 'claims').slice(1), [
      'PROMPT_02 Two: pending (no trace of a run), needs PROMPT_01, waits: PROMPT_01: no trace of a run',
      '    weakly plan: order: Runnable independently: yes @PROMPT_02.txt:4',
    ]);
  });

  it('and what is not there, or waits for it, is a problem', () => {
    const on = (text: string): string => `Dependencies\n- ${text}\n`;
    const plan = read({ 'PROMPT_01.txt': on('PROMPT_02'), 'PROMPT_02.txt': on('PROMPT_01, PROMPT_44') });
    assert.deepEqual(problemsText(plan), [
      'info prompts-dependency-missing PROMPT_02.txt:0 This prompt is said to depend on PROMPT_44, which is not in the folder.',
      'info prompts-dependency-cycle PROMPT_01.txt:0 PROMPT_01, PROMPT_02 are said to wait for each other. Take one of these dependencies out.',
    ]);
  });
});
