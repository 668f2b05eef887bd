/** What the report of a run is called (okstra.md 3.2). */

const REPORT = /^runs\/implementation\/reports\/final-report-implementation-(\d{1,9})\.md$/;

/**
 * Where the next report goes, relative to the plan's folder.
 * @param names of the files that are there
 */
export function nextReportName(names: readonly string[]): string {
  const numbers = names.map((name) => Number(REPORT.exec(name)?.[1] ?? 0));
  const next = numbers.reduce((most, number) => Math.max(most, number), 0) + 1;
  return `runs/implementation/reports/final-report-implementation-${String(next).padStart(3, '0')}.md`;
}
