/** What a row of the Checkpoints view says, as values: `tree.ts` turns them into tree items, the tests read them as text. */
import type * as vscode from 'vscode';
import type { CheckpointRecord } from '../../core/checkpoints/checkpoint';
import type { RowIcon } from '../rowIcons';
import type { Row } from '../rows';
import { age } from '../words';
import {
  checkpointChildren,
  checkpointGroups,
  checkpointNodeId,
  findCheckpoint,
  type CheckpointGroup,
  type CheckpointNode,
  type CheckpointsShown,
} from './nodes';
import type { FoundCheckpoint } from './seen';
import { checkpointTooltip } from './tooltip';
import { belongsTo, factWords, kindWords, leftOutWords } from './words';

type L10n = Pick<typeof vscode.l10n, 't'>;

export interface CheckpointRowContext {
  readonly shown: CheckpointsShown;
  readonly now: Date;
  readonly l10n: L10n;
}

/** The row of a node; `undefined` when the node is not there any more. */
export function checkpointRow(node: CheckpointNode, context: CheckpointRowContext): Row | undefined {
  const row = content(node, context);
  if (row === undefined) return undefined;
  const spoken = [row.label, ...row.description.split(' · ').filter((part) => part !== ''), ...row.also];
  return { ...row, id: checkpointNodeId(node), accessibility: spoken.join(', ') };
}

/** A row before its id and its spoken label; `also` is what only the icon says. */
type Content = Omit<Row, 'id' | 'accessibility'> & { readonly also: readonly string[] };

function content(node: CheckpointNode, context: CheckpointRowContext): Content | undefined {
  const { shown } = context;
  if (node.kind === 'group') {
    const groups = checkpointGroups(shown);
    const group = groups.find(({ key }) => key === node.group);
    return group && groupRow(group, group === groups[0], context);
  }
  if (node.kind === 'skipped') return skippedRow(node.group, node.at, context);
  const found = findCheckpoint(shown, node.checkpoint);
  if (found === undefined) return undefined;
  return node.kind === 'checkpoint' ? foundRow(found, context) : leftOutRow(found.record, node.path, context);
}

function groupRow(
  group: CheckpointGroup,
  first: boolean,
  { shown, now, l10n }: CheckpointRowContext,
): Content {
  const plans = new Set(shown.checkpoints.flatMap(({ record }) => record.plan?.id ?? []));
  const record = group.checkpoints[0]?.record;
  const plan = group.of === 'run' && plans.size > 1 ? record?.plan?.title : undefined;
  return {
    label: groupLabel(group, l10n),
    description: joined([age(group.newest, now), plan]),
    icon: { id: group.of === 'run' ? 'history' : group.of === 'own' ? 'person' : 'archive' },
    tooltip: '',
    context: 'group',
    children: first ? 'expanded' : 'collapsed',
    click: undefined,
    also: [],
  };
}

function groupLabel({ of, checkpoints, skipped }: CheckpointGroup, l10n: L10n): string {
  if (of === 'own') return l10n.t('By hand and before rollbacks');
  if (of === 'imported') return l10n.t('From other tools');
  const [record] = checkpoints.map((one) => one.record);
  const [without] = skipped;
  if (record === undefined)
    return without === undefined ? l10n.t('Run') : l10n.t('{0}, run {1}', without.step, without.attempt);
  return belongsTo(record, l10n) ?? l10n.t('Run {0}', record.run_id ?? '');
}

function foundRow(found: FoundCheckpoint, { shown, now, l10n }: CheckpointRowContext): Content {
  const { record, exists, readOnly } = found;
  const children = checkpointChildren(shown, { kind: 'checkpoint', checkpoint: record.record_id });
  return {
    label: record.name,
    description: joined([age(record.created_at, now), ...factWords(found, l10n)]),
    icon: icon(found),
    tooltip: checkpointTooltip(found, l10n),
    context: ['checkpoint', exists ? 'exists' : 'gone', ...(readOnly ? [] : ['writable'])].join(' '),
    children: children.length === 0 ? 'none' : 'collapsed',
    click: undefined,
    also: [kindWords(record.kind, l10n)],
  };
}

function icon({ record, exists }: FoundCheckpoint): RowIcon {
  if (!exists) return { id: 'circle-slash', color: 'disabledForeground' };
  const icons: Readonly<Record<CheckpointRecord['kind'], string>> = {
    before_batch: 'arrow-circle-left',
    after_step: 'arrow-circle-right',
    manual: 'bookmark',
    safety: 'shield',
    imported: 'archive',
  };
  return { id: icons[record.kind] };
}

function leftOutRow(
  record: CheckpointRecord,
  path: string,
  { l10n }: CheckpointRowContext,
): Content | undefined {
  const leftOut = record.left_out.find((one) => one.path === path);
  if (leftOut === undefined) return undefined;
  return {
    label: path,
    description: joined([l10n.t('left out'), leftOutWords(leftOut, l10n)]),
    icon: { id: 'circle-slash' },
    tooltip: l10n.t('Not held by this checkpoint; a rollback leaves it as it is.'),
    context: 'leftOut',
    children: 'none',
    click: undefined,
    also: [],
  };
}

function skippedRow(
  group: string,
  at: string,
  { shown, now, l10n }: CheckpointRowContext,
): Content | undefined {
  const skipped = shown.skipped.find((one) => `run/${one.run}` === group && one.at === at);
  if (skipped === undefined) return undefined;
  return {
    label: skipped.name,
    description: joined([age(at, now), skipped.paused ? l10n.t('paused') : l10n.t('skipped'), skipped.why]),
    icon: { id: 'debug-step-over', color: 'list.warningForeground' },
    tooltip: '',
    context: 'skipped',
    children: 'none',
    click: undefined,
    also: [],
  };
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}
