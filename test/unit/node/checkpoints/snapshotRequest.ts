/** Requests for snapshots of test repositories, and their results. */
import assert from 'node:assert/strict';
import type { CheckpointRefusal } from '../../../../src/core/checkpoints/checkpoint';
import type { SnapshotRequest, SnapshotResult } from '../../../../src/node/checkpoints/ports';
import type { Repo } from './repo';

export function requestFor(
  { top }: Pick<Repo, 'top'>,
  changed: Partial<SnapshotRequest> = {},
): SnapshotRequest {
  return {
    folder: top,
    ref: 'refs/stage-runner/checkpoints/01TEST',
    limits: { maxFileSize: 1000, maxUntracked: 5 },
    deadlineMs: 10_000,
    message: () => 'A checkpoint',
    ...changed,
  };
}

export async function taken(
  result: Promise<SnapshotResult>,
): Promise<Extract<SnapshotResult, { leftOut: unknown }>> {
  const answer = await result;
  assert.ok(!('refused' in answer), `Refused: ${JSON.stringify(answer)}`);
  return answer;
}

export async function refused(result: Promise<SnapshotResult>): Promise<CheckpointRefusal> {
  const answer = await result;
  assert.ok('refused' in answer, `Taken: ${JSON.stringify(answer)}`);
  return answer.refused;
}
