/** Checkpoints of a test repository, taken and returned to the way that the product does it. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { CheckpointRecord, CheckpointRefusal } from '../../../../src/core/checkpoints/checkpoint';
import type { RestorePreview } from '../../../../src/core/checkpoints/checkpoint';
import { gitCommand, type GitCommand } from '../../../../src/node/checkpoints/gitCommand';
import type { PreviewRequest, RestoreRequest, RestoreResult } from '../../../../src/node/checkpoints/ports';
import { previewRestore } from '../../../../src/node/checkpoints/preview';
import { removeAll } from '../../../../src/node/checkpoints/removeCheckpoints';
import { findUnfinishedRestore, loadRestoreLog } from '../../../../src/node/checkpoints/restoreLog';
import { restoreWith } from '../../../../src/node/checkpoints/restore';
import { findCheckpoint } from '../../../../src/node/checkpoints/seenCheckpoints';
import { snapshotWith } from '../../../../src/node/checkpoints/snapshot';
import { takeCheckpoint } from '../../../../src/node/checkpoints/takeCheckpoint';

export type Restored = Extract<RestoreResult, { restored: unknown }>;

export class RestoreBed {
  limits = { maxFileSize: 1000, maxUntracked: 5 };
  now = (): Date => new Date();
  readonly dataFolder: string;

  constructor(
    readonly top: string,
    private readonly git: GitCommand = gitCommand,
  ) {
    this.dataFolder = `${top}/.git/stage-runner`;
  }

  async take(
    name: string,
    about: Partial<Parameters<typeof takeCheckpoint>[1]> = {},
  ): Promise<CheckpointRecord> {
    const taken = await this.tryTake(name, about);
    assert.ok('record' in taken, JSON.stringify(taken));
    return taken.record;
  }

  preview(target: CheckpointRecord): ReturnType<typeof previewRestore> {
    return previewRestore(this.request(target));
  }

  /** The preview, which has to be possible. */
  async see(target: CheckpointRecord): Promise<RestorePreview> {
    const preview = await this.preview(target);
    assert.ok(!('refused' in preview), JSON.stringify(preview));
    return preview;
  }

  /** Restores as a person does who has just seen the preview. */
  async restore(target: CheckpointRecord, given: Partial<RestoreRequest> = {}): Promise<RestoreResult> {
    const preview = given.preview ?? (await this.preview(target));
    if ('refused' in preview) return preview;
    return restoreWith(this.git, {
      ...this.request(target),
      preview,
      what: 'files',
      by: 'Test',
      take: ({ name, ...about }) => this.tryTake(name, about),
      liveRun: () => Promise.resolve(undefined),
      discard: (safety) => removeAll(this.parts(), [safety]),
      now: () => this.now(),
      newId: () => this.newId(),
      ...given,
    });
  }

  async restored(target: CheckpointRecord, given: Partial<RestoreRequest> = {}): Promise<Restored> {
    const result = await this.restore(target, given);
    assert.ok('restored' in result, JSON.stringify(result));
    return result;
  }

  async refused(target: CheckpointRecord, given: Partial<RestoreRequest> = {}): Promise<CheckpointRefusal> {
    const result = await this.restore(target, given);
    assert.ok('refused' in result, JSON.stringify(result));
    return result.refused;
  }

  private tryTake(
    name: string,
    about: Partial<Parameters<typeof takeCheckpoint>[1]>,
  ): ReturnType<typeof takeCheckpoint> {
    const request = { id: this.newId(), name, kind: 'manual' as const, deadlineMs: 60_000, ...about };
    return takeCheckpoint({ ...this.parts(), snapshot: snapshotWith(this.git), tagPrefix: '' }, request);
  }

  /** A checkpoint by its id, from wherever it can be read. */
  async recorded(id: string): Promise<CheckpointRecord> {
    const found = await findCheckpoint(this.parts(), id);
    assert.ok('record' in found, JSON.stringify(found));
    return found.record;
  }

  log(): ReturnType<typeof loadRestoreLog> {
    return loadRestoreLog(this.dataFolder);
  }

  unfinished(): ReturnType<typeof findUnfinishedRestore> {
    return findUnfinishedRestore(this.dataFolder, this.top);
  }

  private request(target: CheckpointRecord): PreviewRequest {
    return { folder: this.top, dataFolder: this.dataFolder, target, limits: this.limits };
  }

  private parts() {
    return {
      git: this.git,
      top: this.top,
      dataFolder: this.dataFolder,
      tool: { name: 'stage-runner', version: '0.0.0' },
      limits: this.limits,
      now: () => this.now(),
    };
  }

  private newId(): string {
    return randomUUID().replaceAll('-', '');
  }
}
