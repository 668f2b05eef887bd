/** The Markdown tooltips of the Stage Map: status, evidence, what blocks, what comes next. Foreign text is escaped. */
import type * as vscode from 'vscode';
import type { CheckRecord } from '../core/checks';
import type { Gate } from '../core/events';
import type { Run } from '../core/run';
import type { PlanView, StepView } from '../core/status';
import { escapeMarkdown as escape } from './markdown';
import { checkWords, claimSource, nextWords, statusName } from './words';

type L10n = Pick<typeof vscode.l10n, 't'>;

export function planTooltip(view: PlanView, l10n: L10n): string {
  const { plan } = view;
  return lines([
    `**${escape(plan.title)}**`,
    escape(l10n.t('{0} of {1} done · read as {2}', view.done, view.total, plan.format)),
    escape(plan.root),
    view.next && escape(l10n.t('Next: {0}', view.next.step.title)),
    ...plan.problems.map((problem) => warning(problem.message, l10n)),
  ]);
}

export function stepTooltip(view: StepView, l10n: L10n): string {
  const { step, decidedBy, approved, lastRun, checks } = view;
  const others = view.claims.filter((claim) => claim !== decidedBy);
  return lines([
    `**${escape([step.number, step.title].filter(Boolean).join(' '))}**`,
    `**${escape(statusName(view.status, l10n))}** – ${escape(`${claimSource(decidedBy.by, l10n)}: ${decidedBy.says}`)}`,
    ...others.map((claim) => escape(`${claimSource(claim.by, l10n)}: ${claim.says}`)),
    ...view.contradictions.map((text) => warning(text, l10n)),
    ...view.blockedBy.map((reason) => escape(l10n.t('Blocked by {0}', reason))),
    approved && escape(l10n.t('Approved by {0}, {1}', approved.by, approved.at)),
    lastRun &&
      checks &&
      escape(l10n.t('Checks: {0}', evidence(lastRun.checks, checkWords(checks, l10n), l10n))),
    lastRun?.stop && escape(lastRun.stop.detail),
    ...step.problems.map((problem) => warning(problem.message, l10n)),
    view.next && escape(l10n.t('Next: {0}', nextWords(view.next, l10n))),
  ]);
}

export function gateTooltip(gate: Gate, l10n: L10n): string {
  return lines([
    `**${escape(gate.title)}**`,
    escape(gate.question, 1000),
    escape(l10n.t('Waits: {0}', gate.blocks)),
  ]);
}

export function runTooltip(run: Run, l10n: L10n): string {
  return lines([
    `**${escape(l10n.t('Run {0} of {1}', run.header.attempt, run.header.step.title))}**`,
    escape(l10n.t('Started by {0}, {1}', run.header.by, run.header.at)),
    escape(l10n.t('Agent: {0}', run.header.agent)),
    run.checks.length > 0 && escape(l10n.t('Checks: {0}', evidence(run.checks, [], l10n))),
    run.stop && escape(run.stop.detail),
    run.readOnly && escape(l10n.t('Written by a newer version: shown only.')),
    run.damaged.length > 0 &&
      warning(l10n.t('{0} lines of the journal could not be read.', run.damaged.length), l10n),
  ]);
}

/** "lint passed, test failed", and what is missing. */
function evidence(records: readonly CheckRecord[], missing: readonly string[], l10n: L10n): string {
  const ran = records
    .filter(({ status }) => status !== 'not_run')
    .map(({ check, status }) =>
      status === 'passed'
        ? l10n.t('{0} passed', check)
        : status === 'failed'
          ? l10n.t('{0} failed', check)
          : l10n.t('{0} timed out', check),
    );
  return [...new Set([...ran, ...missing])].join(', ');
}

function warning(text: string, l10n: L10n): string {
  return escape(l10n.t('Warning: {0}', text));
}

function lines(parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== false && part !== '').join('  \n');
}
