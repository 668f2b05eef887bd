/** What the agent of a run is told about gates: when it stops, and how it says so (renn-gsd.md 1.5, 2.7). */
import { fenced } from '../../../handoff/fence';
import { type StagedProfile, titleFrom } from '../names';

/** The section of a prompt about gates, with the return that `agentReturn` reads. */
export function gateContract({ terms, gsd }: StagedProfile): string {
  const { gate, step, stage } = terms;
  return `## ${titleFrom(gate)}s

A ${gate} is a question that only a person answers. You have reached one when a task has the type \`checkpoint:…\`, when a
service wants a person to sign in or to set a secret, or when going on would change the architecture that this ${step}
or its ${stage} rests on. Then stop there:

- Do not answer it yourself, and do not guess. What \`config.json\` says about answers that come by themselves does not count
  here.
- Commit what is finished before you stop.
- Answer with the status "gate". \`gate.type\` is one of "human-verify", "decision" and "human-action"; \`gate.title\` is two
  to five words; \`gate.options\` is ["approved"] for human-verify, ["done"] for human-action, and the ids of the choices
  for a decision; \`gate.details\` is the text below, filled in. Print the same text as your last words.
- Number tasks by their place in the file, those of the type \`checkpoint:…\` among them.
- List every task that is complete, with its commits, also those that were done before you.
- Never write a secret into it, and never ask for one: ask the person to set it where it belongs.

${fenced(template(gsd, titleFrom(step)), 'markdown')}

A new agent goes on with the answer. All that it knows of your work is this text and the commits.`;
}

function template(gsd: boolean, step: string): string {
  return `## ${gsd ? 'CHECKPOINT' : 'GATE'} REACHED

**Type:** human-verify | decision | human-action
**${step}:** <number>
**Progress:** <done>/<all> tasks complete

### Completed Tasks

| Task | Name | Commit | Files |
| ---- | ---- | ------ | ----- |
| <number> | <name> | <hash> | <files> |

### Current Task

**Task <number>:** <name>
**Status:** blocked | awaiting verification | awaiting decision
**Blocked by:** <what is missing>

### ${gsd ? 'Checkpoint' : 'Gate'} Details

<human-verify: **What was built:** and **How to verify:**, with the commands and pages to look at>
<decision: **Decision needed:**, **Context:** and **Options:**, a table with the columns Option, Pros and Cons>
<human-action: **Automation attempted:**, **Error encountered:**, **What you need to do:** and **I'll verify after:**>

### Awaiting

<what the person is to answer>`;
}
