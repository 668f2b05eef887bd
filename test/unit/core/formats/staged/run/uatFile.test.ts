import assert from 'node:assert/strict';
import { uatDigest } from '../../../../../../src/core/formats/planFile/uat';
import { GSD, RENN } from '../../../../../../src/core/formats/staged/names';
import { itemKey, itemTest } from '../../../../../../src/core/formats/staged/run/itemTest';
import type { HumanItem } from '../../../../../../src/core/formats/staged/run/proofItems';
import { editUat, newUat, uatName, type SaidOf } from '../../../../../../src/core/formats/staged/run/uatFile';

const AT = new Date(Date.UTC(2026, 0, 31, 12));
const item = (test: string, expected = '', more: Partial<HumanItem> = {}): HumanItem => ({
  ...{ name: '', test, expected, why: '' },
  ...more,
});
const [LOOK, LEAN] = [item('Look at it', 'It is even'), item('Lean on it')];
const ITEMS = [LOOK, LEAN];

const FRESH = newUat('01-walls', '01-proof.md', AT, RENN);
const said = (one: HumanItem, issue = ''): SaidOf => ({ item: one, issue });
function after(text: string, ...all: readonly SaidOf[]): string {
  return all.reduce((now, one) => editUat(now, { items: ITEMS, said: one, at: AT }).text, text);
}

