/** What the auditor of a stage is told: it looks at the code and writes the proof, and nothing else (renn-gsd.md 1.8). */
import type { StagedProfile } from '../names';
import { code, inSentence, quotation } from './inlined';
import type { StageGoal } from './stageGoal';

/** What an auditor needs to know. */
export interface AuditTask {
  readonly profile: StagedProfile;
  readonly stage: { readonly number?: string | undefined; readonly title: string };
  readonly goal: StageGoal;
  /** The plan files of the stage and their recaps, where they are, as the agent opens them. */
  readonly runs: readonly { readonly file: string; readonly recap?: string | undefined }[];
  /** What came of the runs as they tell it themselves, as lines of Markdown. */
  readonly results: readonly string[];
  /** Where the proof belongs, as the agent opens it. */
  readonly proof: string;
  /** The status of the proof that is there already. */
  readonly before?: string | undefined;
}

/** The name of a stage's proof in its folder: `08-proof.md`, `08-VERIFICATION.md`. */
export function proofName(stage: string | undefined, { words }: StagedProfile): string {
  return `${stage === undefined ? '' : `${stage}-`}${words.proof}.md`;
}

/** The whole prompt. What the project's files say stands in quotations that it cannot leave. */
export function auditPrompt(task: AuditTask): string {
  const { profile, stage, goal, before } = task;
  const { terms } = profile;
  const title = inSentence(stage.title);
  const name = `${terms.stage}${stage.number === undefined ? '' : ` ${inSentence(stage.number)}`}${title === '' ? '' : ` (${title})`}`;
  return [
    `Find out whether ${name} has reached its goal. Whether its tasks were done is not the question: look at the code, and trust no document about it.`,
    ...(goal.goal === '' ? [] : ['## Goal', quotation(goal.goal)]),
    ...(goal.criteria.length === 0
      ? []
      : ['## Success criteria', quotation(goal.criteria.map((one) => `- ${one}`).join('\n'))]),
    evidence(task),
    ...claims(task),
    ...(before === undefined ? [] : [again(before)]),
    proofContract(task),
    lastWords(profile),
  ].join('\n\n');
}

function evidence({ profile, runs }: AuditTask): string {
  const { step, handoff } = profile.terms;
  const lines = runs.map(({ file, recap }) =>
    recap === undefined ? `- ${code(file)} (no ${handoff})` : `- ${code(file)}, ${code(recap)}`,
  );
  return `## What to check

Each ${step} names under \`must_haves\` what has to be true, which files have to be there and what has to be connected. Check
every one: that the file exists, that it is more than a stub, that something uses it, and that it does what it is for. Run
the tests where you can. What a ${handoff} claims is a hint where to look.

${lines.join('\n')}`;
}

function claims({ profile, results }: AuditTask): string[] {
  if (results.length === 0) return [];
  const { step, handoff } = profile.terms;
  return [
    `## What came of it, by its own account`,
    `What each ${step} and its ${handoff} say was built, what went otherwise than planned and what went wrong. None of it is evidence; where something went otherwise, look closer.`,
    quotation(results.join('\n')),
  ];
}

function again(before: string): string {
  return `There is a report already, with the status "${inSentence(before)}". Check its gaps first, then everything else for what no longer holds, and say under \`re_verification\` which gaps are closed, which remain, and what got worse.`;
}

function proofContract({ profile, proof }: AuditTask): string {
  const { stage } = profile.terms;
  return `## The report

Write ${code(proof)}, and change no other file. Commit nothing. It begins with front matter between lines of \`---\`:

\`\`\`yaml
${stage}: <folder of the ${stage}>
verified: <time, ISO 8601>
status: <passed, gaps_found or human_needed>
score: <N>/<M> must-haves verified
re_verification: # only where there was a report before
  previous_status: <status>
  previous_score: <score>
  gaps_closed: []
  gaps_remaining: []
  regressions: []
gaps: # only with gaps_found
  - truth: "<what should be true>"
    status: <failed or partial>
    reason: "<why it is not>"
    artifacts:
      - path: <file>
        issue: "<what is wrong with it>"
    missing:
      - "<what has to be added>"
human_verification: # only with human_needed
  - test: "<what to do>"
    expected: "<what should happen>"
    why_human: "<why no command can tell>"
\`\`\`

- \`gaps_found\`: something that has to be true is not. It outweighs the other two.
- \`human_needed\`: nothing is missing, but something can only be judged by a person: looks, feel, a service outside.
- \`passed\`: everything holds, and no item is left for a person.

Quote texts that hold a colon, a quote or a backslash. Below the front matter: what is true and by which evidence, a
section \`## Human Verification Required\` with \`### 1. name\`, \`**Test:**\`, \`**Expected:**\` and \`**Why human:**\` for each item
or "None", and a section \`## Gaps Summary\`.`;
}

function lastWords({ gsd }: StagedProfile): string {
  return `## Your last words

\`\`\`markdown
## ${gsd ? 'Verification' : 'Audit'} Complete

**Status:** <status>
**Score:** <score>
**Report:** <path>
\`\`\``;
}
