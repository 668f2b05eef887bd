/** Which files below a plan of okstra are what (okstra.md 3.2), by their names relative to its folder. */
import { posix } from 'node:path';
import { byText, type Listing } from './format';

/** Where the runs lie whose report is the plan. */
export const PLAN_RUN = 'runs/implementation-planning/';
export const CONSUMERS = `${PLAN_RUN}consumers.jsonl`;

const PLAN_REPORT = /^runs\/implementation-planning\/reports\/([^/]+)\.md$/;
const OTHER_REPORT = /^runs\/(?!implementation-planning\/)[^/]+\/reports\/[^/]+\.md$/;
const SEQUENCE = /^final-report-implementation-planning-(\d{1,15})$/;
/** The folder of a run is named by its kind or by its task's key, which has slashes: both are known. */
const CARRY = /^runs\/(?:[^/]+\/){1,3}carry\/stage-(\d{1,9})\.json$/;
const MANIFEST = /(?:^|\/)task-manifest\.json$/;
const CONVERGENCE = /^(?:runs\/implementation-planning\/(?:[^/]+\/){0,2})?[^/]*convergence[^/]*\.json$/i;

/** Folders that are listed: those of runs, and as deep as sidecars lie. */
export const ENTERED = /^runs\/(?:[^/]+\/){0,3}(?:carry\/)?$/;

/** The reports of the planning runs by their sequence number, oldest first; names without one come before all. */
export function planReports(listing: Listing): string[] {
  const named = listing.flatMap((name) => {
    const stem = PLAN_REPORT.exec(name)?.[1];
    return stem === undefined ? [] : [{ name, sequence: Number(SEQUENCE.exec(stem)?.[1] ?? -1) }];
  });
  return named
    .sort((left, right) => left.sequence - right.sequence || byText(left.name, right.name))
    .map(({ name }) => name);
}

export function isPlanReport(name: string): boolean {
  return PLAN_REPORT.test(name);
}

/** The final reports of other runs. */
export function otherReports(listing: Listing): string[] {
  return listing.filter((name) => OTHER_REPORT.test(name));
}

export function carryFiles(listing: Listing): string[] {
  return listing.filter((name) => CARRY.test(name));
}

export function manifests(listing: Listing): string[] {
  return listing.filter((name) => MANIFEST.test(name));
}

export function convergenceStates(listing: Listing): string[] {
  return listing.filter((name) => CONVERGENCE.test(name));
}

/**
 * The sidecar of a stage: what `carry_path` names, else one of its number in any run, of several the last by name.
 * Whether `carry_path` is absolute, and what it is relative to, is not known (okstra.md 3.13), so that its end decides;
 * nothing but what was listed is ever found.
 * @param sidecars `carryFiles` of the listing
 */
export function sidecarOf(
  sidecars: readonly string[],
  stage: number,
  carryPath: string | undefined,
): string | undefined {
  const path = posix.normalize((carryPath ?? '').replaceAll('\\', '/'));
  const fromRun = posix.normalize(`${PLAN_RUN}${path}`);
  return (
    sidecars.find((name) => path === name || fromRun === name || path.endsWith(`/${name}`)) ??
    sidecars.findLast((name) => Number(CARRY.exec(name)?.[1]) === stage)
  );
}
