import assert from 'node:assert/strict';
import type { CheckpointRecord, SeenCheckpoint } from '../../../../src/core/checkpoints/checkpoint';
import { checkpointReport } from '../../../../src/core/checkpoints/report';

const PLAN = { id: 'coyote:/p', title: 'Parser', root: "/home/it's/p" };

function seen(
  id: string,
  change: Partial<CheckpointRecord>,
  more: Partial<SeenCheckpoint> = {},
): SeenCheckpoint {
  const minute = String(id.charCodeAt(0) - 'a'.charCodeAt(0)).padStart(2, '0');
  const record: CheckpointRecord = {
    schema_version: 1,
    record_id: id,
    tool: { name: 'stage-runner', version: '1' },
    name: id,
    kind: 'manual',
    created_at: `2026-01-31T12:${minute}:00.000Z`,
    plan: { ...PLAN, format: 'coyote' },
    git: {
      ref: `refs/stage-runner/checkpoints/${id}`,
      sha: id.repeat(40),
      tree: 'f'.repeat(40),
      worktree: "/home/it's",
      files_changed: 1,
    },
    left_out: [],
    ...change,
  };
  return { record, exists: true, readOnly: false, rebuilt: false, ...more };
}

const step = (number: string, title: string): Pick<CheckpointRecord, 'step'> => ({
  step: { key: number, number, title },
});

/** The page with its commands cut to their first line. */
function page(checkpoints: readonly SeenCheckpoint[], next?: { number: string; title: string }): string {
  const text = checkpointReport({
    plan: PLAN,
    folder: "/home/it's",
    seen: checkpoints,
    ...(next && { next }),
    at: '2026-02-01T00:00:00.000Z',
  });
  return text.replace(
    /sh <<'end-of-rollback'\n\{\n(# .*)\n[^]*?\nto=(.{4})[^]*?\nend-of-rollback\n/g,
    '$1 -> $2\n',
  );
}

describe('the report on checkpoints', () => {
  it('tells outcomes, markers, what was left out, and the way back and on', () => {
    const gates = [{ id: 'test', command: 'npm test', exit_code: 0, duration_ms: 5 }];
    const verification = { status: 'passed' as const, gates };
    const foreign = { ...PLAN, id: 'other', format: 'coyote' };
    const leftOut = [
      { path: 'a `b` *c*.mp4', reason: 'too_large' as const, size: 20 * 1024 * 1024 },
      { path: 'cache/', reason: 'too_many' as const, files: 5000 },
    ];
    const tagged = { ...seen('b', {}).record.git!, tag: 'stage2-checkpoint-01', files_changed: 3 };
    const checkpoints = [
      seen(
        'a',
        { name: 'before step 01', kind: 'before_batch', attempt: 1, ...step('01', 'Lexer') },
        { exists: false },
      ),
      seen('b', {
        name: 'before step 01',
        kind: 'before_batch',
        attempt: 2,
        ...step('01', 'Lexer'),
        git: tagged,
      }),
      seen('c', {
        name: 'after step 01',
        kind: 'after_step',
        outcome: 'completed',
        verification,
        ...step('01', 'Lexer'),
      }),
      seen('d', { name: 'mine\n# <b>', left_out: leftOut }),
      seen('e', { name: 'before step 02', kind: 'before_batch', ...step('02', 'Parser_x') }),
      seen('f', { name: 'foreign', plan: foreign }),
    ].reverse();
    assert.equal(
      page(checkpoints, { number: '02', title: 'Parser' }),
      `# Checkpoints of Parser

- Plan: \`/home/it's/p\`
- As of: 2026-02-01 00:00:00 UTC
- Checkpoints: 5, 1 of them without their commit

## Batches

### Step 01 Lexer: completed

- **before step 01**: 2026-01-31 12:00:00 UTC, attempt 1, marker \`refs/stage-runner/checkpoints/a\` at \`aaaaaaaaaaaa\`, 1 file differed from HEAD, its commit is gone
- **before step 01**: 2026-01-31 12:01:00 UTC, attempt 2, marker \`refs/stage-runner/checkpoints/b\` at \`bbbbbbbbbbbb\`, tag stage2-checkpoint-01, 3 files differed from HEAD
- **after step 01**: 2026-01-31 12:02:00 UTC, marker \`refs/stage-runner/checkpoints/c\` at \`cccccccccccc\`, 1 file differed from HEAD, checks passed (test 0)

### Step 02 Parser_x: begun

- **before step 02**: 2026-01-31 12:04:00 UTC, marker \`refs/stage-runner/checkpoints/e\` at \`eeeeeeeeeeee\`, 1 file differed from HEAD

## Other checkpoints

- **mine # \\<b>**: 2026-01-31 12:03:00 UTC, marker \`refs/stage-runner/checkpoints/d\` at \`dddddddddddd\`, 1 file differed from HEAD
  - left out: a \\\`b\\\` \\*c\\*.mp4, too large (20.0 MiB)
  - left out: cache/, too many new files (5000)

## Going back

In the editor, “Roll Back…” shows first what would change, and takes plan status and run state back too. Without the editor, paste one of these into a POSIX shell (on Windows: Git Bash): files go back, HEAD, branch and index stay, the present state is kept under a ref first, and what no checkpoint holds is left alone.

### To before step 02, 2026-01-31 12:04:00 UTC

\`\`\`sh
# Stage Runner: return to before step 02 of 2026-01-31T12:04:00.000Z. Needs git 2.31 or newer. -> eeee
\`\`\`

### To mine # \\<b>, 2026-01-31 12:03:00 UTC

\`\`\`sh
# Stage Runner: return to mine # <b> of 2026-01-31T12:03:00.000Z. Needs git 2.31 or newer. -> dddd
\`\`\`

### To before step 01, 2026-01-31 12:01:00 UTC

\`\`\`sh
# Stage Runner: return to before step 01 of 2026-01-31T12:01:00.000Z. Needs git 2.31 or newer. -> bbbb
\`\`\`

## Going on

Next is step 02 Parser. Open the folder, then choose “Resume” in the Stage Map:

\`\`\`sh
code --reuse-window '/home/it'\\''s'
\`\`\`
`,
    );
  });

  it('tells how the latest attempt came out, not an earlier one', () => {
    const of = (...records: readonly Partial<CheckpointRecord>[]): string => {
      const checkpoints = records.map((record, index) =>
        seen('abcdef'.charAt(index), { kind: 'after_step', ...step('01', 'Lexer'), ...record }),
      );
      return /### (.*)/.exec(page(checkpoints.reverse()))?.[1] ?? '';
    };
    const stop = { code: 'check_failed', detail: 'The tests failed.' };
    assert.equal(of({ outcome: 'no_changes' }), 'Step 01 Lexer: completed without changes');
    assert.equal(of({ outcome: 'skipped' }), 'Step 01 Lexer: skipped');
    assert.equal(of({ outcome: 'stopped', stop }), 'Step 01 Lexer: stopped (The tests failed.)');
    assert.equal(of({ outcome: 'completed' }, { kind: 'before_batch' }), 'Step 01 Lexer: begun');
  });

  it('says that there is nothing', () => {
    assert.equal(
      page([]),
      `# Checkpoints of Parser

- Plan: \`/home/it's/p\`
- As of: 2026-02-01 00:00:00 UTC
- Checkpoints: 0

## Going back

There is nothing to return to.

## Going on

Every step is done.
`,
    );
  });
});
