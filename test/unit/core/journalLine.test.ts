import assert from 'node:assert/strict';
import { readEvent } from '../../../src/core/journalLine';

const AT = { schema_version: 1, at: '2026-01-31T00:00:00.000Z' };

/** A gate, a record and a change list whose arrays hold the elements given. */
function lines(element: unknown): readonly object[] {
  const gate = { id: 'g', node: 'n', title: 't', question: 'q' };
  const record = { check: 'lint', status: 'passed', display: 'lint' };
  return [
    { ...AT, type: 'gate_opened', token: 't', gate: { ...gate, options: [element], evidence: [] } },
    { ...AT, type: 'gate_opened', token: 't', gate: { ...gate, options: [], evidence: [element] } },
    { ...AT, type: 'check_ended', token: 't', node: 'n', record: { ...record, lines: [element] } },
    { ...AT, type: 'files_changed', node: 'n', changes: [element] },
  ];
}

function problems(element: unknown): string[] {
  return lines(element).map((line) => {
    const read = readEvent(JSON.stringify(line));
    return 'problem' in read ? read.problem : 'read';
  });
}

describe('a line of a journal', () => {
  it('is damaged when an array in it holds nothing of its kind', () => {
    assert.deepEqual(problems(null), [
      'gate_opened has no proper "gate.options"',
      'gate_opened has no proper "gate.evidence"',
      'check_ended has no proper "record.lines"',
      'files_changed has no proper "changes"',
    ]);
  });

  it('is read when every element is of its kind', () => {
    assert.deepEqual(problems({}), ['read', 'read', 'check_ended has no proper "record.lines"', 'read']);
    assert.equal(problems('text')[2], 'read');
  });
});
