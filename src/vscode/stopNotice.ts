/** What is said when a run that this window drives has stopped or ended: values, from the stop registry. */
import type * as vscode from 'vscode';
import type { Run } from '../core/run';
import { stopReason } from '../core/stops';
import { subjectName } from '../core/subject';
import { plainText } from './plainText';
import { capital } from './stageWords';
import type { StageOffer } from './stageOffer';
import { checkpointBefore } from './stepCheckpoint';

type L10n = Pick<typeof vscode.l10n, 't'>;

export interface StopNotice {
  readonly severity: 'info' | 'warning' | 'error';
  readonly message: string;
  /** The first button. */
  readonly next?: StageOffer;
  /** Ids of commands without their prefix, at most four. */
  readonly actions: readonly string[];
}

/** A finished step is announced only when it took longer than this, or when nobody is looking. */
export const QUIET_UP_TO_MS = 60_000;

/** A detail may hold an agent's own words. */
const LONGEST = 1000;

/** Stops of an earlier window, found when this one takes up its runs: said quietly. */
const LEFT_BEHIND = new Set(['window_closed', 'process_crashed']);

/**
 * The notice of a stopped run; `undefined` while it is under way, and for a quick success of a step in a window in focus.
 * The end of a whole stage is always told.
 */
export function stopNotice(run: Run, focused: boolean, l10n: L10n): StopNotice | undefined {
  if (run.phase === 'active' || run.stop === undefined) return undefined;
  const { stop, header, lastAt } = run;
  const reason = stopReason(stop.code);
  const took = Date.parse(lastAt) - Date.parse(header.at);
  const isQuiet = header.stage === undefined && focused && took <= QUIET_UP_TO_MS;
  if (reason.family === 'success' && isQuiet) return undefined;
  const subject = capital(subjectName(header));
  const hasCheckpoint = checkpointBefore({ lastRun: run }) !== undefined;
  if (LEFT_BEHIND.has(stop.code))
    return {
      severity: 'info',
      message: plainText(
        l10n.t('{0} was interrupted; its work so far is kept. {1}', subject, stop.detail),
        LONGEST,
      ),
      actions: header.stage
        ? ['resume', 'showRun']
        : ['resume', 'showRun', ...(hasCheckpoint ? ['rollBackStep'] : []), 'setStatus'],
    };
  const why = stop.detail === '' || stop.detail === reason.diagnosis ? [] : [stop.detail];
  const words = [l10n.t('{0}: {1}.', subject, reason.title), reason.diagnosis, ...why].join(' ');
  return {
    severity: reason.severity,
    message: plainText(words, LONGEST),
    actions: reason.actions,
  };
}

/** The words on the button of an action. */
export function actionWords(action: string, l10n: L10n): string {
  switch (action) {
    case 'resume':
      return l10n.t('Resume');
    case 'showRun':
      return l10n.t('Show Run');
    case 'openHandoff':
      return l10n.t('Open Handoff');
    case 'openPlan':
      return l10n.t('Open Plan');
    case 'runStep':
      return l10n.t('Run Again');
    case 'runNext':
      return l10n.t('Run Next');
    case 'checkSetup':
      return l10n.t('Check Setup');
    case 'openLog':
      return l10n.t('Open Log');
    case 'refresh':
      return l10n.t('Refresh');
    case 'answerGate':
      return l10n.t('Answer Gate');
    case 'stop':
      return l10n.t('Stop');
    case 'rollBack':
    case 'rollBackStep':
      return l10n.t('Roll Back…');
    case 'undoRollBack':
      return l10n.t('Undo Last Rollback…');
    case 'createCheckpoint':
      return l10n.t('Create Checkpoint…');
    case 'showCheckpoints':
      return l10n.t('Show Checkpoints');
    case 'setStatus':
      return l10n.t('Set Status…');
    default:
      return action;
  }
}
