import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { prompts } from '../../../../src/core/formats/prompts';
import { stepsOf } from '../../../../src/core/plan';
import { problemsText, read } from './prompts/text';

const some = (...stems: readonly string[]): Record<string, string> =>
  Object.fromEntries(stems.map((stem) => [`${stem}.txt`, `# ${stem}`]));

describe('prompts: what is a plan of it', () => {
  const cases: readonly (readonly [string, readonly string[], boolean])[] = [
    ['a task', ['PROMPT_01.txt'], true],
    ['a system prompt', ['PROMPT_00_s.txt', 'README.md'], true],
    ['only names that cannot be parsed', ['PROMPT_META_RUNNER.txt'], false],
    ['prompts of another tool', ['prompt_01.txt', '01.md', 'review.prompt.md'], false],
    ['a folder that is named like a prompt', ['PROMPT_01.txt/'], false],
    ['prompts deeper down', ['run-logs/', 'run-logs/PROMPT_01.txt'], false],
  ];
  for (const [name, listing, expected] of cases) {
    it(name, () => {
      assert.equal(prompts.recognises(listing), expected);
    });
  }

  it('in every folder of the name', () => {
    const paths = ['.prompts', 'packages/app/.prompts', 'prompts', 'x.prompts', '.prompts/old', ''];
    assert.deepEqual(
      paths.filter((path) => prompts.looksIn?.(path)),
      paths.slice(0, 2),
    );
  });

  it('and nothing is listed or read that is not needed', () => {
    const folders = ['run-logs/', 'run-logs/stage/', 'run-logs/stage2/', 'rendered/', 'run-logs/old/'];
    assert.deepEqual(
      folders.filter((folder) => prompts.enters?.(folder)),
      folders.slice(0, 3),
    );
    const names = [
      'PROMPT_01.txt',
      'PROMPT_11_t.txt',
      'PROMPT_MANIFEST.md',
      'PROMPT_STAGE2_MANIFEST.md',
      'STAGE2_PRE_FLIGHT.md',
      'improvements-before-initial-run.txt',
      'notes.txt',
      'run-logs/stage2/PROMPT_01.md',
      'run-logs/stage2/summary.md',
    ];
    assert.deepEqual(
      [...prompts.reads(names)],
      [
        'PROMPT_01.txt',
        'PROMPT_11_t.txt',
        'run-logs/stage2/PROMPT_01.md',
        'PROMPT_MANIFEST.md',
        'PROMPT_STAGE2_MANIFEST.md',
        'run-logs/stage2/summary.md',
      ],
    );
  });
});

describe('prompts: the plan', () => {
  it('names its documents, and is run one prompt at a time', () => {
    const plan = read({
      ...some('PROMPT_01'),
      'PROMPT_MANIFEST.md': '# All',
      'STAGE2-PLAN.md': '# Stage 2 Run Plan',
      'STAGE2_PRE_FLIGHT.md': '',
      'improvements-before-stage2-run.txt': '',
      'run-logs/stage2/checkpoints.md': '',
      'run-logs/stage2/summary.md': '',
    });
    assert.deepEqual(
      plan.documents?.map(({ kind, file }) => `${kind}: ${file.slice('/w/.prompts/'.length)}`),
      [
        'manifest: PROMPT_MANIFEST.md',
        'run plan: STAGE2-PLAN.md',
        'pre-flight: STAGE2_PRE_FLIGHT.md',
        'improvements: improvements-before-stage2-run.txt',
        'checkpoint report: run-logs/stage2/checkpoints.md',
        'run summary: run-logs/stage2/summary.md',
      ],
    );
    assert.deepEqual(
      [plan.title, plan.overview, plan.problems],
      ['.prompts', '/w/.prompts/PROMPT_MANIFEST.md', []],
    );
  });

  it('has the documents of a stage under the stage', () => {
    const plan = read({
      ...some('PROMPT_01', 'PROMPT_02'),
      'PROMPT_MANIFEST.md': '# All',
      'PROMPT_STAGE2_MANIFEST.md': '1. PROMPT_02',
      'PROMPT_STAGE3_MANIFEST.md': '# Later',
      'improvements-before-stage2-run.txt': '',
      'run-logs/stage2/summary.md': '',
    });
    const names = (documents = plan.documents): string[] =>
      (documents ?? []).map(({ file }) => basename(file));
    assert.deepEqual(
      [names(), ...plan.stages.map(({ documents }) => names(documents ?? []))],
      [
        ['PROMPT_MANIFEST.md', 'PROMPT_STAGE3_MANIFEST.md'],
        [],
        ['PROMPT_STAGE2_MANIFEST.md', 'improvements-before-stage2-run.txt', 'summary.md'],
      ],
    );
  });

  it('takes the paths that a prompt makes from its text', () => {
    const text = 'Artifacts To Create / Modify (exact paths)\n- `src/a.ts`\n- `../b.ts`\n';
    assert.deepEqual(stepsOf(read({ 'PROMPT_01.txt': text }))[0]?.files, ['src/a.ts', '../b.ts']);
  });

  it('shows a prompt of which nothing is known', () => {
    assert.deepEqual(
      stepsOf(read({ 'PROMPT_01.txt': ' \n' })).map(({ key, title, mark }) => [key, title, mark]),
      [['PROMPT_01', 'PROMPT_01', 'pending']],
    );
    assert.deepEqual(problemsText(read({ 'PROMPT_01.txt': ' \n', 'PROMPT_02.txt': 'Do it.' })), [
      'warning prompts-empty PROMPT_01.txt:0 This prompt is empty: what is to be done was expected in it.',
    ]);
  });
});

