/** The words on screen for statuses and times. Status first: no meaning rests on colour or shape alone. */
import type * as vscode from 'vscode';
import { basename } from 'node:path';
import type { Claim, Terms } from '../core/plan';
import type { Problem } from '../core/problem';
import type { Run } from '../core/run';
import type { CheckTruth, NextAction, Status, StepView } from '../core/status';
import { stopReason } from '../core/stops';

/** VS Code's translator, handed in so that the words are tested without an editor. */
export type L10n = Pick<typeof vscode.l10n, 't'>;

/** The description of a step's row: `running · implement · 4m`, `blocked by 02`, `marked complete, no handoff`. */
export function statusWords(view: StepView, now: Date, l10n: L10n): string {
  return [...statusParts(view, now, l10n), ...problemCount(view, l10n)].join(' · ');
}

/** Not where the status itself is a problem that the row names already. */
function problemCount({ status, step }: StepView, l10n: L10n): string[] {
  return status === 'contradiction' || status === 'skippedByTool' ? [] : problemWords(step.problems, l10n);
}

/** How many problems there are that are more than notes; nothing when there is none. */
export function problemWords(problems: readonly Problem[], l10n: L10n): string[] {
  const count = problems.filter(({ severity }) => severity !== 'info').length;
  if (count === 0) return [];
  return [count === 1 ? l10n.t('1 problem') : l10n.t('{0} problems', count)];
}

function statusParts(view: StepView, now: Date, l10n: L10n): string[] {
  const name = statusName(view.status, l10n);
  switch (view.status) {
    case 'ready':
      return [name];
    case 'blocked':
      return [l10n.t('blocked by {0}', view.blockers.join(', '))];
    case 'running':
    case 'interrupted':
      return [name, ...nodeAndAge(view, now)];
    case 'waiting':
      return [name, ...view.gates.map((gate) => gate.title)];
    case 'stopped':
    case 'failed':
      return [name, ...stopTitle(view)];
    case 'needsReview':
      return [name, l10n.t('not approved'), ...checkWords(view.checks, l10n)];
    case 'done':
      // Another tool's own evidence says more than that we know of no approval.
      if (view.step.evidence) return [name, ...evidenceWords(view.step)];
      return [name, approvalWord(view, l10n), ...checkWords(view.checks, l10n)];
    case 'doneWithGaps':
      return [name, view.step.handoff?.result ?? '', approvalWord(view, l10n)];
    case 'contradiction':
      return [...view.contradictions];
    case 'skippedByTool':
      return [
        name,
        view.step.uncounted
          ? view.step.markText
          : l10n.t('status “{0}” is not exact', view.step.markText.trim()),
      ];
    case 'unknown':
      return view.step.mark === 'in-progress'
        ? [name, l10n.t('marked in progress, no run known')]
        : [name, view.decidedBy.says];
    case 'superseded':
      return [name];
  }
}

/** What the format says of its evidence, else what kind of record it is: `summary`. */
function evidenceWords({ evidence, markText }: StepView['step']): string[] {
  if (markText !== '') return [markText];
  return evidence && 'source' in evidence ? [evidence.source] : [];
}

/** What was not verified, in words; nothing when everything was. */
function checkWords(checks: CheckTruth | undefined, l10n: L10n): string[] {
  if (checks === undefined || checks.verified) return [];
  const failed = checks.failed.length > 0 ? [l10n.t('{0} failed', checks.failed.join(', '))] : [];
  if (checks.notRun.length === 3) return [l10n.t('checks not run')];
  return checks.notRun.length > 0 ? [...failed, l10n.t('{0} not run', checks.notRun.join(', '))] : failed;
}

function approvalWord(view: StepView, l10n: L10n): string {
  if (view.approved) return l10n.t('approved');
  return view.decidedBy.by === 'person' ? l10n.t('set by hand') : l10n.t('approval unknown');
}

/** The status alone, as the first word of the row says it. */
export function statusName(status: Status, l10n: L10n): string {
  const names: Readonly<Record<Status, string>> = {
    ready: l10n.t('ready'),
    blocked: l10n.t('blocked'),
    running: l10n.t('running'),
    waiting: l10n.t('waiting for you'),
    interrupted: l10n.t('interrupted'),
    stopped: l10n.t('stopped'),
    failed: l10n.t('failed'),
    needsReview: l10n.t('needs review'),
    done: l10n.t('done'),
    doneWithGaps: l10n.t('done with gaps'),
    contradiction: l10n.t('contradiction'),
    skippedByTool: l10n.t('skipped'),
    unknown: l10n.t('unknown'),
    superseded: l10n.t('superseded'),
  };
  return names[status];
}

/** Who makes a claim: documents of the plan by their names, the rest in the plan's own terms. */
export function claimSource({ by, file }: Claim, terms: Terms, l10n: L10n): string {
  switch (by) {
    case 'overview':
    case 'state':
      return file === undefined ? by : basename(file);
    case 'handoff':
      return terms.handoff;
    case 'proof':
      return terms.proof ?? l10n.t('proof');
    case 'plan':
      return l10n.t('plan file');
    case 'journal':
      return l10n.t('run journal');
    case 'person':
      return l10n.t('a person');
    case 'log':
      return l10n.t('tool log');
    case 'commit':
      return l10n.t('commit');
  }
}

/** How a step's last run stands; the step's own status tells whether somebody drives a run under way. */
export function runWords(run: Run, status: Status, l10n: L10n): string {
  if (run.stop !== undefined) return stopReason(run.stop.code).title.toLowerCase();
  return status === 'interrupted' || status === 'waiting' ? statusName(status, l10n) : l10n.t('running');
}

export function nextWords(next: NextAction, l10n: L10n): string {
  switch (next) {
    case 'runStep':
      return l10n.t('Run Step');
    case 'resume':
      return l10n.t('Resume');
    case 'answerGate':
      return l10n.t('Answer Gate');
    case 'openHandoff':
      return l10n.t('Read the handoff');
    case 'openPlan':
      return l10n.t('Read the plan file');
    case 'showRun':
      return l10n.t('Show Run');
  }
}

/** A protocol's node as words: `verify_tests` is "verify tests". */
export function nodeWords(node: string): string {
  return node.replace(/[_-]+/g, ' ').trim();
}

/** How long ago, short: `<1m`, `4m`, `3h`, `2d`; empty when the time cannot be read. */
export function age(since: string, now: Date): string {
  const minutes = Math.floor((now.getTime() - Date.parse(since)) / 60_000);
  if (Number.isNaN(minutes)) return '';
  if (minutes < 1) return '<1m';
  if (minutes < 60) return `${minutes}m`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)}h` : `${Math.floor(minutes / 1440)}d`;
}

function nodeAndAge(view: StepView, now: Date): string[] {
  const ago = view.since === undefined ? '' : age(view.since, now);
  return [...(view.node === undefined ? [] : [nodeWords(view.node)]), ...(ago === '' ? [] : [ago])];
}

/** Nothing for a plain Stop, whose title would only repeat the status. */
function stopTitle(view: StepView): string[] {
  const stop = view.lastRun?.stop ?? view.step.stop;
  return stop === undefined || stop.code === 'user_stopped' ? [] : [stopReason(stop.code).title];
}
