import * as vscode from 'vscode';
import type { StageMap, StageStatus, Status } from '../../core/status';
import { isDone, isFinal, STAGE_ORDER, STATUS_ORDER } from '../mapChoice';
import { stageStatusName } from '../stageWords';
import { statusName } from '../words';
import type { Command } from './command';

/** Hides steps that are done or superseded, and stages that are finished. */
export const hideDone: Command = ({ choice }) => {
  choice.change({ hideDone: true });
  return Promise.resolve();
};

export const showDone: Command = ({ choice }) => {
  choice.change({ hideDone: false });
  return Promise.resolve();
};

/** Shows every row again. */
export const showAllRows: Command = ({ choice }) => {
  choice.clear();
  return Promise.resolve();
};

export const sortByStatus: Command = ({ choice }) => {
  choice.change({ order: 'status' });
  return Promise.resolve();
};

export const sortInPlanOrder: Command = ({ choice }) => {
  choice.change({ order: 'plan' });
  return Promise.resolve();
};

interface StatusItem extends vscode.QuickPickItem {
  readonly step?: Status;
  readonly stage?: StageStatus;
}

/** Lets a person pick which statuses to see. None picked is all; dismissed, nothing changes. */
export const filterByStatus: Command = async ({ store, choice }) => {
  await store.whenReady;
  const { steps, stages } = choice.current;
  const items = statusItems(store.map).map((item) => ({
    ...item,
    picked:
      (item.step !== undefined && steps.includes(item.step)) ||
      (item.stage !== undefined && stages.includes(item.stage)),
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Show only what has one of these statuses'),
    placeHolder: vscode.l10n.t('Nothing picked shows everything'),
    canPickMany: true,
  });
  if (picked === undefined) return;
  const ofSteps = picked.flatMap(({ step }) => step ?? []);
  const ofStages = picked.flatMap(({ stage }) => stage ?? []);
  // Whoever asks for what is done wants to see it.
  const asksForDone = ofSteps.some(isDone) || ofStages.some(isFinal);
  choice.change({ steps: ofSteps, stages: ofStages, ...(asksForDone && { hideDone: false }) });
};

/** The statuses that occur, each with how many have it; what is archived is not filtered. */
function statusItems({ plans }: StageMap): StatusItem[] {
  const live = plans.flatMap(({ stages }) => stages.filter(({ stage }) => stage.archive === undefined));
  const ofSteps = counts(live.flatMap(({ steps }) => steps.map(({ status }) => status)));
  const ofStages = counts(live.flatMap(({ status }) => status ?? []));
  const group = (label: string): StatusItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const stageItems = STAGE_ORDER.flatMap((stage): StatusItem[] => {
    const count = ofStages.get(stage);
    const label = stageStatusName(stage, vscode.l10n);
    return count === undefined ? [] : [{ label, description: String(count), stage }];
  });
  const stepItems = STATUS_ORDER.flatMap((step): StatusItem[] => {
    const count = ofSteps.get(step);
    return count === undefined
      ? []
      : [{ label: statusName(step, vscode.l10n), description: String(count), step }];
  });
  return [
    ...(stageItems.length > 0 ? [group(vscode.l10n.t('Stages')), ...stageItems] : []),
    group(vscode.l10n.t('Steps')),
    ...stepItems,
  ];
}

function counts<T>(values: readonly T[]): ReadonlyMap<T, number> {
  const found = new Map<T, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return found;
}
