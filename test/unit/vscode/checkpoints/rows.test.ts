import assert from 'node:assert/strict';
import {
  checkpointChildren,
  checkpointNodeId,
  checkpointRoots,
} from '../../../../src/vscode/checkpoints/nodes';
import { checkpointRow } from '../../../../src/vscode/checkpoints/rows';
import type { FoundCheckpoint } from '../../../../src/vscode/checkpoints/seen';
import { english } from '../english';
import { found, now, object, ofStep, record, row, screen, shown, skipped } from './values';

const before = found(record('before step 02', 'before_batch', 12, ofStep('02', 'r2')));
const after = found(
  record('after step 02', 'after_step', 4, { ...ofStep('02', 'r2'), git: object({ files_changed: 1 }) }),
);

/** The one checkpoint's row as `icon | description`. */
function line(one: FoundCheckpoint): string {
  const { icon, description } = row(shown([one]), { kind: 'checkpoint', checkpoint: one.record.record_id });
  return `${icon.id} | ${description}`;
}

const kept = record('x', 'manual', 12);
const withoutGit = { ...kept };
delete (withoutGit as { git?: unknown }).git;
const descriptions: readonly (readonly [string, string])[] = [
  [line(before), 'arrow-circle-left | 12m · 3 files changed'],
  [line(after), 'arrow-circle-right | 4m · 1 file changed'],
  [line(found(kept)), 'bookmark | 12m · 3 files changed'],
  [line(found(record('x', 'safety', 3 * 24 * 60))), 'shield | 3d · 3 files changed'],
  [line(found(record('x', 'imported', 0))), 'archive | <1m · 3 files changed'],
  [line(found(kept, { exists: false })), 'circle-slash | 12m · 3 files changed · gone'],
  [line(found(kept, { readOnly: true })), 'bookmark | 12m · 3 files changed · from a newer version'],
  [line(found(withoutGit)), 'bookmark | 12m'],
  [
    line(found({ ...kept, left_out: [{ path: 'a', reason: 'unreadable' }] })),
    'bookmark | 12m · 3 files changed · 1 left out',
  ],
];

