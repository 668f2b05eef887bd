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

  const started = { ...AT, type: 'checkpoint_started', checkpoint: 'c1', kind: 'before_batch' };
  const skipped = { ...started, type: 'checkpoint_skipped', code: 'off', detail: 'd', wayOut: 'w' };
  const taken = {
    ...started,
    type: 'checkpoint_taken',
    ...{
      name: 'n',
      sha: 's',
      tree: 't',
      worktree: '/w',
      files_changed: 1,
      left_out: 0,
      record_written: true,
    },
  };
  for (const [line, expected] of [
    [started, 'read'],
    [skipped, 'read'],
    [{ ...skipped, checkpoint: undefined }, 'read'],
    [taken, 'read'],
    [{ ...started, kind: 'safety' }, 'checkpoint_started has no proper "kind"'],
    [{ ...started, kind: ['before_batch'] }, 'checkpoint_started has no proper "kind"'],
    [{ ...started, checkpoint: 5 }, 'checkpoint_started has no proper "checkpoint"'],
    [{ ...skipped, checkpoint: {} }, 'checkpoint_skipped has no proper "checkpoint"'],
    [{ ...skipped, wayOut: null }, 'checkpoint_skipped has no proper "wayOut"'],
    [{ ...taken, record_written: 'yes' }, 'checkpoint_taken has no proper "record_written"'],
    [{ ...taken, left_out: [] }, 'checkpoint_taken has no proper "left_out"'],
    [{ ...taken, problem: [] }, 'checkpoint_taken has no proper "problem"'],
  ] as const) {
    it(`about a checkpoint: ${JSON.stringify(line).slice(45)}`, () => {
      const read = readEvent(JSON.stringify(line));
      assert.equal('problem' in read ? read.problem : 'read', expected);
    });
  }
});
