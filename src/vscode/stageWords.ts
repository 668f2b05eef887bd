/** The words on screen for plans, stages, batches and audits, each in its plan's own terms. */
import type * as vscode from 'vscode';
import { capital as capitalized } from '../core/capital';
import type { Plan, Proof, Terms } from '../core/plan';
import type { Run } from '../core/run';
import { named } from '../core/subject';
import type { BatchView, StageRunState, StageStatus, StageView } from '../core/status';
import { stopReason } from '../core/stops';
import { problemWords, statusName } from './words';

type L10n = Pick<typeof vscode.l10n, 't'>;

/** The number as written, and the title: what the editor's own find looks for. */
export function stageLabel({ stage: { number, workstream }, title }: StageView): string {
  const name = number === undefined ? title : `${number} ${title}`.trim();
  return workstream === undefined ? name : `${workstream}: ${name}`;
}

/** `phase 01 Base`, the way stages are named in every message; of a plan without stages `plan Totals`. */
export function stageName({ terms, title }: Plan, stage: StageView): string {
  return stage.title === '' ? `${terms.plan} ${title}` : named(terms.stage, stageLabel(stage));
}

/** The description of a stage's row: `running wave 2 · 1 of 3 done · 1/6`, `in progress · 1/3 · 2 problems`. */
export function stageWords(view: StageView, terms: Terms, l10n: L10n): string {
  const { stage, status, done, total, outcome, contradictions } = view;
  const run = stageRunWords(view, terms, l10n);
  // Of a stage that is being run nobody has to be told that it is in progress.
  const said = run.length > 0 && (status === 'inProgress' || status === 'planned');
  const parts = [
    ...run,
    ...(status === undefined || said ? [] : [stageStatusName(status, l10n)]),
    ...(total === 0 ? [] : [`${done}/${total}`]),
    outcome ?? '',
    ...contradictions.slice(0, 1),
    ...problemWords([...(stage.problems ?? []), ...stage.steps.flatMap(({ problems }) => problems)], l10n),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/**
 * How the last run of a whole stage stands, in the plan's own words; nothing where there is none, or nothing is left to
 * do after it.
 */
export function stageRunWords({ lastRun, next, steps }: StageView, terms: Terms, l10n: L10n): string[] {
  if (lastRun === undefined || lastRun.state === 'ended') return [];
  const { state, batch, gates, run } = lastRun;
  switch (state) {
    case 'running': {
      const waits = steps.filter((step) => step.gates.length > 0).length;
      // What a person is to do comes first: a narrow row shows no more.
      return [
        ...(waits === 0 ? [] : [l10n.t('{0} waiting for you', waits)]),
        batch === undefined ? l10n.t('running') : l10n.t('running {0} {1}', terms.batch, batch.batch),
        ...(batch && batch.total > 1 ? [l10n.t('{0} of {1} done', batch.done, batch.total)] : []),
      ];
    }
    case 'waiting':
      return [l10n.t('waiting for you'), ...gates.map(({ title }) => title)];
    default:
      return next === undefined ? [] : restWords(run, state, terms, l10n);
  }
}

function restWords(
  { stop, batches }: Run,
  state: Exclude<StageRunState, 'running' | 'waiting' | 'ended'>,
  terms: Terms,
  l10n: L10n,
): string[] {
  const last = batches.at(-1)?.batch;
  if (stop?.code === 'stopped_after_batch' && last !== undefined)
    return [l10n.t('stopped after {0} {1}', terms.batch, last)];
  const name = runStateName(state, l10n);
  const why = stop === undefined || stop.code === 'user_stopped' ? [] : [stopReason(stop.code).title];
  // Such as “All steps of a batch failed”.
  const saysIt = why.find((title) => title.toLowerCase().includes(name));
  return saysIt === undefined ? [name, ...why] : [saysIt.charAt(0).toLowerCase() + saysIt.slice(1)];
}

export function runStateName(state: StageRunState, l10n: L10n): string {
  return state === 'ended' ? l10n.t('ended') : statusName(state, l10n);
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

/** The description of a batch's row: `1/3 · running · 1 waiting for you`, `0/2 · next`, `1/2 · 1 unresolved`. */
export function batchWords({ state, steps, done, total }: BatchView, l10n: L10n): string {
  const isAtWork = steps.some(({ status }) => status === 'running' || status === 'waiting');
  const names: Readonly<Record<BatchView['state'], string>> = {
    done: l10n.t('done'),
    active: isAtWork ? l10n.t('running') : l10n.t('next'),
    waiting: l10n.t('waits'),
  };
  const waits = steps.filter(({ gates }) => gates.length > 0).length;
  const failed = steps.filter(({ status }) => status === 'failed').length;
  // What the files say of these is to be sorted out, and nothing of them to be run.
  const unresolved = steps.filter(({ status }) => status === 'contradiction').length;
  const isLeft = state === 'done' || done + unresolved < total;
  return [
    `${done}/${total}`,
    ...(isLeft ? [names[state]] : []),
    ...(unresolved === 0 ? [] : [l10n.t('{0} unresolved', unresolved)]),
    ...(waits === 0 ? [] : [l10n.t('{0} waiting for you', waits)]),
    ...(failed === 0 ? [] : [l10n.t('{0} failed', failed)]),
  ].join(' · ');
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
export function shownOnlyWord({ readOnly }: Plan, l10n: L10n): string | undefined {
  return readOnly ? l10n.t('read only') : undefined;
}

/** Why nothing in a plan is run, resumed or set; `undefined` where everything may be. */
export function refusal({ readOnly, title }: Plan, l10n: L10n): string | undefined {
  if (!readOnly) return undefined;
  return l10n.t(
    '“{0}” is the record of another tool. Stage Runner shows it and changes nothing in it; use that tool to go on.',
    title,
  );
}

/** A term at the beginning of a label: `wave` is "Wave", and an abbreviation is written as one. */
export function capital(term: string): string {
  return term === 'uat' ? 'UAT' : capitalized(term);
}
