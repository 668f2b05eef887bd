/**
 * Plans of okstra (okstra.md): the newest report of the planning runs that has a Stage Map; its stages are our steps.
 * Experimental: no real report, log or sidecar was there to read, so that the reader is tolerant, and what is not known
 * is said to be so.
 */
import { join, relative } from 'node:path';
import type { Plan, StepBatch } from '../plan';
import type { Listing, PlanFormat, PlanSource } from './format';
import { approvalOf } from './okstra/approval';
import { okstraBatches } from './okstra/batches';
import { foldRows, NO_CONSUMERS, readConsumers, UNREAD_CONSUMERS, type Consumers } from './okstra/consumers';
import {
  carryFiles,
  CONSUMERS,
  convergenceStates,
  ENTERED,
  isPlanReport,
  manifests,
  planReports,
  sidecarsIn,
} from './okstra/files';
import { readPlanReport, type PlanReport } from './okstra/planReport';
import { documentsOf, hintsOf, outcomeOf, planProblems, type Standing } from './okstra/standing';
import { readConvergence } from './okstra/state';
import { okstraStep } from './okstra/step';
import { once } from './once';

/** The setting with the pattern of a line that says that a report is approved. */
export const APPROVAL_PATTERN = 'okstra.approvalPattern';

/** Below `.okstra`, or `.project-docs/okstra` of older versions; the folders between there and `runs` are not known. */
const OWN_FOLDER = /(?:^|\/)(?:\.okstra(?:\/|$)|\.project-docs(?:$|\/okstra(?:\/|$)))/;

export const okstra: PlanFormat = {
  id: 'okstra',
  depth: 5,
  looksIn: (path) => OWN_FOLDER.test(path),
  enters: (folder) => ENTERED.test(folder),
  watches: [
    { folder: 'runs/implementation-planning', pattern: 'consumers.jsonl' },
    { folder: 'runs/implementation-planning/reports', pattern: '*.md' },
    { folder: 'runs', pattern: '*/carry/*.json' },
    { folder: '', pattern: '*.json' },
  ],

  recognises: (listing) => listing.some(isPlanReport),

  /** The newest report, and the earlier ones only where that has no Stage Map. */
  reads(listing, source) {
    const reports = planReports(listing);
    if (source !== undefined) return reportOf(source, reports)?.report.rows.length === 0 ? reports : [];
    return [
      ...reports.slice(-1),
      ...listing.filter((name) => name === CONSUMERS),
      ...carryFiles(listing),
      ...manifests(listing),
      ...convergenceStates(listing),
    ];
  },

  read: readPlan,
};

interface Chosen {
  readonly name: string;
  readonly report: PlanReport;
}

/** The newest report that has stages; without one the newest that was read. */
function reportOf({ root, files }: PlanSource, reports: readonly string[]): Chosen | undefined {
  let newest: Chosen | undefined;
  for (const name of [...reports].reverse()) {
    const text = files.get(name);
    if (text === undefined) continue;
    const chosen = { name, report: readPlanReport(text, join(root, name)) };
    if (chosen.report.rows.length > 0) return chosen;
    newest ??= chosen;
  }
  return newest;
}

const consumersIn = once(readConsumers);
const convergenceIn = once(readConvergence);

function readPlan(source: PlanSource): Plan {
  const { root, folder, listing } = source;
  const standing = standingOf(source);
  const { chosen, reports, log } = standing;
  const file = join(root, chosen?.name ?? reports.at(-1) ?? CONSUMERS);
  const rows = chosen?.report.rows ?? [];
  const sidecars = sidecarsIn(listing);
  const batches = batchesOf(chosen?.report, log);
  const steps =
    chosen === undefined
      ? []
      : rows.map((row) => okstraStep({ source, report: chosen.report, file, log, sidecars, batches }, row));
  const placed = new Set(steps.flatMap(({ problems }) => problems));
  return {
    id: `okstra:${root}`,
    format: 'okstra',
    terms: {
      plan: 'plan report',
      stage: 'stage',
      step: 'stage',
      batch: 'batch',
      gate: 'approval',
      handoff: 'carry sidecar',
    },
    title: relative(folder, root).replaceAll('\\', '/') || 'okstra',
    root,
    folder,
    overview: file,
    notes: undefined,
    stages: [{ key: '', title: '', outcome: outcomeOf(standing), steps }],
    hints: hintsOf(standing),
    documents: documentsOf(standing),
    problems: [...source.problems.filter((problem) => !placed.has(problem)), ...planProblems(standing)],
  };
}

function standingOf(source: PlanSource): Standing {
  const { root, listing, files, settings } = source;
  const reports = planReports(listing);
  const chosen = reportOf(source, reports);
  const logText = files.get(CONSUMERS);
  return {
    root,
    listing,
    reports,
    chosen,
    log: logText === undefined ? withoutLog(listing) : consumersIn(logText, join(root, CONSUMERS)),
    approval: chosen && approvalOf(chosen.report.outline, settings?.get(APPROVAL_PATTERN)),
    convergence: statesIn(listing).flatMap((name) => {
      const text = files.get(name);
      return text === undefined ? [] : [convergenceIn(text, join(root, name))];
    }),
  };
}

function withoutLog(listing: Listing): Consumers {
  return listing.includes(CONSUMERS) ? UNREAD_CONSUMERS : NO_CONSUMERS;
}

function statesIn(listing: Listing): string[] {
  return [...new Set([...manifests(listing), ...convergenceStates(listing)])];
}

/** The runs that took or will take the stages, counted from 1. */
function batchesOf(report: PlanReport | undefined, log: Consumers): Map<number, StepBatch> {
  const done = new Set(
    [...log.rows].flatMap(([stage, rows]) => (foldRows(rows).mark === 'complete' ? [stage] : [])),
  );
  const batches = new Map<number, StepBatch>();
  for (const [at, batch] of okstraBatches(report?.rows ?? [], done).entries())
    for (const number of batch)
      batches.set(number, { key: String(at + 1), computed: at + 1, byProgress: true });
  return batches;
}
