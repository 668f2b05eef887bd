/** A store of checkpoints on a real repository, with a clock and ids that a test can foresee. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CheckpointRecord, SeenCheckpoint } from '../../../../src/core/checkpoints/checkpoint';
import { CheckpointStore, type StoreParts } from '../../../../src/node/checkpoints/checkpointStore';
import { gitCommand } from '../../../../src/node/checkpoints/gitCommand';
import type { TakeRequest } from '../../../../src/node/checkpoints/ports';
import { takeSnapshot } from '../../../../src/node/checkpoints/snapshot';
import type { Repo } from './repo';

export const START = Date.parse('2026-01-01T00:00:00.000Z');

/** The store, and the ways of a test to what it keeps. A second passes with every look at the clock. */
export class World {
  readonly store: CheckpointStore;
  readonly dataFolder: string;
  private ticks = 0;
  private ids = 0;

  constructor(
    readonly repo: Repo,
    { tagPrefix = '', ...parts }: Partial<StoreParts> & { readonly tagPrefix?: string } = {},
  ) {
    this.dataFolder = join(
      repo.git('rev-parse', '--path-format=absolute', '--git-common-dir'),
      'stage-runner',
    );
    this.store = new CheckpointStore({
      dataFolder: this.dataFolder,
      tool: { name: 'stage-runner', version: '0.0.1' },
      settings: () => ({ maxFileSize: 10, tagPrefix }),
      now: () => new Date(START + 1000 * this.ticks++),
      newId: () => `id${String((this.ids += 1)).padStart(3, '0')}`,
      top: repo.top,
      git: gitCommand,
      snapshot: takeSnapshot,
      ...parts,
    });
  }

  /** Takes one; fails where it is refused. */
  async take(id: string, request: Partial<TakeRequest> = {}): Promise<CheckpointRecord> {
    const result = await this.store.take({
      id,
      name: `cp ${id}`,
      kind: 'manual',
      deadlineMs: 60_000,
      ...request,
    });
    if ('refused' in result) throw new Error(result.refused.detail);
    return result.record;
  }

  /** Newest first, one a line: id, name, what is special. */
  async shown(): Promise<string> {
    return (await this.store.list()).map(line).join('\n');
  }

  recordFile(id: string): string {
    return join(this.dataFolder, 'checkpoints', `${id}.json`);
  }

  readRecord(id: string): CheckpointRecord & Record<string, unknown> {
    return JSON.parse(readFileSync(this.recordFile(id), 'utf8')) as CheckpointRecord &
      Record<string, unknown>;
  }

  writeData(path: string, text: string): void {
    const file = join(this.dataFolder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function line({ record, exists, readOnly, rebuilt, reject }: SeenCheckpoint): string {
  const marks = [
    ...(exists ? [] : ['gone']),
    ...(readOnly ? ['read only'] : []),
    ...(rebuilt ? ['rebuilt'] : []),
  ];
  return [record.record_id, record.name, ...marks, ...(reject === undefined ? [] : [reject])].join(' | ');
}
