/** Dependencies between prompts that cannot hold. They are advice, so these are hints. */
import type { Step } from '../../plan';
import { cycles } from '../../scheduleCycles';
import { fileProblem, type Problem } from '../../problem';

export function dependencyProblems(steps: readonly Step[]): Problem[] {
  const missing = steps.flatMap(({ file, dependsOn }) =>
    dependsOn
      .filter(({ step }) => step === undefined)
      .map(({ number }) => {
        const message = `This prompt is said to depend on ${number}, which is not in the folder.`;
        return fileProblem('prompts-dependency-missing', 'info', file, message);
      }),
  );
  const edges = new Map(
    steps.map(({ key, dependsOn }) => [key, dependsOn.flatMap(({ step }) => step ?? [])]),
  );
  const byKey = new Map(steps.map((step) => [step.key, step]));
  const around = cycles(edges).flatMap((keys): Problem[] => {
    const [first, second] = keys.flatMap((key) => byKey.get(key) ?? []);
    if (first === undefined || second === undefined) return [];
    const message = `${keys.join(', ')} are said to wait for each other. Take one of these dependencies out.`;
    const problem = fileProblem('prompts-dependency-cycle', 'info', first.file, message);
    return [{ ...problem, related: { file: second.file, range: problem.range, message: second.key } }];
  });
  return [...missing, ...around];
}