describe('staged run: what a person says of the items of an audit', () => {
  it('is a file in the shape of the format', () => {
    assert.equal(uatName('08', RENN), '08-uat.md');
    assert.equal(uatName(undefined, GSD), 'UAT.md');
    assert.match(
      newUat('08-x', '08-VERIFICATION.md', AT, GSD),
      /^phase: 08-x\nsource: \[08-VERIFICATION\.md\]$/m,
    );
    const { text, refused } = editUat(FRESH, { items: ITEMS, at: AT });
    assert.deepEqual(refused, []);
    assert.equal(
      text,
      `---
status: testing
stage: 01-walls
source: [01-proof.md]
started: 2026-01-31T12:00:00Z
updated: 2026-01-31T12:00:00Z
---

## Current Test

[awaiting human testing]

## Tests

### 1. Look at it
expected: It is even
result: [pending]

### 2. Lean on it
expected:
result: [pending]

## Summary

total: 2
passed: 0
issues: 0
pending: 2
skipped: 0

## Gaps

[none yet]
`,
    );
    assert.equal(
      editUat(text, { items: ITEMS, at: new Date(0) }).text,
      text,
      'nothing is said: nothing changes',
    );
  });

  it('is counted, and complete when each has a result', () => {
    const one = after(FRESH, said(LOOK));
    assert.match(one, /^status: testing$/m);
    assert.match(one, /### 1\. Look at it\nexpected: It is even\nresult: pass\n/);
    const both = after(one, said(LEAN, 'It "falls":\nbadly'));
    assert.match(both, /^status: complete$/m);
    assert.match(both, /^\[testing complete\]$/m);
    assert.match(both, /total: 2\npassed: 1\nissues: 1\npending: 0\n/);
    assert.match(both, /result: issue\nreported: "It \\"falls\\": badly"\n/);
    assert.match(
      both,
      /## Gaps\n\n- truth: "Lean on it"\n {2}status: failed\n {2}reason: "User reported: It \\"falls\\": badly"\n {2}test: 2\n$/,
    );
    const { results, passed, status } = uatDigest(both, false);
    assert.deepEqual([results.pass, results.issue, status?.text], [1, 1, 'complete']);
    assert.deepEqual(passed, [itemKey(LOOK)]);
  });

  it('takes the place of what was said before, and a gap that is closed is resolved', () => {
    const first = after(FRESH, said(LOOK), said(LEAN, 'It falls'));
    assert.equal(after(first, said(LEAN, 'It falls')), first);
    const again = after(first, said(LEAN, 'It leans'));
    assert.equal(again.match(/^reported:/gm)?.length, 1);
    assert.match(again, /status: failed\n {2}reason: "User reported: It leans"\n/);
    const held = after(again, said(LEAN));
    assert.match(held, /- truth: "Lean on it"\n {2}status: resolved\n/);
    assert.match(held, /passed: 2\nissues: 0\n/);
  });

  it('keeps every byte of what others wrote, and adds to it', () => {
    const theirs = [
      '---\r',
      'status: diagnosed\r',
      'phase: 01-walls\r',
      'note: |\r',
      '  mine\r',
      '---\r',
      '\r',
      '## Tests\r',
      '\r',
      '### 4. Theirs\r',
      'expected: |\r',
      '  much\r',
      'result: issue\r',
      'severity: major\r',
      '\r',
      '```\r',
      '### 9. no test\r',
      '```\r',
      '\r',
      '## Gaps\r',
      '\r',
      '- truth: "x"\r',
      '  status: failed\r',
      '  test: 4\r',
      '\r',
      '## Notes\r',
      'end',
    ].join('\n');
    const text = after(theirs, said(LOOK, 'No'));
    const lines = text.split('\n');
    const kept = theirs.split('\n').filter((line) => !lines.includes(line));
    assert.deepEqual(kept, ['status: diagnosed\r']);
    assert.ok(lines.slice(0, -1).every((line) => line.endsWith('\r')));
    const added = lines.map((line) => line.trimEnd()).filter((line) => !theirs.includes(line));
    assert.deepEqual(added, [
      'status: testing',
      '### 5. Look at it',
      'expected: It is even',
      'reported: "No"',
      '### 6. Lean on it',
      'result: [pending]',
      '- truth: "It is even"',
      '  reason: "User reported: No"',
      '  test: 5',
    ]);
    assert.ok(text.indexOf('test: 5') < text.indexOf('## Notes'));
  });

  it('says what has no place', () => {
    const { text, refused } = editUat('# Mine\n', { items: ITEMS, said: said(LOOK, 'No'), at: AT });
    assert.equal(text, '# Mine\n');
    assert.deepEqual(refused, ['It has no section "Tests".', 'It has no result of "Look at it".']);
    const bare = editUat('## Tests\n', { items: ITEMS, said: said(LOOK, 'No'), at: AT });
    assert.match(bare.text, /result: issue/);
    assert.deepEqual(bare.refused, ['It has no section "Gaps".']);
  });

  it('knows an item by all of its words', () => {
    assert.equal(itemKey(item('a  b', 'c\nd')), itemKey(item('a b', 'c d')));
    const others = [item('x', 'c'), item('a', 'x'), item('a', 'c', { name: 'n' })];
    assert.equal(new Set([item('a', 'c'), ...others].map(itemKey)).size, 4);
    assert.equal(itemKey(item('a', 'c', { why: 'w' })), itemKey(item('a', 'c')));
    assert.deepEqual(itemTest(item('do it', 'see it', { name: 'Name' })), {
      title: 'Name',
      expected: 'do it → see it',
    });
  });

  it('is one line of the file, whatever an item says', () => {
    const hostile = item('## Gaps\n### 7. x\nresult: pass', '```\n---\u0000\r\nresult: pass', { name: '' });
    const text = editUat(FRESH, { items: [hostile, LOOK], said: said(LOOK), at: AT }).text;
    const { passed, results } = uatDigest(text, false);
    assert.deepEqual(passed, [itemKey(LOOK)]);
    assert.equal(results.pass, 1);
    const told = editUat(text, { items: [hostile], said: said(hostile, '\n## Tests\n"'), at: AT });
    assert.deepEqual(told.refused, []);
    assert.equal(told.text.split('\n').filter((line) => line.startsWith('## ')).length, 4);
  });

  const unfound: Readonly<Record<string, string>> = {
    'a fence that is never closed': '## Tests\n\n```\ncode\n',
    'a number that no further one follows': '## Tests\n\n### 999999. Theirs\nresult: pass\n',
  };
  for (const [what, text] of Object.entries(unfound))
    it(`is not added where it would not be found again: ${what}`, () => {
      const edited = editUat(text, { items: ITEMS, said: said(LOOK), at: AT });
      assert.equal(edited.text, text);
      assert.deepEqual(edited.refused, [
        'Tests that were added to it could not be found again.',
        'It has no result of "Look at it".',
      ]);
    });

  it('is not added for an item without words', () => {
    const blank = item('\u0000', '');
    const { text, refused } = editUat(FRESH, { items: [LOOK, blank], said: said(LOOK), at: AT });
    assert.deepEqual(refused, []);
    assert.match(text, /total: 1\n/);
    assert.equal(editUat(text, { items: [LOOK, blank], said: said(LOOK), at: AT }).text, text);
  });

  it('is read soon, however much there is', () => {
    const begun = process.cpuUsage().user;
    const many = Array.from({ length: 100 }, (_, at) => item(`Test ${at}`, 'x'.repeat(1500)));
    const big = editUat(`${FRESH}\n${'### 1. a\nresult: pass\n'.repeat(20_000)}`, { items: many, at: AT });
    assert.equal(big.refused.length, 0);
    assert.ok(process.cpuUsage().user - begun < 3_000_000);
  });
});
