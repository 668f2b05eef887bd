/** What a fresh agent is told that goes on after a gate (renn-gsd.md 1.6): what is done, the answer, and what follows from it. */
import { fenced } from '../../../handoff/fence';
import { answerMeaning, type AnswerMeaning, recordedAnswer } from './gateAnswer';
import type { CompletedTask } from './gateParts';
import type { GateReturn } from './gateReturn';
import { inSentence } from './inlined';
import { labelText } from './labels';
import { taskTable } from './raised';
import { runName, runSections, type RunTask } from './runPrompt';

/**
 * @param gate with every completed task (`withEarlierTasks`)
 * @param answer as the person gave it; of an action nothing but "done" is passed on
 */
export function continuationPrompt(task: RunTask, gate: GateReturn, answer: string): string {
  const { terms } = task.profile;
  const meaning = answerMeaning(gate.type, answer);
  return [
    `Go on with ${runName(task)}. Another agent has begun it, stopped at a ${terms.gate}, and a person has answered. You know nothing of its work but what stands here and in git.`,
    '## What is done',
    ...doneParts(gate),
    '## Where you go on',
    resumePoint(gate, meaning),
    "## The person's answer",
    `Begin of the answer, word by word:`,
    fenced(recordedAnswer(gate.type, answer), 'text'),
    'End of the answer.',
    instructions(gate, meaning, terms.gate),
    runSections(task),
  ].join('\n\n');
}

/** The commits that the continuation relies on, to be checked before it begins. */
export function reliedCommits({ completed }: GateReturn): string[] {
  return [...new Set(completed.flatMap(({ commits }) => commits))];
}

/** A gate with the tasks of the gates before it: agents forget to list what they have not done themselves. */
export function withEarlierTasks(gate: GateReturn, earlier: readonly CompletedTask[]): GateReturn {
  const listed = new Set(gate.completed.map(({ task, name }) => task || name));
  const missing = earlier.filter(({ task, name }) => !listed.has(task || name));
  return missing.length === 0 ? gate : { ...gate, completed: [...missing, ...gate.completed] };
}

function doneParts({ completed }: GateReturn): string[] {
  if (completed.length === 0)
    return ['No task was listed as complete. Look at the log of git before you take one for undone.'];
  return [
    taskTable(completed),
    'Do none of these again. Check with `git log` that their commits are there; where one is missing, answer with the status "failed" and name it.',
  ];
}

const STANDS: Readonly<Record<AnswerMeaning, string>> = {
  approved: 'the person approved what was to be verified',
  issues: 'the person found issues',
  decided: 'the person decided',
  done: 'the person has done what was asked',
};

function resumePoint({ current }: GateReturn, meaning: AnswerMeaning): string {
  const name = [current.number === '' ? '' : `Task ${current.number}`, inSentence(current.name)].filter(
    Boolean,
  );
  const task = name.length === 0 ? 'The first task that is not listed above' : name.join(': ');
  return `${task}: ${STANDS[meaning]}.`;
}

function instructions(gate: GateReturn, meaning: AnswerMeaning, term: string): string {
  const check = inSentence(labelText(gate.labels, "i'll verify after", 'verification'));
  switch (meaning) {
    case 'approved':
      return 'This task is done. Go on with the one after it; where it was the last, finish.';
    case 'issues':
      return `What the answer describes is wrong. Put it right, commit it as a fix of this task, check it yourself, and then stop at the same ${term} again, for the person to look once more.`;
    case 'decided':
      return 'Carry out this task as the answer decides, and go on from there. Where the answer leaves something open, take the smallest choice that fits it.';
    case 'done':
      return `First check that it took effect${check === '' ? '' : ` (${check})`}. Where it did, go on with this task; where not, stop at the same ${term} again and say what is still missing.`;
  }
}
