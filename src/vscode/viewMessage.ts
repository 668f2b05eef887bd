/** The line above the rows of the Stage Map: what the rows themselves cannot say. */
import type * as vscode from 'vscode';
import { problemsOf } from '../core/planProblems';
import type { StageMap } from '../core/status';
import { countShown, EVERYTHING, isNarrowed, type MapChoice } from './mapChoice';
import { stageStatusName } from './stageWords';
import { statusName } from './words';

type L10n = Pick<typeof vscode.l10n, 't'>;

/** `undefined` when there is nothing to say. */
export function viewMessage(
  map: StageMap,
  trusted: boolean,
  choice: MapChoice,
  l10n: L10n,
): string | undefined {
  if (map.plans.length === 0) return undefined;
  const unreadable = map.plans.filter(isUnreadable).length;
  const parts = [
    ...choiceWords(map, choice, l10n),
    ...(trusted
      ? []
      : [
          l10n.t(
            'Restricted Mode: plans are shown from their files alone. Trust the workspace to see runs and gates and to run steps.',
          ),
        ]),
    ...(unreadable === 1
      ? [l10n.t('1 plan could not be read completely; the Problems panel says why.')]
      : []),
    ...(unreadable > 1
      ? [l10n.t('{0} plans could not be read completely; the Problems panel says why.', unreadable)]
      : []),
  ];
  return parts.length === 0 ? undefined : parts.join(' ');
}

/** What is hidden by choice: nothing is left out silently. */
function choiceWords({ plans }: StageMap, choice: MapChoice, l10n: L10n): string[] {
  if (!isNarrowed(choice)) return [];
  const steps = choice.steps.map((status) => statusName(status, l10n));
  const stages = choice.stages.map((status) => stageStatusName(status, l10n));
  const names = [...new Set([...stages, ...steps])].join(', ');
  const shown = plans.reduce((all, { stages: of }) => all + countShown(of, choice), 0);
  const all = plans.reduce((sum, { stages: of }) => sum + countShown(of, EVERYTHING), 0);
  return [
    ...(names === '' ? [] : [l10n.t('Only {0}.', names)]),
    ...(choice.hideDone ? [l10n.t('What is done is hidden.')] : []),
    l10n.t('{0} of {1} steps are shown; “Show All” brings back the rest.', shown, all),
  ];
}

/** A file of it could not be read, so that it is shown as it was last read, or not at all. */
function isUnreadable({ plan }: StageMap['plans'][number]): boolean {
  for (const { code } of problemsOf(plan)) if (code === 'read-failed') return true;
  return false;
}
