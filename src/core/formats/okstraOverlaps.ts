/**
 * Files that several stages predict to change though none of them waits for another. okstra's check S9 looks only at
 * stages without any dependency; stages that become ready together later can collide as well (okstra.md 3.4).
 */
import { posix } from 'node:path';
import type { Problem } from '../plan';
import { rangeOf, type Written } from '../written';
import type { MapRow } from './okstraStageMap';

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
  const needs = new Map(stages.map(({ row }) => [row.number, row.dependsOn]));
  const reach = new Map<number, ReadonlySet<number>>();
  const reaches = (from: number, to: number): boolean => {
    const known = reach.get(from) ?? reachable(needs, from);
    reach.set(from, known);
    return known.has(to);
  };
  const problems = new Map<number, Problem[]>();
  const shared = sharedBy(stages).filter(({ first, second }) => {
    const [a, b] = [first.row.number, second.row.number];
    return !reaches(a, b) && !reaches(b, a);
  });
  for (const one of shared.slice(0, MOST_OVERLAPS)) {
    const { number } = one.second.row;
    problems.set(number, [...(problems.get(number) ?? []), overlapProblem(one, file)]);
  }
  return problems;
}

function sharedBy(stages: readonly Predicted[]): Shared[] {
  const byPath = new Map<string, Map<Predicted, Written>>();
  for (const stage of stages) {
    for (const written of stage.files) {
      const path = comparable(written.text);
      const users = byPath.get(path) ?? new Map<Predicted, Written>();
      if (!users.has(stage)) users.set(stage, written);
      byPath.set(path, users);
    }
  }
  const pairs = new Map<string, Shared>();
  for (const users of byPath.values()) {
    const all = [...users];
    for (const [at, [second, there]] of all.entries()) {
      for (const [first, here] of all.slice(0, at)) {
        const key = `${first.row.number} ${second.row.number}`;
        const known = pairs.get(key);
        if (known === undefined) pairs.set(key, { first, second, places: [here, there], count: 1 });
        else known.count += 1;
      }
    }
  }
  return [...pairs.values()];
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
