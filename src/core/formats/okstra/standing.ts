/** How a plan of okstra stands as a whole, in words: approval, gate, open questions, convergence, documents. */
import { join } from 'node:path';
import type { Hint, NamedDocument } from '../../plan';
import { lineProblem, fileProblem, type Problem } from '../../problem';
import type { Listing } from '../format';
import type { Approval } from './approval';
import { type Consumers } from './consumers';
import { CONSUMERS, convergenceStates, manifests, otherReports } from './files';
import type { PlanReport } from './planReport';
import { plainId } from './review';
import type { Convergence } from './state';

export interface Standing {
  readonly root: string;
  readonly listing: Listing;
  /** The names of the planning reports, oldest first. */
  readonly reports: readonly string[];
  /** The report that is the plan; absent where none could be read. */
  readonly chosen: { readonly name: string; readonly report: PlanReport } | undefined;
  readonly log: Consumers;
  readonly approval: Approval | undefined;
  readonly convergence: readonly Convergence[];
}

const EXPERIMENTAL = 'experimental reader';

/** `experimental reader · approval: not determined · plan body verification: passed`. */
export function outcomeOf({ chosen, approval, convergence }: Standing): string {
  const questions = chosen?.report.review.questions.length ?? 0;
  return [
    EXPERIMENTAL,
    `approval: ${approvalWords(approval)}`,
    `plan body verification: ${chosen?.report.review.gate ?? 'not determined'}`,
    ...(questions === 0
      ? []
      : [`${questions} open ${questions === 1 ? 'question holds' : 'questions hold'} the approval`]),
    ...new Set(convergence.flatMap(({ text }) => text ?? [])),
  ].join(' · ');
}

function approvalWords(approval: Approval | undefined): string {
  switch (approval?.state) {
    case 'approved':
      return `line ${approval.line + 1} matches the pattern in the settings`;
    case 'no line matches':
      return 'no line matches the pattern in the settings';
    case 'pattern refused':
    case 'not determined':
    case undefined:
      return 'not determined';
  }
}

/** What waits for a person, and what this reader cannot tell. */
export function hintsOf({ root, reports, chosen, approval }: Standing): Hint[] {
  const file = join(root, chosen?.name ?? reports.at(-1) ?? CONSUMERS);
  const questions = chosen?.report.review.questions ?? [];
  return [
    { text: UNCHECKED, file },
    ...(approval?.state === 'approved' ? [] : [{ text: approvalHint(approval), file }]),
    ...questions.slice(0, MOST_QUESTIONS).map((question) => {
      const asked = question.text === '' ? '' : `: ${question.text}`;
      return { text: `${plainId(question.id).slice(0, 40)} holds the approval${asked}`, file };
    }),
  ];
}

const MOST_QUESTIONS = 20;

const UNCHECKED =
  'Experimental: plans of okstra are read by what is known of them, and no real one was there to check that.';

function approvalHint(approval: Approval | undefined): string {
  if (approval?.state === 'no line matches')
    return 'Approval: no line of the report matches stageRunner.okstra.approvalPattern.';
  if (approval?.state === 'pattern refused')
    return `Approval: not determined; stageRunner.okstra.approvalPattern is not used: ${approval.why}.`;
  return 'Approval: not determined. What okstra writes for it is not known; stageRunner.okstra.approvalPattern can say which line it is.';
}

export function documentsOf({ root, listing, reports, chosen }: Standing): NamedDocument[] {
  const named = (kind: string, names: readonly string[]): NamedDocument[] =>
    names.map((name) => ({ kind, file: join(root, name) }));
  return [
    ...named('plan report', reports.filter((name) => name !== chosen?.name).reverse()),
    ...named('final report', otherReports(listing)),
    ...named(
      'log',
      listing.filter((name) => name === CONSUMERS),
    ),
    ...named('task manifest', manifests(listing)),
    ...named('convergence state', convergenceStates(listing)),
  ];
}

/** Problems that belong to no single stage. */
export function planProblems({ root, reports, chosen, log, convergence }: Standing): Problem[] {
  const logFile = join(root, CONSUMERS);
  return [
    ...mapProblems(root, reports, chosen),
    ...(chosen?.report.problems ?? []),
    ...log.problems,
    ...sharedLog(reports, log, logFile),
    ...unlistedRows(chosen?.report, log, logFile),
    ...convergence.flatMap(({ problems }) => problems),
  ];
}

function mapProblems(root: string, reports: readonly string[], chosen: Standing['chosen']): Problem[] {
  const newest = reports.at(-1);
  if (newest === undefined || chosen === undefined) return [];
  const file = join(root, newest);
  if (chosen.report.rows.length === 0) {
    const message =
      'No planning report here has a Stage Map with a row: a heading such as "## 4.5 Stage Map" and a table with a column "stage" were expected.';
    return [fileProblem('okstra-no-stage-map', 'warning', file, message)];
  }
  if (chosen.name === newest) return [];
  const message = `This newest planning report has no Stage Map; shown is the plan of ${chosen.name.replace(/^.*\//, '')}.`;
  return [fileProblem('okstra-newest-without-map', 'warning', file, message)];
}

/** The log lies beside all reports of a planning run, and no row names one: okstra counts them for whichever it is given. */
function sharedLog(reports: readonly string[], { rows }: Consumers, file: string): Problem[] {
  if (reports.length < 2 || rows.size === 0) return [];
  const message = `This log belongs to ${reports.length} planning reports and does not say which of them a row is about: a stage that is done may be that of an earlier plan.`;
  return [fileProblem('okstra-log-shared', 'info', file, message)];
}

function unlistedRows(report: PlanReport | undefined, { rows }: Consumers, file: string): Problem[] {
  const known = new Set(report?.rows.map(({ number }) => number));
  const unknown = [...rows].filter(([stage]) => !known.has(stage));
  return unknown.slice(0, MOST_UNLISTED).map(([stage, [row]]) => {
    const message = `The log has rows of stage ${stage}, which the Stage Map does not have: they may be of an earlier plan.`;
    return lineProblem('okstra-log-unlisted', 'info', file, row?.line ?? 0, message);
  });
}

const MOST_UNLISTED = 20;
