/** One codicon a status. The shapes differ without colour; green is for what was verified and approved, and nothing else. */
import type { StageStatus, StageView, Status, StepView } from '../core/status';

export interface RowIcon {
  /** The id of a codicon. */
  readonly id: string;
  /** The id of a theme colour. */
  readonly color?: string;
}

export const planIcon: RowIcon = { id: 'list-tree' };

const icons: Readonly<Record<Status, RowIcon>> = {
  ready: { id: 'circle-large-outline' },
  blocked: { id: 'circle-slash', color: 'disabledForeground' },
  running: { id: 'sync~spin' },
  waiting: { id: 'bell-dot', color: 'list.warningForeground' },
  interrupted: { id: 'debug-disconnect', color: 'list.warningForeground' },
  stopped: { id: 'stop-circle' },
  failed: { id: 'error', color: 'list.errorForeground' },
  needsReview: { id: 'eye', color: 'list.warningForeground' },
  done: { id: 'pass' },
  doneWithGaps: { id: 'color-mode' },
  contradiction: { id: 'warning', color: 'list.warningForeground' },
  skippedByTool: { id: 'debug-step-over', color: 'list.warningForeground' },
  unknown: { id: 'question' },
  superseded: { id: 'dash', color: 'disabledForeground' },
};

const stageIcons: Readonly<Record<StageStatus, RowIcon>> = {
  notStarted: { id: 'circle-large-outline' },
  unknown: { id: 'question' },
  claimed: { id: 'question' },
  prepared: { id: 'lightbulb' },
  planned: { id: 'checklist' },
  inProgress: { id: 'play-circle' },
  executed: { id: 'pass' },
  humanNeeded: { id: 'person', color: 'list.warningForeground' },
  gapsFound: { id: 'warning', color: 'list.warningForeground' },
  stale: { id: 'watch', color: 'list.warningForeground' },
  verified: { id: 'pass-filled', color: 'testing.iconPassed' },
};

/** How the run of a stage stands, while a person has to know; `undefined` where nothing has to be shown of it. */
export function stageRunIcon({ lastRun, next }: Pick<StageView, 'lastRun' | 'next'>): RowIcon | undefined {
  const state = lastRun?.state;
  if (state === 'running' || state === 'waiting') return icons[state];
  const left = next !== undefined && (state === 'interrupted' || state === 'failed');
  return left ? icons[state] : undefined;
}

/**
 * The icon of a stage's row: how its run stands, else that of its status, where its format audits stages; green only
 * where nothing contradicts.
 */
export function stageIcon(view: Pick<StageView, 'status' | 'contradictions' | 'lastRun' | 'next'>): RowIcon {
  const { status, contradictions } = view;
  const run = stageRunIcon(view);
  if (run) return run;
  if (status === 'verified' && contradictions.length > 0) return icons.contradiction;
  return status === undefined ? { id: 'layers' } : stageIcons[status];
}

/** The icon of a step's row. A done step that nobody approved or nothing verified gets the open, uncoloured check mark. */
export function statusIcon(view: StepView): RowIcon {
  const green = view.status === 'done' && view.approved !== undefined && view.checks?.verified === true;
  return green ? { id: 'pass-filled', color: 'testing.iconPassed' } : icons[view.status];
}