describe('the rows of the Checkpoints view', () => {
  for (const [actual, expected] of descriptions) {
    it(`says ${expected}`, () => {
      assert.equal(actual, expected);
    });
  }

  it('groups by run, the newest first, and says what is missing and why', () => {
    const large = { path: 'data/big.bin', reason: 'too_large', size: 12_400_000 } as const;
    const many = { path: 'cache/', reason: 'too_many', files: 513 } as const;
    const checkpoints = [
      found(record('way back', 'safety', 1)),
      after,
      found({ ...before.record, left_out: [large, many] }),
      found(record('before I try', 'manual', 30)),
      found(record('before step 01', 'before_batch', 60, ofStep('01', 'r1', 2))),
      found(record('milestone 1', 'imported', 90)),
    ];
    assert.equal(
      screen(
        shown(checkpoints, [
          skipped(),
          skipped({ run: 'r1', kind: 'after_step', name: 'after step 01', at: '2026-01-01T11:10:00.000Z' }),
        ]),
      ),
      [
        '(person) By hand and before rollbacks | 1m',
        '  (shield) way back | 1m · 3 files changed',
        '  (bookmark) before I try | 30m · 3 files changed',
        '(history) 03 Step 03, run 1 | 2m',
        '  (debug-step-over) before step 03 | 2m · skipped · git took longer than 10 s.',
        '(history) 02 Step 02, run 1 | 4m',
        '  (arrow-circle-right) after step 02 | 4m · 1 file changed',
        '  (arrow-circle-left) before step 02 | 12m · 3 files changed · 2 left out',
        '    (circle-slash) data/big.bin | left out · too large: 12 MB',
        '    (circle-slash) cache/ | left out · too many files: 513',
        '(history) 01 Step 01, run 2 | 50m',
        '  (debug-step-over) after step 01 | 50m · skipped · git took longer than 10 s.',
        '  (arrow-circle-left) before step 01 | 1h · 3 files changed',
        '(archive) From other tools | 1h',
        '  (archive) milestone 1 | 1h · 3 files changed',
      ].join('\n'),
    );
  });

  it('names the plan where there are several', () => {
    const other = { id: 'coyote:/w/b', format: 'coyote', root: '/w/b', title: 'Other plan' };
    const second = found(
      record('before step 01', 'before_batch', 20, { ...ofStep('01', 'r3'), plan: other }),
    );
    const groups = checkpointRoots(shown([before, second]));
    assert.deepEqual(
      groups.map((node) => row(shown([before, second]), node).description),
      ['12m · Fetch client', '20m · Other plan'],
    );
  });

  it('says in words what the icon shows', () => {
    assert.equal(
      row(shown([before]), { kind: 'checkpoint', checkpoint: 'before step 02' }).accessibility,
      'before step 02, 12m, 3 files changed, taken before the step was run',
    );
  });

  it('opens the group with the newest checkpoint, and no other', () => {
    const of = shown([before, found(record('before step 01', 'before_batch', 60, ofStep('01', 'r1')))]);
    assert.deepEqual(
      checkpointRoots(of).map((node) => row(of, node).children),
      ['expanded', 'collapsed'],
    );
  });

  it('offers on a row only what can be done with it', () => {
    const contexts = [before, found(kept, { exists: false }), found(kept, { readOnly: true })].map(
      (one) => row(shown([one]), { kind: 'checkpoint', checkpoint: one.record.record_id }).context,
    );
    assert.deepEqual(contexts, [
      'checkpoint exists writable',
      'checkpoint gone writable',
      'checkpoint exists',
    ]);
  });

  it('has an id of its own for every row, and no row for what is gone', () => {
    const of = shown(
      [after, found({ ...before.record, left_out: [{ path: 'a', reason: 'unreadable' }] })],
      [skipped()],
    );
    const ids = checkpointRoots(of)
      .flatMap((node) => [node, ...checkpointChildren(of, node)])
      .flatMap((node) => [node, ...(node.kind === 'checkpoint' ? checkpointChildren(of, node) : [])])
      .map(checkpointNodeId);
    assert.equal(ids.length, 6);
    assert.equal(new Set(ids).size, ids.length);
    const gone = { kind: 'checkpoint', checkpoint: 'gone' } as const;
    assert.equal(checkpointRow(gone, { shown: of, now, l10n: english }), undefined);
  });

  it('escapes hostile names in the tooltip', () => {
    const name = '[click](command:x) $(error) <img src=x>';
    const { label, tooltip } = row(shown([found({ ...kept, name })]), {
      kind: 'checkpoint',
      checkpoint: 'x',
    });
    assert.equal(label, name);
    assert.match(tooltip, /^\*\*\\\[click\\\]\\\(command\\:x\\\) \\\$\\\(error\\\) \\<img src\\=x\\>\*\*/);
  });

  it('tells in the tooltip what it belongs to and what it does not hold', () => {
    const leftOut = Array.from(
      { length: 10 },
      (_, at) => ({ path: `f${at}`, reason: 'unreadable' }) as const,
    );
    const { tooltip } = row(
      shown([found({ ...before.record, by: 'Ada', left_out: leftOut }, { exists: false })]),
      {
        kind: 'checkpoint',
        checkpoint: 'before step 02',
      },
    );
    assert.deepEqual(tooltip.replace(/\\/g, '').split('  \n'), [
      '**before step 02**',
      '02 Step 02, run 1 · Fetch client',
      'taken before the step was run, 2026-01-01 11:48 UTC, Ada',
      '3 files changed · 10 left out · gone',
      'Commit 0123456789, on main at abcdef0123',
      ...Array.from({ length: 8 }, (_, at) => `Left out: f${at} (not readable)`),
      'and 2 more left out',
      'Its commit is not in the repository any more: nothing can be compared or restored.',
    ]);
  });
});
