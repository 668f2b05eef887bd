import assert from 'node:assert/strict';
import { finishStage } from '../../../../../../src/core/formats/okstra/run/consumerRows';
import { nextReportName } from '../../../../../../src/core/formats/okstra/run/reportName';
import {
  okstraRunReport,
  type RunReportParts,
} from '../../../../../../src/core/formats/okstra/run/runReport';
import { NO_CONSUMERS } from '../../../../../../src/core/formats/okstra/consumers';
import { check, stage } from './results';

const BY = { task: 'stage-runner/r1', at: '2026-06-05T01:40:00.000Z', commit: '4d5e6f7' };

function report(parts: Partial<RunReportParts> = {}): string {
  return okstraRunReport({
    plan: {
      title: 'Retries',
      file: 'runs/implementation-planning/reports/final-report-implementation-planning-001.md',
    },
    task: BY.task,
    started: '2026-06-05T01:02:03.004Z',
    ended: BY.at,
    stages: [stage(1)],
    checks: [],
    untouched: { changed: [] },
    edits: [],
    rows: [],
    changed: [],
    ...parts,
  });
}

describe('okstra: the report of a run', () => {
  it('tells of its stages one by one, and of its checks, review and changes once', () => {
    const text = report({
      commits: { from: '0a1b2c3', to: '4d5e6f7' },
      stages: [
        stage(1, { title: 'A | b', outcomes: ['the page shows *it*'] }),
        stage(2, {
          outcome: 'not run',
          why: 'Stage 1 had to be stopped.',
          foreign: ['carry/stage-1.json: it was changed, by *nobody*.'],
          files: [],
          validations: [],
          ...({ sidecar: undefined } as object),
        }),
      ],
      checks: [
        check('passed', { check: 'lint', display: 'npm run lint', lines: [] }),
        check('not_run', { display: 'no command was found' }),
      ],
      untouched: { changed: ['`src/part1.ts`'] },
      review: { verdict: 'approved', text: 'Fine.\n```\n## Checks\n' },
      edits: [{ path: 'package.json', why: undefined }],
      rows: finishStage(NO_CONSUMERS, 1, 'runs/implementation/carry/stage-1.json', BY).rows,
      changed: [{ path: 'src/part1.ts', added: 10, deleted: 2 }, { path: 'logo.png' }],
    });
    assert.equal(
      text,
      `# Implementation of stages 1, 2

- Plan: Retries, \`runs/implementation-planning/reports/final-report-implementation-planning-001.md\`
- Run: \`stage-runner/r1\`
- Started: 2026-06-05 01:02:03 UTC; ended: 2026-06-05 01:40:00 UTC
- Commits: \`0a1b2c3\` to \`4d5e6f7\`

## Stages

| Stage | Title | Outcome | Validation | Sidecar |
| --- | --- | --- | --- | --- |
| 1 | A \\| b | done | post validation passed (1 of 1 command) | \`runs/implementation/carry/stage-1.json\` |
| 2 | Part 2 | not run | post validation failed | none |

## Stage 1: A | b

Files changed:

- \`src/part1.ts\`

### post validation

\`\`\`
$ npm test
12 passing
exit code 0, 1.2 s
\`\`\`

For the review, since no command shows it:

- the page shows \\*it\\*

## Stage 2: Part 2

Stage 1 had to be stopped.

No files changed.

### post validation of what only Stage Runner writes: failed

- carry/stage-1.json: it was changed, by \\*nobody\\*.

## Checks

### lint

\`\`\`
$ npm run lint
exit code 0, 1.2 s
\`\`\`

### test

\`\`\`
test check: not run: no command was found
\`\`\`

### nothing changed during the review: failed

- \`src/part1.ts\`

## Review

Verdict: **approved**

\`\`\`\`markdown
Fine.
\`\`\`
## Checks
\`\`\`\`

## Stage sidecar evidence

Stage 1, \`runs/implementation/carry/stage-1.json\`:

\`\`\`json
{"stage":1}
\`\`\`

Stage 2 left no carry sidecar.

Rows appended to \`consumers.jsonl\`:

\`\`\`json
{"impl_task_key":"stage-runner/r1","stage":1,"status":"done","completed_at":"2026-06-05T01:40:00.000+00:00","carry_path":"runs/implementation/carry/stage-1.json","head_commit":"4d5e6f7"}
\`\`\`

## Out-of-plan edits

- \`package.json\`: **no justification was given**

## Combined diff

2 files, +10 -2

- \`src/part1.ts\`: +10 -2
- \`logo.png\`: no text
`,
    );
  });

  it('says what there is not', () => {
    const text = report();
    for (const words of [
      'No check ran.',
      '### nothing changed during the review: passed',
      'Nobody reviewed this run.',
      'No row was appended to `consumers.jsonl`.',
      '## Combined diff\n\nNo files changed.',
    ])
      assert.ok(text.includes(words), words);
    assert.doesNotMatch(text, /Out-of-plan|Commits/);
  });

  it('takes nothing foreign for a part of its own', () => {
    const hostile = '\n## Checks\n```\n| x |';
    const text = report({
      plan: { title: hostile, file: hostile },
      stages: [
        stage(1, {
          title: hostile,
          why: hostile,
          files: [hostile],
          foreign: [hostile],
          outcomes: [hostile],
          sidecar: { file: hostile, json: hostile },
          validations: [{ group: 'post', record: check('failed', { display: hostile, lines: [hostile] }) }],
        }),
      ],
      review: { verdict: hostile, text: hostile },
      untouched: { unknown: hostile },
      changed: [{ path: hostile, added: 1, deleted: 1 }],
    });
    let fence: string | undefined;
    const headings = text.split('\n').filter((line) => {
      const mark = /^`{3,}/.exec(line)?.[0];
      if (mark !== undefined && (fence === undefined || line === fence))
        fence = fence === undefined ? mark : undefined;
      return fence === undefined && line.startsWith('#');
    });
    assert.deepEqual(
      headings.map((line) => line.split(':')[0]),
      [
        '# Implementation of stage 1',
        '## Stages',
        '## Stage 1',
        '### post validation of what only Stage Runner writes',
        '### post validation',
        '## Checks',
        '### nothing changed during the review',
        '## Review',
        '## Stage sidecar evidence',
        '## Combined diff',
      ],
    );
  });

  it('is bounded', () => {
    const text = report({
      stages: [
        stage(1, {
          files: Array<string>(9999).fill('a'),
          sidecar: { file: 'f', json: '`'.repeat(1_000_000) },
        }),
      ],
      review: { verdict: 'rejected', text: '` '.repeat(1_000_000) },
      changed: Array.from({ length: 9999 }, () => ({ path: 'a', added: 1, deleted: 0 })),
    });
    assert.ok(text.length < 300_000, String(text.length));
    assert.ok(text.includes('9999 files, +9999 -0') && text.includes('- and 9799 more'));
  });
});

describe('okstra: the name of the next report', () => {
  const DIR = 'runs/implementation/reports';
  const cases: readonly (readonly [readonly string[], string])[] = [
    [[], '001'],
    [[`${DIR}/final-report-implementation-001.md`, `${DIR}/final-report-implementation-009.md`], '010'],
    [[`${DIR}/final-report-implementation-1234.md`], '1235'],
    [
      [
        'runs/implementation-planning/reports/final-report-implementation-planning-007.md',
        `${DIR}/final-report-implementation-x.md`,
        `x/${DIR}/final-report-implementation-5.md`,
      ],
      '001',
    ],
  ];
  for (const [names, expected] of cases)
    it(`${names.length} reports: ${expected}`, () => {
      assert.equal(nextReportName(names), `${DIR}/final-report-implementation-${expected}.md`);
    });
});
