/** The words on screen for plans, stages, batches and audits, each in its plan's own terms. */
import type * as vscode from 'vscode';
import type { Plan, Proof } from '../core/plan';
import { plural } from '../core/plural';
import type { BatchView, StageStatus, StageView } from '../core/status';
import { problemWords } from './words';

type L10n = Pick<typeof vscode.l10n, 't'>;

/** The number as written, and the title: what the editor's own find looks for. */
export function stageLabel({ stage, title }: StageView): string {
  return stage.number === undefined ? title : `${stage.number} ${title}`.trim();
}

/** The description of a stage's row: `in progress · 1/3 · 2 problems`. */
export function stageWords(view: StageView, l10n: L10n): string {
  const { stage, status, done, total, outcome, contradictions } = view;
  const parts = [
    ...(status === undefined ? [] : [stageStatusName(status, l10n)]),
    ...(total === 0 ? [] : [`${done}/${total}`]),
    outcome ?? '',
    ...contradictions.slice(0, 1),
    ...problemWords([...(stage.problems ?? []), ...stage.steps.flatMap(({ problems }) => problems)], l10n),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

export function stageStatusName(status: StageStatus, l10n: L10n): string {
  const names: Readonly<Record<StageStatus, string>> = {
    notStarted: l10n.t('not started'),
    unknown: l10n.t('unknown'),
    claimed: l10n.t('said complete'),
    prepared: l10n.t('prepared'),
    planned: l10n.t('planned'),
    inProgress: l10n.t('in progress'),
    executed: l10n.t('executed, unverified'),
    humanNeeded: l10n.t('human needed'),
    gapsFound: l10n.t('gaps found'),
    stale: l10n.t('audit is stale'),
    verified: l10n.t('verified'),
  };
  return names[status];
}

export function batchState(state: BatchView['state'], l10n: L10n): string {
  const names: Readonly<Record<BatchView['state'], string>> = {
    done: l10n.t('done'),
    active: l10n.t('active'),
    waiting: l10n.t('waits'),
  };
  return names[state];
}

/** The verdict of an audit; one that the format does not know is quoted. */
export function verdictWords({ verdict, text }: Proof, l10n: L10n): string {
  const names: Readonly<Record<Proof['verdict'], string>> = {
    passed: l10n.t('passed'),
    humanNeeded: l10n.t('human needed'),
    gapsFound: l10n.t('gaps found'),
    stale: l10n.t('stale'),
    unknown: text === '' ? l10n.t('no verdict') : l10n.t('unknown verdict “{0}”', text),
  };
  return names[verdict];
}

/** A format's name as its users write it. */
export function formatName(format: string): string {
  return format === 'gsd' ? 'GSD' : format;
}

/** A word on the row of a plan in which nothing is run. */
export function shownOnlyWord({ readOnly, notRun }: Plan, l10n: L10n): string | undefined {
  if (readOnly) return l10n.t('read only');
  return notRun ? l10n.t('shown only') : undefined;
}

/** Why nothing in a plan is run, resumed or set; `undefined` where everything may be. */
export function refusal({ readOnly, notRun, title, format, terms }: Plan, l10n: L10n): string | undefined {
  if (readOnly)
    return l10n.t(
      '“{0}” is the record of another tool. Stage Runner shows it and changes nothing in it; use that tool to go on.',
      title,
    );
  if (!notRun) return undefined;
  return l10n.t(
    'Stage Runner shows {0} {1} and does not run them yet.',
    formatName(format),
    plural(terms.step),
  );
}

/** A term at the beginning of a label: `wave` is "Wave", and an abbreviation is written as one. */
export function capital(term: string): string {
  return term === 'uat' ? 'UAT' : term.charAt(0).toUpperCase() + term.slice(1);
}
