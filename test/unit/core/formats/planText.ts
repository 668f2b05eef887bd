/** Plans for tests: built from file texts, shown as text. */
import { relative } from 'node:path';
import { coyote } from '../../../../src/core/formats/coyote';
import { byText } from '../../../../src/core/formats/format';
import { stepsOf, type Plan } from '../../../../src/core/plan';
import type { Problem } from '../../../../src/core/problem';

export const ROOT = '/w/app/plans';

/** The plan that these files below `plans/` make. */
export function planOf(files: Readonly<Record<string, string>>, problems: readonly Problem[] = []): Plan {
  const folders = Object.keys(files).flatMap((name) =>
    name.includes('/') ? [`${name.split('/')[0]}/`] : [],
  );
  const listing = [...new Set([...Object.keys(files), ...folders])].sort(byText);
  const texts = new Map(Object.entries(files).map(([name, text]) => [name, { text, modified: 1 }]));
  return coyote.read({
    root: ROOT,
    folder: '/w/app',
    listing,
    files: texts,
    digests: new Map(),
    opened: new Set(),
    problems,
  });
}

export function problemText({ code, severity, file, range: { start, end } }: Problem, root: string): string {
  const place = `${start.line}:${start.character}-${end.line}:${end.character}`;
  return `${severity} ${code} ${relative(root, file)} ${place}`;
}

/** Problems of a code, or of all, as lines; the plan's own ones come last. */
export function problemsText(plan: Plan, ...codes: string[]): string[] {
  const all = [...stepsOf(plan).flatMap(({ problems }) => problems), ...plan.problems];
  return all
    .filter(({ code }) => codes.length === 0 || codes.includes(code))
    .map((problem) => problemText(problem, plan.root));
}

/** A plan as an indented text. */
export function planText(plan: Plan): string {
  const lines = [`${plan.title} (${plan.format})`];
  for (const step of stepsOf(plan)) {
    const mark = step.mark === step.meant ? step.mark : `${step.mark}, meant ${step.meant}`;
    lines.push(`  ${step.number ?? '-'} ${step.title} [${mark}]`);
    for (const { number, satisfied, reason, step: target } of step.dependsOn) {
      lines.push(`    needs ${number} (${target ?? 'no step'}): ${satisfied ? 'satisfied' : (reason ?? '')}`);
    }
    if (step.handoff) {
      const { file, result, defects } = step.handoff;
      lines.push(
        `    handoff ${relative(plan.root, file)}: ${result ?? 'no result'}, ${defects.length} defects`,
      );
    }
    for (const command of step.testCommands) lines.push(`    $ ${command}`);
    for (const problem of step.problems) lines.push(`    ${problemText(problem, plan.root)}`);
  }
  for (const { mark, file } of plan.strays ?? [])
    lines.push(`  stray ${relative(plan.root, file)} [${mark}]`);
  for (const problem of plan.problems) lines.push(`  ${problemText(problem, plan.root)}`);
  return lines.join('\n');
}

/** Front matter of a step, one line an argument, and a body that lacks nothing. */
export function stepText(...lines: string[]): string {
  return `---\n${lines.join('\n')}\n---\n${BODY}`;
}

export const BODY = [
  'Objective',
  'Context',
  'Tasks',
  'Acceptance criteria',
  'Test commands',
  'Edge cases',
  'Out of scope',
]
  .map((name) => `\n## ${name}\nNone\n`)
  .join('');

/** A handoff that passes the gate. */
export function handoffText(result: string): string {
  const names = ['Summary', 'Completed', 'Not completed', 'Deviations', 'Downstream plan updates'];
  names.push('Edge cases discovered', 'Evidence', 'Notes for next step');
  return `---\nstep: 1\nresult: ${result}\n---\n${names.map((name) => `\n## ${name}\nNone\n`).join('')}`;
}
