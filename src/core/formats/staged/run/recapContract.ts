/** What the agent of a run is told about the document that completes it (renn-gsd.md 1.7). */
import { titleFrom } from '../names';
import { code } from './inlined';
import type { RunTask } from './runPrompt';

const FRONT_MATTER = [
  'subsystem',
  'tags',
  'requires',
  'provides',
  'affects',
  'tech-stack',
  'key-files',
  'key-decisions',
  'patterns-established',
  'duration',
  'completed',
];

/** The section of a prompt about the recap. */
export function recapContract({ profile, recap }: Pick<RunTask, 'profile' | 'recap'>): string {
  const { terms, gsd } = profile;
  const keys = [terms.stage, terms.step, ...FRONT_MATTER].map((key) => `\`${key}\``).join(', ');
  const [stage, step, handoff] = [terms.stage, terms.step, terms.handoff].map(titleFrom);
  return `## ${handoff ?? ''}

Write ${code(recap)} when all tasks are done, and not before: this file is what completes the ${terms.step}. It holds:

- front matter between lines of \`---\` with the keys ${keys}. \`requires\` is a list of {${terms.stage}, provides}, \`tech-stack\`
  has \`added\` and \`patterns\`, \`key-files\` has \`created\` and \`modified\`, \`completed\` is a date like 2026-01-31;
- the heading \`# ${stage ?? ''} <number> ${step ?? ''} <number>: <name> ${handoff ?? ''}\`, and below it one bold sentence that says what was built;
- \`## Performance\` (duration, started, completed, tasks, files modified), \`## Accomplishments\`,
  \`## Task Commits\` (every task with its hash), \`## Files Created/Modified\`, \`## Decisions Made\`,
  \`## ${gsd ? 'Deviations from Plan' : 'Drifts from Run'}\`, \`## Issues Encountered\`, \`## User Setup Required\`, \`## Next ${stage ?? ''} Readiness\`.

It covers all tasks, also those that another agent has done. What is empty says "None". Where a task failed, do not write
it: answer with the status "failed" and say which task and why.`;
}
