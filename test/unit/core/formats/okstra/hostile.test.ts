import assert from 'node:assert/strict';
import { okstra } from '../../../../../src/core/formats/okstra';
import { MOST_STAGES } from '../../../../../src/core/formats/okstra/stageMap';
import { stepsOf } from '../../../../../src/core/plan';
import { inMemory, LOG, logOf, read, REPORT, reportOf, sectionOf } from './text';

/** As long as a plan file may be. */
const MEGABYTE = 1024 * 1024;

function fill(part: string): string {
  return part.repeat(Math.ceil(MEGABYTE / part.length)).slice(0, MEGABYTE);
}

const MAP = '## 4.5 Stage Map\n\n| stage | title | depends-on | step-count |\n|---|---|---|---|\n';
const ROWS = Array.from({ length: MOST_STAGES }, (_, at) => at + 1);

/** Stages that name each other and the same files as often as a report can hold. */
function tangle(): string {
  const rows = ROWS.map((number) => `| ${number} | x | ${ROWS.slice(0, 100).join()} | 1 |`);
  const sections = ROWS.map((number) =>
    sectionOf({ number, files: ROWS.slice(0, 60).map((file) => `f${file}`) }),
  );
  return `${MAP}${rows.join('\n')}\n\n${sections.join('\n')}`;
}

/** Milliseconds of work since the start: of the processor, since the tests of others may be under way beside these. */
function worked(since = 0): number {
  return process.cpuUsage().user / 1000 - since;
}

