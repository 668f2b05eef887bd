import assert from 'node:assert/strict';
import {
  cited,
  pullRequest,
  type PullRequestParts,
} from '../../../../../../src/core/formats/okstra/run/pullRequest';
import { validationResult } from '../../../../../../src/core/formats/okstra/run/stageResult';
import { check, stage } from './results';

function draft(parts: Partial<PullRequestParts> = {}) {
  return pullRequest({
    stages: [stage(1)],
    summary: 'A retry policy',
    edits: [],
    previous: undefined,
    next: undefined,
    ...parts,
  });
}

describe('okstra: the drafted pull request', () => {
  const titles: readonly (readonly [string, Partial<PullRequestParts>, string])[] = [
    ['of one stage', {}, 'Stage 1: Part 1'],
    ['of several', { stages: [stage(1), stage(2), stage(4)] }, 'Stages 1–4: A retry policy'],
    ['in the order of the Stage Map', { stages: [stage(2), stage(1)] }, 'Stages 1–2: A retry policy'],
    ['of a stage without a title', { stages: [stage(3, { title: ' ' })] }, 'Stage 3'],
    ['without a summary', { stages: [stage(1), stage(2)], summary: '\n' }, 'Stages 1–2'],
    [
      'of a title of lines',
      { stages: [stage(1, { title: 'a\r\n\u001b[2J b\u2028c' })] },
      'Stage 1: a [2J b c',
    ],
  ];
  for (const [name, parts, expected] of titles)
    it(`has a title ${name}`, () => {
      assert.equal(draft(parts).title, expected);
    });

  it('has a title of bounded length', () => {
    assert.equal(draft({ stages: [stage(1, { title: 'x'.repeat(5000) })] }).title.length, 200);
  });

  it('has the sections that reviewers of okstra look for', () => {
    const { body } = draft({
      stages: [
        stage(3, {
          title: 'Retry *policy*',
          carried: [
            {
              stage: 1,
              file: 'runs/implementation/carry/stage-1.json',
              json: '{"types":["Transport"],"head_commit":"0a1b2c3","note":"two words"}',
            },
            { stage: 2 },
          ],
        }),
        stage(4, {
          outcome: 'failed',
          why: 'Its post validation failed.',
          files: [],
          validations: [{ group: 'post', record: check('failed') }],
        }),
      ],
      edits: [{ path: 'package.json', why: 'a dependency' }],
      previous: {
        stages: [1, 2],
        reference: 'runs/implementation/reports/final-report-implementation-001.md',
      },
      next: { stages: [5] },
    });
    assert.equal(
      body,
      `## Stage 3

Stage 3: Retry \\*policy\\*.

Files:

- \`src/part3.ts\`

Validation: post validation passed (1 of 1 command).

## Stage 4

Stage 4: Part 4. It is not done: Its post validation failed.

No files changed.

Validation: post validation failed (0 of 1 command).

## Carry-In summary

Stage 3 depends on 1, 2.

- Stage 1, \`runs/implementation/carry/stage-1.json\`: \`Transport\`, \`0a1b2c3\`
- Stage 2 left no carry sidecar.

## Out-of-plan edits

- \`package.json\`: a dependency

## Previous run

Stages 1, 2: \`runs/implementation/reports/final-report-implementation-001.md\`

## Next run

Stage 5.
`,
    );
  });

  it('leaves out what there is not', () => {
    const { body } = draft();
    assert.doesNotMatch(body, /Carry-In|Out-of-plan/);
    assert.match(
      body,
      /## Previous run\n\nNone: this is the first run of the plan\.\n\n## Next run\n\nNone: no stage of the plan is left\.\n$/,
    );
  });

  const references: readonly (readonly [string, string])[] = [
    ['https://example.com/pull/12', 'Stage 1: https://example.com/pull/12'],
    ['https://example.com/) <b>', 'Stage 1: `https://example.com/) <b>`'],
    ['javascript:alert(1)', 'Stage 1: `javascript:alert(1)`'],
  ];
  for (const [reference, expected] of references)
    it(`links ${reference}`, () => {
      assert.ok(
        draft({ previous: { stages: [1], reference } }).body.includes(`## Previous run\n\n${expected}\n`),
      );
    });

  it('takes no Markdown of a plan for its own', () => {
    const { body } = draft({
      stages: [stage(1, { title: '## Stage 9\n## Next run', files: ['a`\n## b'], why: '# x' })],
    });
    assert.deepEqual(body.match(/^#.*$/gm), ['## Stage 1', '## Previous run', '## Next run']);
  });

  it('names a bounded number of files', () => {
    const files = Array.from({ length: 3000 }, (_, at) => `f${at}`);
    assert.match(draft({ stages: [stage(1, { files })] }).body, /- `f99`\n- and 2900 more\n/);
  });
});

describe('okstra: what is cited of a sidecar', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [
      '{"stage":1,"identifiers":["Transport","net.retry()"],"x":{"sha":"0a1b2c3"}}',
      ['Transport', 'net.retry()', '0a1b2c3'],
    ],
    ['{"a":"src/a.ts","b":"src/a.ts","c":"GET /x y","d":"x"}', ['src/a.ts']],
    ['{"a":"`rm`","b":"a\\nb","c":"한글"}', ['한글']],
    ['no', []],
    ['null', []],
    [`${'['.repeat(5000)}${']'.repeat(5000)}`, []],
    [`["a${'b'.repeat(300_000)}","ab"]`, []],
  ];
  for (const [json, expected] of cases)
    it(json.slice(0, 60), () => {
      assert.deepEqual(cited(json), expected);
    });

  it('is bounded', () => {
    assert.equal(cited(JSON.stringify(Array.from({ length: 20_000 }, (_, at) => `word${at}`))).length, 12);
  });
});

describe('okstra: the validation of a stage in words', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['', 'post validation ran no command'],
    ['passed', 'post validation passed (1 of 1 command)'],
    ['passed passed', 'post validation passed (2 of 2 commands)'],
    ['passed failed', 'post validation failed (1 of 2 commands)'],
    ['timed_out', 'post validation failed (0 of 1 command)'],
    ['passed not_run', 'post validation did not run whole (1 of 2 commands)'],
  ];
  for (const [statuses, expected] of cases)
    it(expected, () => {
      const records = statuses.split(' ').filter(Boolean) as (
        'passed' | 'failed' | 'timed_out' | 'not_run'
      )[];
      const validations = records.map((status) => ({ group: 'post', record: check(status) }) as const);
      assert.equal(
        validationResult(
          stage(1, { validations: [...validations, { group: 'mid', record: check('failed') }] }),
        ),
        expected,
      );
    });
});
