import assert from 'node:assert/strict';
import { codes, planText, read, REPORT, reportOf, sectionOf } from './text';

/** The stages of a report, one a line: number, title, steps that are problems or not, files and commands. */
function stages(report: string): string[] {
  return planText(read({ [REPORT]: report }))
    .slice(1)
    .map((line) => line.trim())
    .filter((line) => !line.startsWith('needs '));
}

const SECTION = [
  '### Stepwise Execution Order',
  '| step | action |',
  '|---|---|',
  '| 1 | do |',
  '### Stage Exit Contract',
  '- 추가/변경된 파일 (예측): `a.ts`',
  '### Stage Validation',
  '- post: `npm test`',
].join('\n');

function withHeadings(map: string, stage: string, section = SECTION): string {
  return `${map}\n| stage | title | depends-on | step-count |\n|---|---|---|---|\n| 1 | One | (none) | 1 |\n\n${stage}\n${section}\n`;
}

const WHOLE = ['1 One line 6 [pending: consumers.jsonl says nothing] batch 1', 'file a.ts', '$ npm test'];

describe('okstra: headings of a report (okstra.md 3.3)', () => {
  const variants: readonly (readonly [map: string, stage: string])[] = [
    ['## 4.5 Stage Map', '## 4.5.1 Stage 1'],
    ['## 5.5 Stage Map', '## 5.5.1 Stage 1'],
    ['### 4.5 Stage Map', '#### 4.5.1 Stage 1: One more title'],
    ['## 4.5 Stage Map (2)', '### 4.5.1 Stage 1 – title'],
    ['## 12.30 Stage Map', '## 12.30.7 Stage 1'],
    ['## 4.5 Stage Map ##', '## 4.5.1 Stage  1 ##'],
    ['\uFEFF## 4.5 Stage Map', '## 4.5.1 Stage 1'],
  ];
  for (const [map, stage] of variants) {
    it(`${map} · ${stage}`, () => {
      assert.deepEqual(stages(withHeadings(map, stage)), WHOLE);
      assert.deepEqual(stages(withHeadings(map, stage).replaceAll('\n', '\r\n')), WHOLE);
      assert.deepEqual(stages(withHeadings(map, stage).replaceAll('\n', '\r')), WHOLE);
    });
  }

  const others: readonly (readonly [string, string, string, string])[] = [
    ['a Stage Map without a number', '## Stage Map', '## 4.5.1 Stage 1', 'okstra-no-stage-map'],
    ['a Stage Map too deep', '#### 4.5 Stage Map', '## 4.5.1 Stage 1', 'okstra-no-stage-map'],
    ['a stage without a number of its own', '## 4.5 Stage Map', '## Stage 1', 'okstra-no-section'],
    ['a stage too deep', '## 4.5 Stage Map', '##### 4.5.1 Stage 1', 'okstra-no-section'],
    ['a word that only begins so', '## 4.5 Stage Map', '## 4.5.1 Stage 1a', 'okstra-no-section'],
    ['a heading in other words', '## 4.5 Stage Mapping', '## 4.5.1 Stage 1', 'okstra-no-stage-map'],
  ];
  for (const [name, map, stage, code] of others) {
    it(`not: ${name}`, () => {
      assert.ok(codes(read({ [REPORT]: withHeadings(map, stage) })).some((line) => line.endsWith(code)));
    });
  }

  it('the parts of a stage count at any level, and with numbers', () => {
    for (const marks of ['#', '##', '###', '######'])
      assert.deepEqual(
        stages(withHeadings('## 4.5 Stage Map', '### 4.5.1 Stage 1', SECTION.replaceAll('###', marks))),
        WHOLE,
        marks,
      );
    const numbered = SECTION.replace('Stepwise', '4.5.1.1 Stepwise').replace(
      'Stage Exit',
      '4.5.1.2 Stage Exit',
    );
    assert.deepEqual(stages(withHeadings('## 4.5 Stage Map', '## 4.5.1 Stage 1', numbered)), WHOLE);
  });

  it('what else a stage holds does not end it', () => {
    const more = SECTION.replace(
      '### Stage Exit',
      '### Rollback\n\ntext\n\n### 4.5.1.9 Risk\n\n### Stage Exit',
    );
    assert.deepEqual(stages(withHeadings('## 4.5 Stage Map', '## 4.5.1 Stage 1', more)), WHOLE);
  });

  it('a Stage Map in a fence is an example', () => {
    const fenced = `\`\`\`markdown\n${reportOf([{ number: 7 }])}\n\`\`\`\n`;
    assert.deepEqual(codes(read({ [REPORT]: fenced })), ['warning okstra-no-stage-map']);
    assert.deepEqual(
      stages(`${fenced}\n${reportOf([{ number: 1, title: 'One', files: ['a.ts'] }])}`).map((line) =>
        line.replace(/ line \d+/, ''),
      ),
      ['1 One [pending: consumers.jsonl says nothing] batch 1', 'file a.ts', '$ npm test'],
    );
  });

  it('headings of stages and their parts in a fence are examples', () => {
    const example = `~~~md\n${sectionOf({ number: 1, steps: 5, files: ['no.ts'], post: 'no' })}\n~~~\n`;
    const report = reportOf([{ number: 1, files: ['a.ts'] }]).replace(
      '## 4.5.1 Stage 1',
      `${example}\n## 4.5.1 Stage 1`,
    );
    assert.deepEqual(stages(report).slice(1), ['file a.ts', '$ npm test']);
  });

  it('a fence that is never closed hides what follows, and is a problem', () => {
    const report = reportOf([{ number: 1 }]).replace(
      '### Stage Exit Contract',
      '```\n### Stage Exit Contract',
    );
    assert.deepEqual(codes(read({ [REPORT]: report })), [
      '1: info okstra-files-unknown',
      'warning okstra-fence-open',
    ]);
  });

  it('nine stages, and section 4.5.9 about something else', () => {
    const nine = Array.from({ length: 9 }, (_, at) => ({ number: at + 1, title: `T${at + 1}` }));
    for (const [level, number] of [
      ['###', '4.5.9'],
      ['##', '4.5.9'],
      ['####', '5.5.9'],
      ['###', '4.5.10'],
    ] as const) {
      const after = `${level} ${number} Plan Body Verification\n\n| item | verdict |\n|---|---|\n| a | AGREE |\n\nGate: passed\n\n- post: \`not this\`\n`;
      const plan = read({ [REPORT]: reportOf(nine, after) });
      const last = plan.stages[0]?.steps.at(-1);
      assert.deepEqual(
        [plan.stages[0]?.steps.length, last?.title, last?.testCommands],
        [9, 'T9', ['npm test']],
      );
      assert.match(plan.stages[0]?.outcome ?? '', /plan body verification: passed$/);
      assert.deepEqual(codes(plan), []);
    }
  });

  it('the number after "Stage" decides, not that of the section', () => {
    const report = reportOf([{ number: 1 }, { number: 2, files: ['two.ts'] }])
      .replace('## 4.5.1 Stage 1', '## 4.5.2 Stage 1')
      .replace('## 4.5.2 Stage 2', '## 4.5.1 Stage 2');
    assert.deepEqual(
      read({ [REPORT]: report }).stages[0]?.steps.map(({ files }) => files),
      [['src/part1.ts'], ['two.ts']],
    );
  });
});

