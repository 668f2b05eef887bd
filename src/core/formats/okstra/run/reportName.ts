/** What the report of a run and the draft of its pull request are called (okstra.md 3.2). */

/** Where the reports of our runs lie, relative to the plan's folder. */
export const REPORTS = 'runs/implementation/reports';

const REPORT = /^runs\/implementation\/reports\/final-report-implementation-(\d{1,9})\.md$/;

/**
 * Where the next report goes, relative to the plan's folder.
 * @param names of the files that are there
 */
export function nextReportName(names: readonly string[]): string {
  const numbers = names.map((name) => Number(REPORT.exec(name)?.[1] ?? 0));
  const next = numbers.reduce((most, number) => Math.max(most, number), 0) + 1;
  return `${REPORTS}/final-report-implementation-${String(next).padStart(3, '0')}.md`;
}

/**
 * Where the draft of the same run goes: beside the folder of reports, since whatever lies in there counts as one.
 * @param report from `nextReportName`
 */
export function draftName(report: string): string {
  return `runs/implementation/pull-requests/pull-request-implementation-${REPORT.exec(report)?.[1] ?? '001'}.md`;
}
