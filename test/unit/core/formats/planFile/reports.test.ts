import assert from 'node:assert/strict';
import { proofDigest } from '../../../../../src/core/formats/planFile/proof';
import { recapDigest } from '../../../../../src/core/formats/planFile/recap';
import { uatDigest } from '../../../../../src/core/formats/planFile/uat';
import { shownProblem } from './text';

describe('recapDigest', () => {
  const cases: readonly (readonly [string, string, Record<string, unknown>, readonly string[]])[] = [
    ['nothing', '', { frontMatter: false }, ['warning recap-empty 0:0-0 => # Summary']],
    [
      'a whole one',
      '---\nstatus: complete\ncompleted: 2026-01-31\n---\n\n# Phase 3 Plan 1: Auth Summary\n\n**Sessions with a `cookie`**\n\n## Self-Check: PASSED\n',
      {
        frontMatter: true,
        status: 'complete',
        completed: '2026-01-31',
        oneLiner: 'Sessions with a `cookie`',
        selfCheck: 'PASSED',
      },
      [],
    ],
    [
      'broken YAML',
      '---\nprovides: `a` b\nstatus: halted\n---\n',
      { frontMatter: true, status: 'halted' },
      ["warning front-matter-yaml 1:10-15 => provides: '`a` b'"],
    ],
    ['a bold label is no one-liner', '# A\n\n**Duration:** 3 min\n', { frontMatter: false }, []],
    ['a bold label with its colon outside', '# A\n\n**Duration**: 3 min\n', { frontMatter: false }, []],
    [
      'a self-check that failed',
      '# A\n**Self-Check: Failed**\n',
      { frontMatter: false, selfCheck: 'FAILED', oneLiner: 'Self-Check: Failed' },
      [],
    ],
    ['a self-check in a sentence', '# A\nThe Self-Check: passed line.\n', { frontMatter: false }, []],
    ['a status of the body', '# A\nstatus: complete\n', { frontMatter: false }, []],
  ];
  for (const [what, text, expected, problems] of cases) {
    it(what, () => {
      const { kind, status, problems: found, ...rest } = recapDigest(text, false);
      assert.equal(kind, 'recap');
      assert.deepEqual({ ...rest, ...(status && { status: status.text }) }, expected);
      assert.deepEqual(found.map(shownProblem), problems);
    });
  }
});

describe('proofDigest', () => {
  const heading = '## Human Verification Required\n';
  const report = (front: string, body = ''): string => `---\n${front}\n---\n# Report\n${body}`;
  const cases: readonly (readonly [string, string, string])[] = [
    ['nothing', '', 'unknown | The report has no front matter, so no status.'],
    ['no status', report('score: 3/3'), 'unknown | 3/3 | The front matter has no status.'],
    [
      'passed',
      report('status: passed\nscore: "7/7 must-haves verified"'),
      'passed | 7/7 must-haves verified',
    ],
    ['human_needed', report('status: human_needed'), 'humanNeeded'],
    [
      'gaps_found with gaps',
      report('status: gaps_found\ngaps:\n  - truth: a\n    status: failed\n  - truth: b'),
      'gapsFound | 2 gaps',
    ],
    ['again', report('status: passed\nre_verification:\n  previous_status: gaps_found'), 'passed | again'],
    ['not again', report('status: passed\nre_verification: false'), 'passed'],
    [
      'another word',
      report('status: verified'),
      'unknown | The status "verified" is none of passed, human_needed and gaps_found. | warning proof-status-unknown 1:8-16 => status: passed',
    ],
    [
      'a status of the body alone',
      '# Report\nstatus: passed\n',
      'unknown | The report has no front matter, so no status.',
    ],
    ['a status of the body beside', report('status: passed', 'status: gaps_found\n'), 'passed'],
    [
      'passed with items in the front matter',
      report('status: passed\nhuman_verification:\n  - test: "Open the app"\n    expected: b'),
      'humanNeeded | Open the app | The status is passed, but human_verification lists 1 item that a person has to look at. | info proof-overridden 1:8-14 => status: human_needed',
    ],
    ['an empty list', report('status: passed\nhuman_verification: []'), 'passed'],
    ['none', report('status: passed', `${heading}\nNone. All is checked.\n\n- by tests\n`), 'passed'],
    ['no items', report('status: passed', `${heading}\n**No human verification required.**\n`), 'passed'],
    ['not applicable', report('status: passed', `${heading}\nN/A\n`), 'passed'],
    ['nothing under it', report('status: passed', `${heading}\n## Gaps Summary\n\n1. none\n`), 'passed'],
    ['a rule under it', report('status: passed', `${heading}\n---\n\n1. other\n`), 'passed'],
    [
      'a section about what was looked at',
      report('status: passed', '### Human Verification Completed\n\n1. **a** ok\n'),
      'passed',
    ],
    ['ticked items', report('status: passed', `${heading}\n- [x] seen\n1. [x] seen too\n`), 'passed'],
    ['in code', report('status: passed', '```md\n## Human Verification\n1. a\n```\n'), 'passed'],
    [
      'a word that begins like none',
      report('status: human_needed', `${heading}\nNotes follow.\n`),
      'humanNeeded | Notes follow.',
    ],
    [
      'numbered headings of the same level',
      report(
        'status: human_needed',
        '### Human Verification Required\n\n### 1. Open it\n\n- **Test:** x\n\n### 2. Close it\n### Gaps\n### 3. no\n',
      ),
      'humanNeeded | Open it, Close it',
    ],
    [
      'a numbered list',
      report('status: human_needed', `${heading}\nPlease:\n\n1. **Open** it\n   - now\n2. Close it\n`),
      'humanNeeded | Open it, Close it',
    ],
    [
      'a list with boxes',
      report('status: human_needed', `${heading}- [ ] Open it\n- [x] Close it\n* Look\n`),
      'humanNeeded | Open it, Look',
    ],
    [
      'prose alone',
      report('status: human_needed', `${heading}The print has to be looked at.\n`),
      'humanNeeded | The print has to be looked at.',
    ],
  ];
  for (const [what, text, expected] of cases) {
    it(what, () => {
      const digest = proofDigest(text, false);
      const items = [...digest.humanItems.frontMatter, ...digest.humanItems.body].join(', ');
      const gaps = digest.gaps === 0 ? '' : `${digest.gaps} gaps`;
      const again = digest.reVerification ? 'again' : '';
      const parts = [
        digest.verdict,
        digest.score,
        items,
        gaps,
        again,
        digest.reason,
        ...digest.problems.map(shownProblem),
      ];
      assert.equal(parts.filter((part) => part !== undefined && part !== '').join(' | '), expected);
      assert.deepEqual(JSON.parse(JSON.stringify(digest)), digest);
    });
  }
});

describe('uatDigest', () => {
  it('counts results by their first word', () => {
    const words = [
      'pass',
      'PASS',
      '✅',
      'passed — seen',
      '[pending]',
      'pending',
      'not tested yet',
      'issue',
      'FAIL',
      'skipped',
    ];
    const text = `---\nstatus: testing\n---\n${[...words, 'blocked by 3', 'partial', 'passport', ''].map((word) => `### 1. a\nresult: ${word}\n`).join('')}`;
    const { status, results, problems } = uatDigest(text, false);
    assert.equal(status?.text, 'testing');
    assert.deepEqual(results, { pass: 4, issue: 2, pending: 3, skipped: 1, blocked: 1, other: 2 });
    assert.deepEqual(problems, []);
  });

  it('reads a file that begins with a result', () => {
    assert.equal(uatDigest('\nresult: pass\nan expected result: pass\n', false).results.pass, 1);
  });
});