describe('okstra: hostile reports are read soon', function () {
  this.timeout(60_000);
  const reports: readonly (readonly [string, string])[] = [
    ['fences', fill('```\n')],
    ['fences and headings', fill('```\n## 4.5 Stage Map\n```\n### 4.5.1 Stage 1\n')],
    ['Stage Maps', fill('## 4.5 Stage Map\n### 4.5 Stage Map\n')],
    ['a Stage Map of pipes', MAP + fill('|')],
    ['rows', MAP + fill('|1|\n')],
    ['rows of stages', MAP + Array.from({ length: 60_000 }, (_, at) => `|${at}|x|1|1|`).join('\n')],
    ['a row of cells', MAP + fill('| 1 ')],
    ['a cell of dependencies', `${MAP}| 1 | x | ${fill('7,')} | 1 |`],
    ['a cell of words', `${MAP}| 1 | x | ${fill('x ').slice(0, 15_000)} | 1 |`],
    ['a cell of digits', `${MAP}| ${'9'.repeat(15_000)} | x | ${'9'.repeat(400)} | ${'9'.repeat(4000)} |`],
    ['a tangle', tangle()],
    ['sections of one stage', reportOf([{ number: 1 }]) + fill('## 4.5.1 Stage 1\n')],
    [
      'sections of stages',
      reportOf([{ number: 1 }]) +
        Array.from({ length: 40_000 }, (_, at) => `## 4.5.1 Stage ${at}`).join('\n'),
    ],
    [
      'parts of a stage',
      `${MAP}|1|x|-|1|\n\n## 4.5.1 Stage 1\n${fill('### Stepwise Execution Order\n| step |\n')}`,
    ],
    ['paths on a line', reportOf([{ number: 1, files: [fill('a` `').slice(0, 19_000)] }])],
    [
      'items of paths',
      reportOf([{ number: 1 }])
        .replace(/추가.*/, '추가/변경된 파일 (예측):')
        .replace('- identifiers', `${fill('  - a/b\n')}- identifiers`),
    ],
    ['backquotes', fill('`')],
    ['blanks', fill(' ')],
    ['blanks before signs', fill(`${' '.repeat(290)}#\n`)],
    ['a validation of groups', reportOf([{ number: 1 }]) + fill('- post:\n')],
    [
      'verdicts',
      `${reportOf([{ number: 1 }])}\n## 4.5.9 Plan Body Verification\n| classification |\n|---|\n${fill('| majority-disagree → C-1 |\n')}`,
    ],
    [
      'questions',
      `${reportOf([{ number: 1 }])}\n## 5. Clarification Items\n| id | blocks |\n|---|---|\n${fill('| C-1 | approval |\n')}`,
    ],
    ['NUL bytes', fill('\0')],
    ['half characters', fill('\uD800')],
    ['carriage returns', fill('\r')],
  ];
  for (const [name, report] of reports)
    it(name, () => {
      const begun = worked();
      const plan = read({ [REPORT]: report });
      assert.ok(worked(begun) < 2000, `took ${Math.round(worked(begun))} ms`);
      assert.ok(stepsOf(plan).length <= MOST_STAGES);
      assert.ok(plan.problems.length < 1000 && (plan.hints ?? []).length < 100);
    });

  const logs: readonly (readonly [string, string])[] = [
    ['rows of one stage', fill(logOf({ stage: 1, status: 'started' }))],
    ['rows of unknown statuses', fill(logOf({ stage: 1, status: 'x' }))],
    [
      'rows of many stages',
      Array.from({ length: 30_000 }, (_, at) => logOf({ stage: at, status: 'done' })).join(''),
    ],
    ['noise', fill('x\n')],
    ['nesting', fill('[')],
    ['nesting in a row', `{"stage":1,"status":"done","x":${'['.repeat(10_000)}${']'.repeat(10_000)}}\n`],
    ['a status that is long', logOf({ stage: 1, status: fill('s') })],
  ];
  for (const [name, log] of logs)
    it(`log: ${name}`, () => {
      const begun = worked();
      const plan = read({ [REPORT]: reportOf([{ number: 1 }]), [LOG]: log });
      assert.ok(worked(begun) < 2000, `took ${Math.round(worked(begun))} ms`);
      assert.ok(plan.problems.length < 100 && (stepsOf(plan)[0]?.claims ?? []).length < 100);
    });

  it('thousands of sidecars and reports', () => {
    const files = Object.fromEntries([
      ...Array.from({ length: 3000 }, (_, at): [string, string] => [
        `runs/r${at}/carry/stage-${at % 600}.json`,
        '{}',
      ]),
      ...Array.from({ length: 3000 }, (_, at): [string, string] => [
        REPORT.replace('001', String(at)),
        at === 2999 ? tangle() : '',
      ]),
    ]);
    const begun = worked();
    const { source } = inMemory(files);
    okstra.read(source);
    assert.ok(worked(begun) < 3000, `took ${Math.round(worked(begun))} ms`);
  });
});

describe('okstra: mutations of a report and its log', function () {
  this.timeout(60_000);
  it('never throw, and keep every stage that has a row', () => {
    const report = reportOf(
      [
        { number: 1, steps: 3 },
        { number: 2, needs: '1' },
        { number: 3, needs: '1, 2' },
      ],
      '### 4.5.9 Plan Body Verification\n\nGate: passed\n',
    );
    const log = logOf({ stage: 1, status: 'started' }, { stage: 1, status: 'done', carry_path: 'x' });
    const random = seeded(7);
    for (let round = 0; round < 1000; round += 1) {
      const plan = read({ [REPORT]: mutated(report, random), [LOG]: mutated(log, random) });
      const keys = stepsOf(plan).map(({ key }) => key);
      assert.equal(new Set(keys).size, keys.length);
    }
  });
});

/** Numbers from 0 to below 1, the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function mutated(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  const length = Math.floor(random() * 40);
  const part = text.slice(at, at + length);
  switch (Math.floor(random() * 5)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(at + length);
    case 2:
      return text.slice(0, at) + part.repeat(3) + text.slice(at);
    case 3:
      return (
        text.slice(0, at) +
        String.fromCharCode((text.charCodeAt(at) || 0) ^ (1 << Math.floor(random() * 8))) +
        text.slice(at + 1)
      );
    default:
      return `${text.slice(0, at)}\0\n\`\`\`${text.slice(at)}`;
  }
}
