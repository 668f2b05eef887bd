/** The words on screen for checkpoints: what each belongs to, and what it does not hold. */
import type * as vscode from 'vscode';
import type {
  CheckpointKind,
  CheckpointRecord,
  LeftOut,
  PathChange,
  SeenCheckpoint,
} from '../../core/checkpoints/checkpoint';

type L10n = Pick<typeof vscode.l10n, 't'>;

/** `3 files changed · 2 left out · gone`, without what is not known. */
export function factWords({ record, exists, readOnly }: SeenCheckpoint, l10n: L10n): string[] {
  const { git, left_out: leftOut } = record;
  const files = git?.files_changed;
  return [
    ...(files === undefined
      ? []
      : [files === 1 ? l10n.t('1 file changed') : l10n.t('{0} files changed', files)]),
    ...(leftOut.length === 0 ? [] : [l10n.t('{0} left out', leftOut.length)]),
    ...(exists ? [] : [l10n.t('gone')]),
    ...(readOnly ? [l10n.t('from a newer version')] : []),
  ];
}

export function kindWords(kind: CheckpointKind, l10n: L10n): string {
  const names: Readonly<Record<CheckpointKind, string>> = {
    before_batch: l10n.t('taken before the step was run'),
    after_step: l10n.t('taken after the step was finished'),
    manual: l10n.t('taken by hand'),
    safety: l10n.t('taken before a rollback, to undo it'),
    imported: l10n.t('found in the data of another tool'),
  };
  return names[kind];
}

/** `02 Add durations, run 1`; nothing where it belongs to no step. */
export function belongsTo({ step, attempt }: CheckpointRecord, l10n: L10n): string | undefined {
  if (step === undefined) return undefined;
  const name = `${step.number} ${step.title}`.trim();
  return attempt === undefined ? name : l10n.t('{0}, run {1}', name, attempt);
}

export function leftOutWords({ reason, size, files }: LeftOut, l10n: L10n): string {
  switch (reason) {
    case 'too_large':
      return size === undefined ? l10n.t('too large') : l10n.t('too large: {0}', sizeWords(size));
    case 'too_many':
      return files === undefined ? l10n.t('too many files') : l10n.t('too many files: {0}', files);
    case 'nested_repository':
      return l10n.t('a repository of its own');
    case 'submodule_changes':
      return l10n.t('changes inside a submodule');
    case 'refused_by_git':
      return l10n.t('git does not hold such a name or encoding');
    case 'unreadable':
      return l10n.t('not readable');
  }
}

/** `4 files changed since, 2 added, 1 deleted`; only what there is. */
export function changeWords(changes: readonly PathChange[], l10n: L10n): string {
  const count = (what: PathChange['what']): number => changes.filter((change) => change.what === what).length;
  const [changed, added, deleted] = [count('changed'), count('added'), count('deleted')];
  return [
    ...(changed === 0 ? [] : [l10n.t('{0} changed', changed)]),
    ...(added === 0 ? [] : [l10n.t('{0} added', added)]),
    ...(deleted === 0 ? [] : [l10n.t('{0} deleted', deleted)]),
  ].join(', ');
}

/** Three digits at most: `950 B`, `12 KB`, `1.4 MB`. */
export function sizeWords(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit] ?? ''}`;
}