describe('okstra: the table of stages', () => {
  const table = (header: string, ...rows: string[]): string =>
    `## 4.5 Stage Map\n\n${header}\n|${'---|'.repeat(header.split('|').length - 2)}\n${rows.join('\n')}\n`;
  const shown = (report: string): string[] =>
    (read({ [REPORT]: report }).stages[0]?.steps ?? []).map(
      ({ key, title, dependsOn }) => `${key} ${title} <- ${dependsOn.map(({ number }) => number).join()}`,
    );
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'columns in another order',
      table('| Step Count | Depends_On | NAME | # |', '| 2 | (none) | A | 1 |', '| 1 | 1 | B | 2 |'),
      ['1 A <- ', '2 B <- 1'],
    ],
    [
      'emphasis and code',
      table(
        '| **Stage** | `title` | depends on | steps |',
        '| **1** | `A` | *(none)* | `1` |',
        '| `2` | **B** | `1` | 1 |',
      ),
      ['1 A <- ', '2 B <- 1'],
    ],
    [
      'spelled dependencies',
      table(
        '| stage-number | title | depends-on |',
        '| Stage 1 | A | none |',
        '| #2 | B | Stage 1 |',
        '| 3 | C | [1, 2] |',
        '| 4 | D | 1;2 3 |',
        '| 5 | E | — |',
        '| 6 | F | |',
      ),
      ['1 A <- ', '2 B <- 1', '3 C <- 1,2', '4 D <- 1,2,3', '5 E <- ', '6 F <- '],
    ],
    [
      'number and title in one cell',
      table('| stage | depends-on |', '| 1: First thing | (none) |', '| Stage 2 – Second | 1 |'),
      ['1 First thing <- ', '2 Second <- 1'],
    ],
    ['no title', table('| stage | depends-on |', '| 1 | (none) |'), ['1 Stage 1 <- ']],
    [
      'leading zeros',
      table('| stage | depends-on |', '| 01 | (none) |', '| 02 | 01 |'),
      ['1 Stage 1 <- ', '2 Stage 2 <- 1'],
    ],
    ['escaped pipes', table('| stage | title |', '| 1 | a \\| b |'), ['1 a | b <- ']],
    [
      'no frame',
      '## 4.5 Stage Map\n\nstage | title | depends-on\n---|---|---\n1 | A | (none)\n2 | B | 1\n',
      ['1 A <- ', '2 B <- 1'],
    ],
    [
      'a legend before it',
      `## 4.5 Stage Map\n\n| word | means |\n|---|---|\n| (none) | free |\n\n${table('| stage | title |', '| 1 | A |').slice(18)}`,
      ['1 A <- '],
    ],
    ['blank rows', table('| stage | title |', '| 1 | A |', '| | |', '| 2 | B |'), ['1 A <- ', '2 B <- ']],
    ['the order of the table', table('| stage | title |', '| 2 | B |', '| 1 | A |'), ['2 B <- ', '1 A <- ']],
  ];
  for (const [name, report, expected] of cases)
    it(name, () => {
      assert.deepEqual(shown(report), expected);
    });

  it('rows without a stage, twice the same, and columns that are missing are problems', () => {
    const report = table(
      '| stage | title |',
      '| 1 | A |',
      '| later | B |',
      '| 1.5 | C |',
      '| 1 | D |',
      '| -1 | E |',
    );
    assert.deepEqual(
      planText(read({ [REPORT]: report }))
        .slice(2)
        .map((line) => line.trim()),
      [
        'warning okstra-no-section 5:2-3: The report has no section of stage 1: its steps, files and commands are not known.',
        'warning okstra-column-missing 1:0: The Stage Map has no column "depends-on", which decides what runs when and together.',
        'warning okstra-column-missing 1:0: The Stage Map has no column "step-count", which decides what runs when and together.',
        'warning okstra-row-unreadable 6:2-7: This row of the Stage Map names no stage: its number was expected in the column "stage". The row is left out.',
        'warning okstra-row-unreadable 7:2-5: This row of the Stage Map names no stage: its number was expected in the column "stage". The row is left out.',
        'error okstra-stage-twice 8:2-3: Stage 1 is in the Stage Map twice; only its first row counts. Give each stage a number of its own.',
        'warning okstra-row-unreadable 9:2-4: This row of the Stage Map names no stage: its number was expected in the column "stage". The row is left out.',
      ],
    );
  });
});

