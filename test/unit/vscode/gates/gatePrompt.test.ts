import assert from 'node:assert/strict';
import type { Gate } from '../../../../src/core/gateRecord';
import { actOf, draftWith, gatePrompt } from '../../../../src/vscode/gates/gatePrompt';
import { firstLine, type GateRow } from '../../../../src/vscode/gates/gateRows';
import { english } from '../english';

const review: Gate = {
  schema_version: 1,
  id: 'g1',
  run: 'r1',
  node: 'gate_user_review',
  kind: 'approval',
  title: 'Review',
  question: '## Step 02 is ready\n\nApprove it?',
  options: [
    { key: 'Approve', leadsTo: 'the step is done', needsReason: false },
    { key: 'Revise', leadsTo: 'back to the coder', needsReason: true },
  ],
  allowsText: true,
  evidence: [{ label: '02-add.md', file: '/w/plans/handoffs/02-add.md' }],
  blocks: 'step 03',
  plan: { root: '/w/plans', title: 'Durations' },
  step: { key: '02-add', number: '02', title: 'Add' },
  openedAt: '2026-01-01T00:00:00.000Z',
};

function drawn(gate: Gate, typed = '', draft = '', inStage = false): string {
  const { title, placeholder, rows } = gatePrompt(gate, typed, draft, inStage, english);
  const lines = rows.map(({ kind, view }) =>
    [`${kind}: ${view.label}`, view.description, view.detail].filter(Boolean).join(' | '),
  );
  return [title, `[${placeholder}]`, ...lines].join('\n');
}

function row(gate: Gate, label: string, typed = ''): GateRow {
  const found = gatePrompt(gate, typed, '', true, english).rows.find(({ view }) =>
    view.label.endsWith(label),
  );
  assert(found, `no row ${label}`);
  return found;
}

describe('gate prompt', () => {
  it('shows two rows that answer nothing before any option, and the evidence last', () => {
    assert.equal(
      drawn(review),
      `Durations · 02 Add · Review
[Move to an answer and press Enter, or answer in your own words]
question: $(book) Read the question and evidence | opens beside, answers nothing | Step 02 is ready
later: $(clock) Decide later | Nothing is lost. What waits: step 03.
separator: Answers
option: $(circle-large-outline) Approve | the step is done
option: $(circle-large-outline) Revise | asks for a reason | back to the coder
text: $(edit) Answer in your own words…
separator: Evidence: opens beside, answers nothing
evidence: $(file) 02-add.md`,
    );
  });

  it('offers ways out of the stage below the answers where a step asks that its stage has begun', () => {
    assert.deepEqual(drawn(review, '', '', true).split('\n').slice(-6), [
      'text: $(edit) Answer in your own words…',
      'separator: In place of an answer',
      'leave: $(debug-step-over) Skip this step… | asks for a reason | Its run is stopped, and the stage goes on without it.',
      'leave: $(debug-stop) Stop the stage | With all that it has begun. What is done stays done, and the stage can be resumed.',
      'separator: Evidence: opens beside, answers nothing',
      'evidence: $(file) 02-add.md',
    ]);
    assert.doesNotMatch(drawn(review, 'x', '', true), /leave:/);
  });

  it('takes the options away while something is typed', () => {
    assert.equal(
      drawn(review, 'Approve'),
      `Durations · 02 Add · Review
[Move to an answer and press Enter, or answer in your own words]
hint: $(info) Typing chooses nothing. Clear the box to see the answers.
text: $(edit) Answer in your own words… | draft: “Approve”
later: $(clock) Decide later | Nothing is lost. What waits: step 03.`,
    );
    assert.equal(actOf(row(review, 'see the answers.', 'x'), 'x').act, 'nothing');
  });

  it('asks an input gate for text and offers its default', () => {
    const input: Gate = {
      ...review,
      kind: 'input',
      title: 'Branch',
      options: [],
      evidence: [],
      allowsText: false,
      defaultText: 'main',
    };
    assert.equal(
      drawn(input, '', 'feature'),
      `Durations · 02 Add · Branch
[Choose a row to write your answer]
question: $(book) Read the question and evidence | opens beside, answers nothing | Step 02 is ready
later: $(clock) Decide later | Nothing is lost. What waits: step 03.
separator: Answers
default: $(check) Take the default | main
text: $(edit) Answer in your own words… | draft: “feature”`,
    );
    assert.deepEqual(actOf(row(input, 'Take the default'), ''), { act: 'answer', choice: '' });
  });

  it('has no row for text where the gate takes none', () => {
    assert.doesNotMatch(drawn({ ...review, allowsText: false }), /own words…/);
    assert.doesNotMatch(drawn({ ...review, allowsText: false }, 'x'), /own words…/);
  });

  const acts: [label: string, typed: string, act: string][] = [
    ['Read the question and evidence', '', 'openQuestion'],
    ['02-add.md', '', 'openEvidence'],
    ['Decide later', '', 'later'],
    ['Answers', '', 'nothing'],
    ['Skip this step…', '', 'leave'],
    ['Stop the stage', '', 'leave'],
    ['Approve', '', 'answer'],
    ['Revise', '', 'askReason'],
    ['Answer in your own words…', '', 'askText'],
    ['Answer in your own words…', 'hello', 'askText'],
  ];
  for (const [label, typed, act] of acts)
    it(`takes "${label}"${typed && ` with "${typed}" in the box`} as ${act}`, () => {
      assert.equal(actOf(row(review, label, typed), typed).act, act);
    });

  it('does not take an option that is still on screen while somebody types', () => {
    assert.deepEqual(actOf(row(review, 'Approve'), 'App'), { act: 'nothing' });
  });

  it('answers with the exact key of the option', () => {
    assert.deepEqual(actOf(row(review, 'Approve'), ''), { act: 'answer', choice: 'Approve' });
  });

  it('continues a draft and never drops it', () => {
    assert.equal(draftWith('', 'new'), 'new');
    assert.equal(draftWith('old', ''), 'old');
    assert.equal(draftWith('old', 'new'), 'old new');
  });

  it('gives the first line of a question as plain text', () => {
    assert.equal(firstLine('\r\n> **Two** deviations\r\nmore'), 'Two deviations');
    assert.equal(firstLine('abcdef', 4), 'abc…');
    assert.equal(firstLine('Batch 1 failed:\n\n- `09`: lint\n- `10`: test'), 'Batch 1 failed: 09: lint');
    assert.equal(firstLine('It says:\n\n```text\nno\n```'), 'It says: no');
    assert.equal(firstLine('Nothing follows:\n'), 'Nothing follows:');
    assert.equal(firstLine(''), '');
  });
});
