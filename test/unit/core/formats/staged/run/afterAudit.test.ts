import assert from 'node:assert/strict';
import type { Proof } from '../../../../../../src/core/plan';
import { GSD, RENN, type StagedProfile } from '../../../../../../src/core/formats/staged/names';
import { type AfterAudit, afterAudit } from '../../../../../../src/core/formats/staged/run/afterAudit';
import { nextCommand } from '../../../../../../src/core/formats/staged/run/commands';
import { humanItems, proofGaps } from '../../../../../../src/core/formats/staged/run/proofItems';
import { proofDigest } from '../../../../../../src/core/formats/planFile/proof';

const HUMAN = `---
status: human_needed
human_verification:
  - test: "Open the page: once"
    expected: "It shows"
    why_human: |
      Looks.
      Feel.
  - Press the button
---
# Proof
`;
const BODY = `---
status: passed
---
# Report

### Human Verification Required

### 1. The page

**Test:** Open it
**Expected:** It shows
**Why human:** Looks

### 2. The button

### Gaps Summary

None.
`;
const GAPS = `---
status: gaps_found
score: 2/4 must-haves verified
gaps:
  - truth: "The form posts"
    status: failed
    reason: "No handler"
    artifacts:
      - path: form.ts
        issue: stub
    missing:
      - "A handler"
      - 12
  - truth: "It is fast"
    status: partial
---
`;

function itemTexts(text: string): string[] {
  return humanItems(text, '/w/p.md').map(({ name, test, expected, why }) =>
    [name, test, expected, why].join('|'),
  );
}
function gapTexts(text: string): string[] {
  return proofGaps(text, '/w/p.md').map(({ truth, status, reason, missing }) =>
    [truth, status, reason, ...missing].join('|'),
  );
}

describe('staged run: what a proof lists', () => {
  const items: readonly (readonly [string, string, readonly string[]])[] = [
    ['items of front matter', HUMAN, ['|Open the page: once|It shows|Looks.\nFeel.', '|Press the button||']],
    [
      'with CRLF',
      HUMAN.replaceAll('\n', '\r\n'),
      ['|Open the page: once|It shows|Looks.\nFeel.', '|Press the button||'],
    ],
    ['items of the body', BODY, ['The page|Open it|It shows|Looks', 'The button|The button||']],
    ['whichever are more', `${HUMAN}\n## Human Verification\n1. a\n2. b\n3. c\n`, ['|a||', '|b||', '|c||']],
    [
      'front matter that is no YAML',
      '---\nstatus: passed\nhuman_verification:\n  - test: "a \\. b"\n    expected: "c"\n  - test: d\n---\n',
      ['|a \\. b||', '|d||'],
    ],
    ['none, says the section', BODY.replace('### 1. The page', 'None required.'), []],
    ['no list', '---\nhuman_verification: none\n---\n', []],
    [
      'odd items',
      '---\nhuman_verification: [null, 7, [a], {}, {test: [x]}]\n---\n',
      ['||||'.slice(1), '|7||', '|||', '|||', '|||'],
    ],
    ['nothing', '', []],
  ];
  for (const [name, text, expected] of items) {
    it(name, () => {
      assert.deepEqual(itemTexts(text), expected);
    });
  }

  it('as many items as the map counts', () => {
    for (const text of [HUMAN, BODY, GAPS, '']) {
      const { frontMatter, body } = proofDigest(text, false).humanItems;
      assert.equal(itemTexts(text).length, Math.max(frontMatter.length, body.length));
    }
  });

  it('gaps', () => {
    assert.deepEqual(gapTexts(GAPS), [
      'The form posts|failed|No handler|A handler|12',
      'It is fast|partial|',
    ]);
    assert.deepEqual(gapTexts('---\ngaps: [broken, {truth: a, missing: b}]\n---\n'), ['broken||', 'a|||b']);
    assert.deepEqual(gapTexts('---\ngaps:\n  - truth: "a \\. b"\n---\n'), ['a \\. b||']);
    assert.deepEqual([gapTexts('gaps: [a]'), gapTexts('---\ngaps: {}\n---\n')], [[], []]);
  });

  it('stays quick and bounded on hostile reports', () => {
    const from = performance.now();
    const texts = [
      `---\nhuman_verification:\n${'  - test: x\n'.repeat(30_000)}---\n`,
      `---\na: b\n---\n## Human Verification\n${'### 1. x\n**Test:** y\n'.repeat(50_000)}`,
      `## Human Verification\n${'**a'.repeat(300_000)}`,
      `---\ngaps:\n  - &a [*a, *a]\n---\n`,
    ];
    for (const text of texts) {
      assert.ok(JSON.stringify(humanItems(text, '/p')).length < 700_000);
      assert.ok(proofGaps(text, '/p').length <= 100);
    }
    assert.ok(performance.now() - from < 5000);
  });
});

