/** Values for the tests of what is shown of checkpoints: each with only what differs. */
import type {
  CheckpointKind,
  CheckpointObject,
  CheckpointRecord,
} from '../../../../src/core/checkpoints/checkpoint';
import { checkpointRow } from '../../../../src/vscode/checkpoints/rows';
import {
  checkpointChildren,
  checkpointRoots,
  type CheckpointNode,
  type CheckpointsShown,
} from '../../../../src/vscode/checkpoints/nodes';
import { NOTHING_SEEN, type FoundCheckpoint } from '../../../../src/vscode/checkpoints/seen';
import type { SkippedCheckpoint } from '../../../../src/vscode/checkpoints/skipped';
import type { Row } from '../../../../src/vscode/rows';
import { english } from '../english';

export const now = new Date('2026-01-01T12:00:00.000Z');

/** A record of `minutes` ago. */
export function record(
  id: string,
  kind: CheckpointKind,
  minutes: number,
  more: Partial<CheckpointRecord> = {},
): CheckpointRecord {
  return {
    schema_version: 1,
    record_id: id,
    tool: { name: 'stage-runner', version: '0.1.0' },
    name: id,
    kind,
    created_at: new Date(now.getTime() - minutes * 60_000).toISOString(),
    git: object(),
    left_out: [],
    ...more,
  };
}

export function object(more: Partial<CheckpointObject> = {}): CheckpointObject {
  return {
    ref: 'refs/stage-runner/checkpoints/x',
    sha: '0123456789abcdef',
    tree: 'fedcba',
    head: 'abcdef0123456789',
    branch: 'main',
    worktree: '/w',
    files_changed: 3,
    ...more,
  };
}

/** What ties a record to the run of a step. */
export function ofStep(number: string, run: string, attempt = 1): Partial<CheckpointRecord> {
  return {
    run_id: run,
    attempt,
    plan: { id: 'coyote:/w/plans', format: 'coyote', root: '/w/plans', title: 'Fetch client' },
    step: { key: `${number}-step`, number, title: `Step ${number}` },
  };
}

export function found(value: CheckpointRecord, more: Partial<FoundCheckpoint> = {}): FoundCheckpoint {
  return { record: value, exists: true, readOnly: false, rebuilt: false, folder: '/w', ...more };
}

export function skipped(more: Partial<SkippedCheckpoint> = {}): SkippedCheckpoint {
  return {
    run: 'r9',
    step: '03 Step 03',
    attempt: 1,
    kind: 'before_batch',
    at: new Date(now.getTime() - 2 * 60_000).toISOString(),
    name: 'before step 03',
    why: 'git took longer than 10 s.',
    paused: false,
    ...more,
  };
}

export function shown(
  checkpoints: readonly FoundCheckpoint[],
  missing: readonly SkippedCheckpoint[] = [],
): CheckpointsShown {
  return { ...NOTHING_SEEN, checkpoints, skipped: missing };
}

export function row(of: CheckpointsShown, node: CheckpointNode): Row {
  const value = checkpointRow(node, { shown: of, now, l10n: english });
  if (value === undefined) throw new Error(`no row for ${JSON.stringify(node)}`);
  return value;
}

/** The tree as it is on screen: icon, label, description. */
export function screen(of: CheckpointsShown): string {
  const lines = (nodes: readonly CheckpointNode[], indent: string): string[] =>
    nodes.flatMap((node) => {
      const { icon, label, description } = row(of, node);
      return [
        `${indent}(${icon.id}) ${label} | ${description}`,
        ...lines(checkpointChildren(of, node), `${indent}  `),
      ];
    });
  return lines(checkpointRoots(of), '').join('\n');
}
