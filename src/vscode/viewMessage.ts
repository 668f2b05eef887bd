/** The line above the rows of the Stage Map: what the rows themselves cannot say. */
import type * as vscode from 'vscode';
import type { StageMap } from '../core/status';

/** `undefined` when there is nothing to say. */
export function viewMessage(
  map: StageMap,
  trusted: boolean,
  l10n: Pick<typeof vscode.l10n, 't'>,
): string | undefined {
  if (map.plans.length === 0) return undefined;
  const unreadable = map.plans.filter(isUnreadable).length;
  const parts = [
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

/** A file of it could not be read, so that it is shown as it was last read, or not at all. */
function isUnreadable({ plan, steps }: StageMap['plans'][number]): boolean {
  return [...plan.problems, ...steps.flatMap(({ step }) => step.problems)].some(
    ({ code }) => code === 'read-failed',
  );
}
