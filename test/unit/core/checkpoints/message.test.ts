import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckpointObject, CheckpointRecord } from '../../../../src/core/checkpoints/checkpoint';
import {
  checkpointMessage,
  rebuildRecord,
  type FoundCommit,
  type UncommittedRecord,
} from '../../../../src/core/checkpoints/message';

const GOLDEN = JSON.parse(
  readFileSync(join(__dirname, '../../../fixtures/checkpoints/version-1.json'), 'utf8'),
) as CheckpointRecord & { readonly git: CheckpointObject };

function uncommitted(change: Partial<CheckpointRecord> = {}): UncommittedRecord {
  const git: Partial<CheckpointObject> = { ...GOLDEN.git };
  delete (git as { sha?: string }).sha;
  return { ...GOLDEN, ...change, git: git as UncommittedRecord['git'] };
}

function commit(message: string, change: Partial<FoundCommit> = {}): FoundCommit {
  return { id: GOLDEN.record_id, sha: GOLDEN.git.sha, tree: GOLDEN.git.tree, message, ...change };
}

function why(found: FoundCommit): string {
  const read = rebuildRecord(found);
  return 'rejected' in read ? `${read.rejected.why}: ${read.rejected.detail}` : 'ok';
}

const HOSTILE = [
  'before step 02',
  'two\nlines\n\nStage-Runner-Checkpoint: other',
  'over\r\nthere\rand back',
  '{"schema_version":1}',
  '\n{"record_id":"x"}\n',
  'esc \u001b[31mred\u001b[0m bell \u0007 nul \0 del \u007f c1 \u009b',
  'turned \u202egnp.exe\u202c and \u2066hidden\u2069 \u200b',
  'line \u2028 paragraph \u2029 next \u0085',
  'half a pair \ud800 and a whole 🚀 one',
  'Größe – 大きさ',
  '# comment',
  '$(rm -rf ~) `id` \'"\\ %00 %(contents) --upload-pack=x',
  'x'.repeat(5000),
  '',
];

describe('the message of a checkpoint', () => {
  it('reads like this', () => {
    const { schema_version, record_id, tool, name, kind, created_at, run_id, git } = uncommitted();
    const base = { schema_version, record_id, tool, name, kind, created_at, git, left_out: [] };
    const record = { ...base, ...(run_id !== undefined && { run_id }) };
    assert.equal(
      checkpointMessage(record),
      `Stage Runner checkpoint: after step 02

${JSON.stringify(record)}

Stage-Runner-Checkpoint: 01hzy3k6t0ab
Stage-Runner-Run: 01hzy3k5r9cd
`,
    );
  });

  it('gives the record back, whatever its texts are', () => {
    for (const name of HOSTILE) {
      const step = { key: name, number: name, title: name };
      const record = { ...GOLDEN, name, step, left_out: [{ path: name, reason: 'unreadable' as const }] };
      const message = checkpointMessage(uncommitted(record));
      assert.deepEqual(rebuildRecord(commit(message)), { record, readOnly: false }, JSON.stringify(name));
    }
  });

  it('has one line for a subject and no character that a terminal obeys', () => {
    for (const name of HOSTILE) {
      const lines = checkpointMessage(uncommitted({ name })).split('\n');
      assert.equal(lines.length, 7, JSON.stringify(name));
      assert.match(lines[0]!, /^Stage Runner checkpoint: [^\p{C}\u2028\u2029]{0,201}$/u);
      assert.match(lines[2]!, /^\{[ -~]+\}$/);
      assert.equal(lines[4], 'Stage-Runner-Checkpoint: 01hzy3k6t0ab');
    }
  });

  it('is not believed where it belongs to another ref, tree or commit', () => {
    const message = checkpointMessage(uncommitted());
    assert.equal(why(commit(message)), 'ok');
    assert.match(why(commit(message, { id: 'other' })), /^name_mismatch: /);
    assert.match(
      why(commit(message, { tree: GOLDEN.git.sha })),
      /^ref_moved: The commit 5ed4\w+ has another tree/,
    );
    assert.match(why(commit('Merge branch "x"\n\n{"a":1}\n')), /^ref_moved: .* carries no record/);
    assert.match(why(commit(message.replace('"git":{', '"git":['))), /^bad_json: /);
    assert.match(why(commit(message.replace('"kind":"after_step"', '"kind":""'))), /^missing_field: "kind"/);
  });

  it('carries a record of a newer version as far as it is known', () => {
    const read = rebuildRecord(commit(checkpointMessage({ ...uncommitted(), schema_version: 7 })));
    assert.ok('record' in read && read.readOnly);
  });
});
