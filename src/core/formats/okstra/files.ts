/** Which files below a plan of okstra are what (okstra.md 3.2), by their names relative to its folder. */
import { posix } from 'node:path';
import { byText, type Listing } from '../format';

/** Where the runs lie whose report is the plan. */
const PLAN_RUN = 'runs/implementation-planning/';
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

/** The number that the name of a carry sidecar says; `undefined` for any other name. */
export function stageOfSidecar(name: string): number | undefined {
  const number = CARRY.exec(name)?.[1];
  return number === undefined ? undefined : Number(number);
}

export function manifests(listing: Listing): string[] {
  return listing.filter((name) => MANIFEST.test(name));
}

export function convergenceStates(listing: Listing): string[] {
  return listing.filter((name) => CONVERGENCE.test(name));
}

/** The sidecars of all runs, to be looked up. */
export interface Sidecars {
  readonly names: ReadonlySet<string>;
  /** Of several with the same number the last by name. */
  readonly byStage: ReadonlyMap<number, string>;
}

export function sidecarsIn(listing: Listing): Sidecars {
  const names = carryFiles(listing);
  return {
    names: new Set(names),
    byStage: new Map(names.map((name) => [Number(stageOfSidecar(name)), name])),
  };
}

/**
 * The sidecar of a stage: what `carry_path` names, else one of its number in any run. Whether `carry_path` is absolute,
 * and what it is relative to, is not known (okstra.md 3.13), so that its end decides; nothing but what was listed is
 * ever found.
 */
export function sidecarOf(
  { names, byStage }: Sidecars,
  stage: number,
  carryPath: string | undefined,
): string | undefined {
  const path = (carryPath ?? '').slice(0, LONGEST_PATH).replaceAll('\\', '/');
  const parts = posix.normalize(path).split('/').slice(-DEEPEST);
  const ways = [posix.normalize(`${PLAN_RUN}${path}`), ...parts.map((_, at) => parts.slice(at).join('/'))];
  return ways.find((way) => names.has(way)) ?? byStage.get(stage);
}

const LONGEST_PATH = 2000;
/** Parts of the longest name that `CARRY` allows. */
const DEEPEST = 6;
