/** The nodes of the Checkpoints tree: groups with the newest first, in each the checkpoints with the newest first. */
import type { FoundCheckpoint, SeenCheckpoints } from './seen';
import type { SkippedCheckpoint } from './skipped';

export type CheckpointNode =
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'checkpoint'; readonly checkpoint: string }
  | { readonly kind: 'leftOut'; readonly checkpoint: string; readonly path: string }
  | { readonly kind: 'skipped'; readonly group: string; readonly at: string };

/** All that the tree shows. */
export interface CheckpointsShown extends SeenCheckpoints {
  readonly skipped: readonly SkippedCheckpoint[];
}

/** Checkpoints that belong together. */
export interface CheckpointGroup {
  readonly key: string;
  /** The run; else those taken by hand and before rollbacks, or those found in another tool's data. */
  readonly of: 'run' | 'own' | 'imported';
  readonly checkpoints: readonly FoundCheckpoint[];
  readonly skipped: readonly SkippedCheckpoint[];
  /** ISO 8601 UTC. */
  readonly newest: string;
}

export function checkpointNodeId(node: CheckpointNode): string {
  switch (node.kind) {
    case 'group':
      return node.group;
    case 'checkpoint':
      return `checkpoint/${node.checkpoint}`;
    case 'leftOut':
      return `checkpoint/${node.checkpoint}/${node.path}`;
    case 'skipped':
      return `${node.group}/${node.at}`;
  }
}

/** The groups, the one with the newest checkpoint first. */
export function checkpointGroups({ checkpoints, skipped }: CheckpointsShown): CheckpointGroup[] {
  const keys = new Set([...checkpoints.map(groupOf), ...skipped.map(({ run }) => `run/${run}`)]);
  const groups = [...keys].map((key): CheckpointGroup => {
    const own = checkpoints.filter((one) => groupOf(one) === key);
    const without = skipped.filter(({ run }) => `run/${run}` === key);
    const times = [...own.map(({ record }) => record.created_at), ...without.map(({ at }) => at)];
    const of = key === 'own' || key === 'imported' ? key : 'run';
    return { key, of, checkpoints: own, skipped: without, newest: times.sort().at(-1) ?? '' };
  });
  return groups.sort((a, b) => (a.newest < b.newest ? 1 : -1));
}

export function checkpointRoots(shown: CheckpointsShown): CheckpointNode[] {
  return checkpointGroups(shown).map(({ key }) => ({ kind: 'group', group: key }));
}

export function checkpointChildren(shown: CheckpointsShown, node: CheckpointNode): CheckpointNode[] {
  if (node.kind === 'group') {
    const group = checkpointGroups(shown).find(({ key }) => key === node.group);
    return group === undefined ? [] : inTime(group);
  }
  if (node.kind !== 'checkpoint') return [];
  const found = findCheckpoint(shown, node.checkpoint);
  const leftOut = found?.record.left_out ?? [];
  return leftOut.map(({ path }) => ({ kind: 'leftOut', checkpoint: node.checkpoint, path }));
}

export function findCheckpoint(
  { checkpoints }: Pick<SeenCheckpoints, 'checkpoints'>,
  id: string,
): FoundCheckpoint | undefined {
  return checkpoints.find(({ record }) => record.record_id === id);
}

function inTime({ key, checkpoints, skipped }: CheckpointGroup): CheckpointNode[] {
  const rows: { readonly at: string; readonly node: CheckpointNode }[] = [
    ...checkpoints.map(({ record }) => ({
      at: record.created_at,
      node: { kind: 'checkpoint', checkpoint: record.record_id } as const,
    })),
    ...skipped.map(({ at }) => ({ at, node: { kind: 'skipped', group: key, at } as const })),
  ];
  return rows.sort((a, b) => (a.at < b.at ? 1 : -1)).map(({ node }) => node);
}

function groupOf({ record: { kind, run_id: run } }: FoundCheckpoint): string {
  if (kind === 'imported') return 'imported';
  return run === undefined || kind === 'manual' || kind === 'safety' ? 'own' : `run/${run}`;
}
