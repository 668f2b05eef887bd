/** The Markdown tooltips of the Stage Map: status, evidence, what blocks, what comes next. Foreign text is escaped. */
import type * as vscode from 'vscode';
import type { CheckRecord } from '../core/checks';
import type { Gate } from '../core/gateRecord';
import type { Claim, Proof, Terms } from '../core/plan';
import type { Problem } from '../core/problem';
import type { Run } from '../core/run';
import type { PlanView, StageView, StepView } from '../core/status';
import { onlyStage } from './mapIndex';
import { escapeMarkdown as escape } from './markdown';
import { checkpointLines } from './stepCheckpoint';
import { when } from './when';
import { formatName, refusal, stageLabel, stageRunWords, stageStatusName, verdictWords } from './stageWords';
import { claimSource, nextWords, statusName } from './words';

type L10n = Pick<typeof vscode.l10n, 't'>;

/** Longer lists are in the Problems panel. */
const PROBLEMS_SHOWN = 8;

export function planTooltip(view: PlanView, l10n: L10n): string {
  const { plan } = view;
  const own = onlyStage(view);
  return lines([
    `**${escape(plan.title)}**`,
    escape(l10n.t('{0} of {1} done · read as {2}', view.done, view.total, formatName(plan.format))),
    escape(plan.root),
    escape(refusal(plan, l10n) ?? ''),
    ...(own ? runLines(own, plan.terms, l10n) : []),
    view.next && escape(l10n.t('Next: {0}', view.next.step.title)),
    ...problemLines(plan.problems, l10n),
  ]);
}

/** Nothing where the row says it all. */
export function stageTooltip(view: StageView, terms: Terms, l10n: L10n): string {
  const { stage, status, decidedBy, outcome, contradictions } = view;
  const others = view.claims.filter((claim) => claim !== decidedBy);
  const facts = [
    status &&
      decidedBy &&
      `**${escape(stageStatusName(status, l10n))}** – ${claimLine(decidedBy, terms, l10n)}`,
    ...runLines(view, terms, l10n),
    outcome !== undefined && escape(outcome),
    ...others.map((claim) => claimLine(claim, terms, l10n)),
    ...contradictions.map((text) => escape(l10n.t('Contradiction: {0}', text))),
    stage.milestone !== undefined && escape(l10n.t('Milestone: {0}', stage.milestone)),
    ...problemLines(stage.problems ?? [], l10n),
  ].filter((line) => line !== undefined && line !== false);
  return facts.length === 0 ? '' : lines([`**${escape(stageLabel(view))}**`, ...facts]);
}

/** How the last run of a stage stands, and why. */
export function runLines(view: StageView, terms: Terms, l10n: L10n): string[] {
  const words = stageRunWords(view, terms, l10n);
  const stop = view.lastRun?.run.stop;
  if (words.length === 0) return [];
  return [
    escape(l10n.t('Run {0}: {1}', view.lastRun?.run.header.attempt ?? 1, words.join(' · '))),
    ...(stop === undefined ? [] : [escape(stop.detail)]),
  ];
}

/** The verdict, and why it is not what is written. */
export function proofTooltip(proof: Proof, l10n: L10n): string {
  return lines([
    `**${escape(verdictWords(proof, l10n))}**`,
    proof.text !== '' && escape(`status: ${proof.text}`),
    proof.reason !== undefined && escape(proof.reason),
    proof.score !== undefined && escape(proof.score),
  ]);
}

export function stepTooltip(view: StepView, terms: Terms, l10n: L10n): string {
  const { step, decidedBy, approved, lastRun } = view;
  const stop = lastRun?.stop ?? step.stop;
  const others = view.claims.filter((claim) => claim !== decidedBy);
  return lines([
    `**${escape([step.number, step.title].filter(Boolean).join(' '))}**`,
    `**${escape(statusName(view.status, l10n))}** – ${claimLine(decidedBy, terms, l10n)}`,
    ...others.map((claim) => claimLine(claim, terms, l10n)),
    ...view.contradictions.map((text) => escape(l10n.t('Contradiction: {0}', text))),
    ...view.blockedBy.map((reason) => escape(l10n.t('Blocked by {0}', reason))),
    approved && escape(l10n.t('Approved by {0}, {1}', approved.by, when(approved.at))),
    lastRun && escape(checksLine(lastRun.checks, l10n)),
    stop && escape(stop.detail),
    ...checkpointLines(view, l10n).map((line) => escape(line)),
    ...problemLines(step.problems, l10n),
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
    escape(l10n.t('Started by {0}, {1}', run.header.by, when(run.header.at))),
    escape(l10n.t('Agent: {0}', run.header.agent)),
    escape(checksLine(run.checks, l10n)),
    run.stop && escape(run.stop.detail),
    run.readOnly && escape(l10n.t('Written by a newer version: shown only.')),
    run.damaged.length > 0 &&
      escape(l10n.t('{0} lines of the journal could not be read.', run.damaged.length)),
  ]);
}

/** "Checks: lint passed, test failed, build not run": each of the four is accounted for. */
function checksLine(records: readonly CheckRecord[], l10n: L10n): string {
  const words = (['format', 'lint', 'build', 'test'] as const).map((name) => {
    switch (records.find(({ check }) => check === name)?.status) {
      case 'passed':
        return l10n.t('{0} passed', name);
      case 'failed':
        return l10n.t('{0} failed', name);
      case 'timed_out':
        return l10n.t('{0} timed out', name);
      case 'not_run':
      case undefined:
        return l10n.t('{0} not run', name);
    }
  });
  return l10n.t('Checks: {0}', words.join(', '));
}

function claimLine(claim: Claim, terms: Terms, l10n: L10n): string {
  const line = `${claimSource(claim, terms, l10n)}: ${claim.says}`;
  return escape(claim.weak ? l10n.t('{0} (a hint only)', line) : line);
}

function problemLines(problems: readonly Problem[], l10n: L10n): string[] {
  const more = problems.length - PROBLEMS_SHOWN;
  return [
    ...problems.slice(0, PROBLEMS_SHOWN).map(({ severity, message }) => {
      const line = severity === 'info' ? l10n.t('Note: {0}', message) : l10n.t('Problem: {0}', message);
      return escape(line);
    }),
    ...(more > 0 ? [escape(l10n.t('{0} more in the Problems panel.', more))] : []),
  ];
}

function lines(parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== false && part !== '').join('  \n');
}