/** Where a proof leads, in one line. */
function route(after: AfterAudit): string {
  switch (after.kind) {
    case 'passed':
      return 'passed';
    case 'humanNeeded':
      return `human: ${after.items.map(({ test }) => test).join(', ')}${after.reason === undefined ? '' : ` (${after.reason})`}`;
    case 'gapsFound':
      return `gaps ${after.score ?? ''}: ${after.gaps.map(({ truth }) => truth).join(', ')}; ${after.planCommand ?? 'no command'}`;
    case 'unknown':
      return `unknown: ${after.reason}`;
  }
}

describe('staged run: where a proof leads', () => {
  const stage = { number: '08' };
  const proof = (verdict: Proof['verdict'], more: Partial<Proof> = {}): Proof => ({
    file: '/w/p.md',
    verdict,
    text: '',
    ...more,
  });
  const cases: readonly (readonly [string, Proof | undefined, string, StagedProfile, string])[] = [
    ['passed', proof('passed'), '---\nstatus: passed\n---\n', RENN, 'passed'],
    ['items', proof('humanNeeded'), HUMAN, RENN, 'human: Open the page: once, Press the button'],
    [
      'passed with items',
      proof('humanNeeded', { reason: 'It lists 2 items.' }),
      BODY,
      RENN,
      'human: Open it, The button (It lists 2 items.)',
    ],
    [
      'passed with gaps',
      proof('passed', { gaps: 2 }),
      GAPS,
      RENN,
      'human: The form posts, It is fast (The status is passed, but the report lists 2 gaps.)',
    ],
    ['a person, but no items', proof('humanNeeded'), '---\nstatus: human_needed\n---\n', RENN, 'human: '],
    [
      'gaps',
      proof('gapsFound', { score: '2/4' }),
      GAPS,
      RENN,
      'gaps 2/4: The form posts, It is fast; /renn.plan-stage 08 --gaps',
    ],
    ['gaps of GSD that nobody lists', proof('gapsFound'), '', GSD, 'gaps : ; /gsd:plan-phase 08 --gaps'],
    ['no proof', undefined, '', RENN, 'unknown: The auditor left no proof.'],
    [
      'an unknown word',
      proof('unknown', { reason: 'The status "ok" is none of them.' }),
      '',
      GSD,
      'unknown: The verification does not count: the status "ok" is none of them.',
    ],
    [
      'an old one',
      proof('stale', { reason: 'a-recap.md was changed after it' }),
      '',
      RENN,
      'unknown: The proof does not count: a-recap.md was changed after it.',
    ],
  ];
  for (const [name, found, text, profile, expected] of cases) {
    it(name, () => {
      assert.equal(route(afterAudit(found, text, stage, profile)), expected);
    });
  }

  it('commands of both tools', () => {
    const all = (['planStage', 'planGaps', 'completeMilestone'] as const).map((what) =>
      [RENN, GSD].map((profile) => nextCommand(what, '2.1', profile)),
    );
    assert.deepEqual(all, [
      ['/renn.plan-stage 2.1', '/gsd:plan-phase 2.1'],
      ['/renn.plan-stage 2.1 --gaps', '/gsd:plan-phase 2.1 --gaps'],
      ['/renn.complete-milestone', '/gsd:complete-milestone'],
    ]);
    assert.equal(nextCommand('planGaps', undefined, RENN), undefined);
  });
});
