import assert from 'node:assert/strict';
import type { Gate } from '../../../../src/core/gateRecord';
import { gateDocument } from '../../../../src/vscode/gates/gateDocument';
import { english } from '../english';

const gate: Gate = {
  schema_version: 1,
  id: 'g1',
  run: 'r1',
  node: 'review',
  kind: 'approval',
  title: 'Deviation',
  question: 'The plan says `A`.\n\nThe code says `B`.',
  options: [
    { key: 'Proceed', leadsTo: 'the agent goes on', needsReason: false },
    { key: 'Abort', leadsTo: '', needsReason: true },
  ],
  allowsText: true,
  evidence: [{ label: '[x](http://evil)', file: '/w/a b.md' }],
  blocks: 'step 03',
  plan: { root: '/w/plans', title: 'Plan *one*' },
  step: { key: '02-add', number: '02', title: 'Add' },
  openedAt: '2026-01-01T00:00:00.000Z',
};

describe('gate document', () => {
  it('holds the question in full, answers, evidence and what waits; other texts mark up nothing', () => {
    assert.equal(
      gateDocument({ gate }, english),
      `# Deviation · step 02 Add

Plan \\*one\\* · waiting for an answer

The plan says \`A\`.

The code says \`B\`.

## Answers

- **Proceed**: the agent goes on
- **Abort**
- or your own words

## Evidence

- \\[x\\]\\(http\\:\\/\\/evil\\): \`/w/a b.md\`

## What waits for the answer

step 03

`,
    );
  });

  it('says who answered', () => {
    const answer = { schema_version: 1, gate: 'g1', choice: 'Proceed', by: 'Ada', window: 'w', at: '' };
    assert.match(gateDocument({ gate, answer }, english), /answered by Ada: “Proceed”/);
  });
});
