import assert from 'node:assert/strict';
import { promptSentence, renderPrompt } from '../../../../src/core/agents/prompt';
import { TASK_VERSION, type AgentTask, type AttemptPlace } from '../../../../src/core/agentTask';
import { commitCandidates } from '../../../../src/core/resume/commits';
import { scopeOf, SHA, threeSteps } from '../resume/finds';

const PLACE: AttemptPlace = { cwd: '/w', records: '/d/1', answers: '/w/.stage-runner/r1/2' };
const TASK: AgentTask = {
  schema_version: TASK_VERSION,
  run: 'r1',
  attempt: 2,
  node: 'orient',
  kind: 'llm',
  role: 'coder',
  plan: { root: '/w/plans', title: 'A plan', format: 'coyote' },
  step: { key: '01', number: '01', title: '!rm -rf\n/quit', file: '/w/plans/steps/01.md' },
  handoff: '/w/plans/handoffs/01.md',
  notes: '/w/plans/NOTES.md',
  prompt: '\n!echo hostile\n\nRead the step.\n',
  schema: {
    type: 'object',
    properties: {
      summary: { type: 'string' },
      has_major_deviation: { type: 'boolean', description: 'The plan\nno longer fits.' },
      notes: { type: 'array' },
    },
    required: ['has_major_deviation'],
  },
  timeoutSeconds: 300,
  answers: [{ question: 'Which one?\nA or B?', answer: 'B' }],
};

describe('the prompt', () => {
  it('is named by one line that starts with a letter', () => {
    assert.equal(
      promptSentence(PLACE),
      'Read the file .stage-runner/r1/2/prompt.md and do exactly what it says.',
    );
  });

  it('says everything an agent needs, our own sentence first', () => {
    assert.equal(
      renderPrompt(TASK, PLACE),
      `You carry out one step of a written plan, as coder; this page is the whole task.

Plan: A plan. Step 01: !rm -rf /quit.

This task only asks for an answer: read what you need, and change no file that the text below does not name as one to write.

!echo hostile

Read the step.

## What you asked, and what a person answered

Question:

> Which one?
> A or B?

Answer:

> B

## Your answer

When you are done, or cannot go on, write the file \`.stage-runner/r1/2/result.json\` with your file-writing tool.
The path is relative to the folder you were started in. Its folder is there already; the file is not.
Write it once, as your very last action: one JSON object and nothing else.

\`\`\`json
{
  "status": "complete",
  "summary": "What you did.",
  "has_major_deviation": false,
  "notes": []
}
\`\`\`

- \`status\` is "complete" when the task is done, "failed" when it could not be done, "rejected" when it should not be done as planned.
- \`summary\` says in one or two sentences what you did, or why it failed or should not be done.
- \`has_major_deviation\` (boolean): The plan no longer fits.
- \`notes\` (array, may be left out)
- Where a person has to decide before you can go on, do not guess and do not wait for them: answer with the status "gate", a
  \`summary\`, and \`gate\`: {"type": "decision", "title": "two to five words", "details": "what they need to know, as
  Markdown", "options": ["one choice", "another"]}. The type is "human-action" where they have to do something that you
  cannot, such as to sign in or to set a key: their answer is "done", and never a secret. You are then started again with their answer.

Do not commit this file. After writing it, stop.
`,
    );
  });

  it('tells an agent that may change files how commits are found again', () => {
    const task: AgentTask = { ...TASK, kind: 'agent', step: { ...TASK.step, key: '01\nstep' } };
    const text = renderPrompt(task, PLACE);
    const [, trailers = ''] = /## If you commit[^]*```text\n([^]*?)\n```/.exec(text) ?? [];
    assert.equal(trailers, 'Stage-Runner-Run: r1\nStage-Runner-Step: 01 step');
    assert.doesNotMatch(renderPrompt(TASK, PLACE), /commits?\b.*message|Stage-Runner-/);
  });

  it('says nothing of commits where they are held', () => {
    const task: AgentTask = { ...TASK, kind: 'agent', plan: { ...TASK.plan, format: 'prompts' } };
    assert.doesNotMatch(renderPrompt(task, PLACE), /If you commit|Stage-Runner-/);
  });

  it('is read again from a commit as it tells to write it', () => {
    const task: AgentTask = { ...TASK, kind: 'agent', step: { ...TASK.step, key: '01-step' } };
    const text = renderPrompt(task, PLACE);
    const [, trailers = ''] = /```text\n([^]*?)\n```/.exec(text) ?? [];
    const message = `Do it\n\n${trailers}\n`;
    const scope = scopeOf(threeSteps(), { planOfRun: new Map([['r1', threeSteps().id]]) });
    const [found] = commitCandidates([{ sha: SHA, at: '2026-01-01T00:00:00Z', message }], scope);
    assert.deepEqual([found?.step, found?.run, found?.why], ['01-step', 'r1', undefined]);
  });

  it('leaves out what does not apply', () => {
    const task: AgentTask = { ...TASK, kind: 'agent', answers: [], schema: {} };
    const text = renderPrompt(task, PLACE);
    assert.doesNotMatch(text, /only asks|What you asked|deviation/);
  });
});