describe('prompts: names and numbers that a person should know about', () => {
  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['nothing about a plain folder', ['PROMPT_00_s', 'PROMPT_01', 'PROMPT_02'], []],
    ['nothing about a system prompt beside its task', ['PROMPT_01', 'PROMPT_01_s'], []],
    [
      'that the tool goes by text',
      ['PROMPT_99', 'PROMPT_100', 'PROMPT_101'],
      [
        'info prompts-order-by-text PROMPT_100.txt:0 The tool goes by the text of names: it takes PROMPT_100.txt where PROMPT_99.txt is next by number. Here they stand by number.',
      ],
    ],
    [
      'a gap, and what may fill it',
      ['PROMPT_10', 'PROMPT_11_t', 'PROMPT_12'],
      [
        'warning prompts-name-unparseable PROMPT_11_t.txt:0 The tool cannot parse this name, and with it here its stage 2 run plan refuses the whole folder (exit code 2, "Unparseable prompt filenames present"). It takes PROMPT_<digits>.txt and PROMPT_<digits>_s.txt: rename the file, or move it out of the folder.',
        'info prompts-gap PROMPT_12.txt:0 No PROMPT_11 is here, between PROMPT_10.txt and PROMPT_12.txt. There is PROMPT_11_t.txt, which the tool cannot parse.',
      ],
    ],
    [
      'a gap without end',
      ['PROMPT_1', `PROMPT_1${'0'.repeat(30)}`],
      [
        `info prompts-gap PROMPT_1${'0'.repeat(30)}.txt:0 No PROMPT_2 to PROMPT_${'9'.repeat(30)} are here, between PROMPT_1.txt and PROMPT_1${'0'.repeat(30)}.txt.`,
      ],
    ],
    [
      'a number twice',
      ['PROMPT_01', 'PROMPT_1'],
      [
        'warning prompts-number-twice PROMPT_1.txt:0 PROMPT_1.txt and PROMPT_01.txt have the same number: commits, logs and lists cannot tell them apart. Give one of them another number.',
      ],
    ],
  ];
  for (const [name, stems, expected] of cases) {
    it(name, () => {
      assert.deepEqual(problemsText(read(some(...stems))), expected);
    });
  }

  it('what a list names and is not there', () => {
    const list = '1. PROMPT_01.txt\n2. PROMPT_44.txt\n';
    assert.deepEqual(problemsText(read({ ...some('PROMPT_01'), 'PROMPT_STAGE2_MANIFEST.md': list })), [
      'info prompts-listed-missing PROMPT_STAGE2_MANIFEST.md:1 PROMPT_44.txt is listed here and is not in the folder.',
    ]);
  });
});
