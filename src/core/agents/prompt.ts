/**
 * What an agent is told: `prompt.md`. It starts with a fixed sentence of ours, because a prompt that starts with `!` or `/`
 * is a command to some CLIs (docs: agents, rules 5 and 6).
 */
import * as path from 'node:path';
import type { AgentTask, AttemptPlace } from '../agentTask';
import { protocolsOf } from '../batch/protocols';
import { profileOf } from '../formats/staged/names';
import type { OutputSchema } from '../protocol/graph';

/** The one line that stands on a command line: safe in every CLI that may read an ignored file. */
export function promptSentence(place: AttemptPlace): string {
  return `Read the file ${answerPath(place, 'prompt.md')} and do exactly what it says.`;
}

/** A file of the attempt as the agent sees it: relative to its working folder, with forward slashes. */
function answerPath(place: AttemptPlace, name: string): string {
  return path.relative(place.cwd, path.join(place.answers, name)).split(path.sep).join('/');
}

/** The whole text of `prompt.md`. */
export function renderPrompt(task: AgentTask, place: AttemptPlace): string {
  return [
    `You carry out one step of a written plan, as ${task.role}; this page is the whole task.`,
    `Plan: ${oneLine(task.plan.title)}. Step ${oneLine(task.step.number)}: ${oneLine(task.step.title)}.`,
    ...(task.kind === 'llm' ? [READ_ONLY] : []),
    task.prompt.trim(),
    ...answersPart(task),
    ...(mayCommit(task) ? [commitsPart(task)] : []),
    footer(task, answerPath(place, 'result.json')),
  ]
    .join('\n\n')
    .concat('\n');
}

const READ_ONLY =
  'This task only asks for an answer: read what you need, and change no file that the text below does not name as one to write.';

function answersPart(task: AgentTask): readonly string[] {
  if (task.answers.length === 0) return [];
  const pairs = task.answers.map(
    ({ question, answer }) => `Question:\n\n${quote(question)}\n\nAnswer:\n\n${quote(answer)}`,
  );
  return [`## What you asked, and what a person answered\n\n${pairs.join('\n\n')}`];
}

/** Where commits are held, the task itself forbids them: nothing may sound like leave. */
function mayCommit({ kind, plan }: AgentTask): boolean {
  return kind === 'agent' && protocolsOf(plan.format).holdsCommits !== true;
}

/** What a commit is found by when a plan is resumed without its records (`commitCandidates`). */
function commitsPart(task: AgentTask): string {
  const { run, step } = task;
  const asked = isStagedRun(task)
    ? 'The message of each commit'
    : 'Nothing here asks you to. Where you make a commit, its message';
  return `## If you commit

${asked} ends with these two lines, after an empty line and in one paragraph with any other trailers:

\`\`\`text
Stage-Runner-Run: ${oneLine(run)}
Stage-Runner-Step: ${oneLine(step.key)}
\`\`\``;
}

/** The prompt of such a run asks for commits, and says what becomes of its gates (renn-gsd.md 1.6, 1.11). */
function isStagedRun({ plan, step }: AgentTask): boolean {
  return profileOf(plan.format) !== undefined && step.key !== '';
}

function footer(task: AgentTask, file: string): string {
  return `## Your answer

When you are done, or cannot go on, write the file \`${file}\` with your file-writing tool.
The path is relative to the folder you were started in. Its folder is there already; the file is not.
Write it once, as your very last action: one JSON object and nothing else.

\`\`\`json
${JSON.stringify(example(task.schema), null, 2)}
\`\`\`

- \`status\` is "complete" when the task is done, "failed" when it could not be done, "rejected" when it should not be done as planned.
- \`summary\` says in one or two sentences what you did, or why it failed or should not be done.
${fieldLines(task.schema)}- Where a person has to decide before you can go on, do not guess and do not wait for them: answer with the status "gate", a
  \`summary\`, and \`gate\`: {"type": "decision", "title": "two to five words", "details": "what they need to know, as
  Markdown", "options": ["one choice", "another"]}. The type is "human-action" where they have to do something that you
  cannot, such as to sign in or to set a key: their answer is "done", and never a secret. ${isStagedRun(task) ? 'The section about it says what goes where.' : 'You are then started again with their answer.'}

Do not commit this file. After writing it, stop.`;
}

function fieldLines(schema: OutputSchema | undefined): string {
  return ownFields(schema)
    .map(([name, field]) => {
      const type = field.enum
        ? field.enum.map((one) => JSON.stringify(one)).join(' or ')
        : (field.type ?? 'any value');
      const need = schema?.required?.includes(name) ? '' : ', may be left out';
      return `- \`${name}\` (${type}${need})${field.description ? `: ${oneLine(field.description)}` : ''}\n`;
    })
    .join('');
}

function example(schema: OutputSchema | undefined): Record<string, unknown> {
  const fields = ownFields(schema).map(([name, field]) => [name, sampleValue(field)] as const);
  return { status: 'complete', summary: 'What you did.', ...Object.fromEntries(fields) };
}

/** The node's fields beside status and summary. */
function ownFields(schema: OutputSchema | undefined): readonly (readonly [string, OutputSchema])[] {
  return Object.entries(schema?.properties ?? {}).filter(([name]) => name !== 'status' && name !== 'summary');
}

function sampleValue(field: OutputSchema): unknown {
  if (field.enum) return field.enum[0];
  switch (field.type) {
    case 'boolean':
      return false;
    case 'number':
    case 'integer':
      return 0;
    case 'array':
      return [];
    case 'object':
      return {};
    default:
      return '…';
  }
}

function quote(text: string): string {
  return text
    .trim()
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