describe('okstra: what a stage says of itself', () => {
  const contract = (line: string): readonly string[] | undefined => {
    const report = reportOf([{ number: 1 }]).replace(/- 추가.*/, () => line);
    return read({ [REPORT]: report }).stages[0]?.steps[0]?.files;
  };
  const paths: readonly (readonly [string, readonly string[] | undefined])[] = [
    ['- 추가/변경된 파일 (예측): `src/a.ts`, `b.ts` (new)', ['src/a.ts', 'b.ts']],
    ['- **추가/변경된 파일 (예측)**: src/a.ts, b.ts docs/ and text', ['src/a.ts', 'b.ts', 'docs/']],
    ['추가 / 변경된 파일(예측)： src/a.ts', ['src/a.ts']],
    ['- 추가/변경된 파일 (예측):\n  - `src/a.ts`\n  - `b.ts`', ['src/a.ts', 'b.ts']],
    ['- 추가/변경된 파일 (예측):\n  - src/a.ts\n- identifiers: `X/y`', ['src/a.ts']],
    ['- 추가/변경된 파일 (예측): (none)', []],
    ['- 추가/변경된 파일 (예측): none, e.g. 1.5', []],
    ['- 추가/변경된 파일 (예측): `한글 이름.md`', ['한글 이름.md']],
    ['- 추가/변경된 파일 (예측): `a.ts`'.normalize('NFD'), ['a.ts']],
    ['- predicted files: `a.ts`', ['a.ts']],
    ['- added/changed files (predicted): `a.ts`', ['a.ts']],
    ['- files: `a.ts`', undefined],
    ['```\n- 추가/변경된 파일 (예측): `a.ts`\n```', undefined],
  ];
  for (const [line, expected] of paths)
    it(`files: ${line.replaceAll('\n', '⏎')}`, () => {
      assert.deepEqual(contract(line), expected);
    });

  const validation = (text: string): readonly string[] | undefined => {
    const report = reportOf([{ number: 1 }]).replace(/- pre:[^]*?- post:.*/, () => text);
    return read({ [REPORT]: report }).stages[0]?.steps[0]?.testCommands;
  };
  const groups: readonly (readonly [string, readonly string[]])[] = [
    ['- pre: `a`\n- mid: `b`\n- post: `c`', ['c']],
    ['- post: `c`, `d`; `e`', ['c', 'd', 'e']],
    ['- post:\n  - `c`\n  - `d` is green\n  - the page shows `e`', ['c', 'd']],
    ['#### Pre\n- `a`\n#### Post\n- `c`\n1. `d`', ['c', 'd']],
    ['**pre**\n- `a`\n\n**post**:\n- `c`', ['c']],
    ['- **Post**: `c`\n- **Pre**: `a`', ['c']],
    ['- post (after the stage): `c`', ['c']],
    ['- post — `c`', ['c']],
    ['- post:\n\n```sh\nc\nd --e\n```\n- mid: `b`', ['c', 'd --e']],
    ['- post: the suite is green', []],
    ['- post: works, see `c`', []],
    ['- mid:\n  - post-deploy: `b`\n- post: `c`', ['c']],
    ['- pre: `a`\n- mid: `b`', []],
    ['- post: `c | tee log`', ['c | tee log']],
  ];
  for (const [text, expected] of groups)
    it(`commands: ${text.replaceAll('\n', '⏎')}`, () => {
      assert.deepEqual(validation(text), expected);
    });
});
