/**
 * Files that several stages predict to change though none of them waits for another. okstra's check S9 looks only at
 * stages without any dependency; stages that become ready together later can collide as well (okstra.md 3.4).
 */
import { posix } from 'node:path';
import { append } from '../../group';
import type { Problem } from '../../problem';
import { rangeOf, type Written } from '../../written';
import type { MapRow } from './stageMap';

export interface Predicted {
  readonly row: MapRow;
  readonly files: readonly Written[];
}

interface Shared {
  readonly first: Predicted;
  readonly second: Predicted;
  /** The places of the first file that both name. */
  readonly places: readonly [Written, Written];
  count: number;
}

/** More are not told: who mends these sees the rest. */
const MOST_OVERLAPS = 50;

/** By the number of the later stage. */
export function overlapProblems(stages: readonly Predicted[], file: string): Map<number, Problem[]> {
  const problems = new Map<number, Problem[]>();
  for (const one of sharedBy(stages)) {
    append(problems, one.second.row.number, overlapProblem(one, file));
  }
  return problems;
}

/** The pairs of stages that share files and of which none waits for the other, in the order of the files. */
function sharedBy(stages: readonly Predicted[]): Shared[] {
  const ordered = orderOf(stages);
  const pairs = new Map<number, Shared | undefined>();
  const found: Shared[] = [];
  for (const users of usersByPath(stages)) {
    for (const [later, there] of users) {
      for (const [earlier, here] of users) {
        if (earlier === later) break;
        const key = earlier * stages.length + later;
        const known = pairs.get(key);
        if (known !== undefined) known.count += 1;
        if (pairs.has(key)) continue;
        const [first, second] = [stages[earlier], stages[later]];
        if (first === undefined || second === undefined || found.length === MOST_OVERLAPS) continue;
        const shared = ordered(first.row.number, second.row.number)
          ? undefined
          : { first, second, places: [here, there] as const, count: 1 };
        pairs.set(key, shared);
        if (shared !== undefined) found.push(shared);
      }
    }
  }
  return found;
}

/** For each path the stages that predict it, by their place in the list, and where each does first. */
function usersByPath(stages: readonly Predicted[]): Iterable<ReadonlyMap<number, Written>> {
  const byPath = new Map<string, Map<number, Written>>();
  for (const [index, { files }] of stages.entries()) {
    for (const written of files) {
      const path = comparable(written.text);
      const users = byPath.get(path) ?? new Map<number, Written>();
      if (!users.has(index)) users.set(index, written);
      byPath.set(path, users);
    }
  }
  return byPath.values();
}

/** Whether one of two stages waits for the other, directly or through others. */
function orderOf(stages: readonly Predicted[]): (left: number, right: number) => boolean {
  const needs = new Map(stages.map(({ row }) => [row.number, row.dependsOn]));
  const reach = new Map<number, ReadonlySet<number>>();
  const reaches = (from: number, to: number): boolean => {
    const known = reach.get(from) ?? reachable(needs, from);
    reach.set(from, known);
    return known.has(to);
  };
  return (left, right) => reaches(left, right) || reaches(right, left);
}

/** One spelling of a path: forward slashes, no `./`, no line number behind it. */
function comparable(path: string): string {
  return posix.normalize(path.replaceAll('\\', '/')).replace(/:\d+(?:-\d+)?$/, '');
}

function reachable(needs: ReadonlyMap<number, readonly number[]>, from: number): Set<number> {
  const reached = new Set<number>();
  const open = [...(needs.get(from) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    open.push(...(needs.get(next) ?? []));
  }
  return reached;
}

function overlapProblem({ first, second, places: [here, there], count }: Shared, file: string): Problem {
  const both = `Stages ${first.row.number} and ${second.row.number}`;
  const more = count === 1 ? '' : ` and ${count - 1} more`;
  const what = `predict the same file ${there.text}${more}`;
  const remedy = 'Put the work into one stage, or let one depend on the other.';
  const independent = [first, second].every(({ row }) => row.dependsOn.length + row.unclear.length === 0);
  const place = { file, range: rangeOf(there) };
  const related = { file, range: rangeOf(here), message: `Stage ${first.row.number} predicts it here.` };
  return independent
    ? {
        ...place,
        code: 'okstra-files-shared',
        severity: 'error',
        message: `${both} depend on nothing and ${what}: okstra's validator refuses that (its check S9). ${remedy}`,
        related,
      }
    : {
        ...place,
        code: 'okstra-files-shared-later',
        severity: 'warning',
        message: `${both} can become ready together and ${what}; okstra's validator looks only at stages that depend on nothing. ${remedy}`,
        related,
      };
}
