/** Steps of a stage that its tool cannot find or tell apart, by the names of their files. */
import { join } from 'node:path';
import { group } from '../../group';
import { fileProblem, type Problem } from '../../problem';
import { numberKey, type StagedProfile } from './names';
import type { LocalStep } from './steps';
import type { StageFolder } from './tree';

/** `step-number-shared` (info), by the keys of the steps after the first with their number. */
export function sharedNumbers(
  steps: readonly Omit<LocalStep, 'problems'>[],
  { terms }: StagedProfile,
): ReadonlyMap<string, Problem> {
  const byNumber = group(steps, ({ name }) => (name.own === undefined ? undefined : numberKey(name.own)));
  const problems = [...byNumber.values()].flatMap(([first, ...more]) =>
    more.flatMap(({ key, file }): [string, Problem][] => {
      if (first === undefined) return [];
      const message = `Another ${terms.step} of this ${terms.stage} has the same number: ${first.plan.name}. Where one is meant by its number nobody can tell which; give one of them a number of its own.`;
      const problem = fileProblem('step-number-shared', 'info', file, message);
      const related = { file: first.file, range: problem.range };
      return [
        [key, { ...problem, related: { ...related, message: `This ${terms.step} has the same number.` } }],
      ];
    }),
  );
  return new Map(problems);
}

/** `step-too-deep` (info): plans in folders of a stage's folder, where GSD looks only into `plans/` (renn-gsd.md 2.2). */
export function deepSteps(folder: StageFolder, root: string, { terms, words }: StagedProfile): Problem[] {
  const ends = [`/${words.plan}.md`, `-${words.plan}.md`];
  const message = `This ${terms.step} is not on the map: the tool does not look into a folder of a ${terms.stage}, but for plans/. Move it up into the folder of the ${terms.stage}.`;
  return folder.names
    .filter((name) => isDeep(name, folder) && ends.some((end) => name.endsWith(end)))
    .map((name) => fileProblem('step-too-deep', 'info', join(root, name), message));
}

/** Whether a file of a stage's folder lies in a folder of its own, and is none of the stage's. */
export function isDeep(name: string, { path }: StageFolder): boolean {
  return name.indexOf('/', path.length + 1) !== -1 && !name.startsWith('plans/', path.length + 1);
}
