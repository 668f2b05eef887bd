/** What a step builds, from its plan file, and what was built, from its handoff; by the words of each format. */
import { textsOf } from '../formats/stepTexts';
import type { Step } from '../plan';
import { objectiveSentence, objectiveWords } from './objective';
import type { BatchStep } from './record';

const MOST_WORDS = 8;

/**
 * A step as its batch begins: its objective where the file has one, else its title.
 * @param format `Plan.format`
 * @param text of its plan file
 */
export function describeStep(format: string, step: Step, text: string): BatchStep {
  const objective = textsOf(format).objective(text, step.key);
  const words = objectiveWords(objective);
  return {
    key: step.key,
    number: step.number ?? '',
    title: step.title,
    builds: words === '' ? step.title.split(/\s+/).slice(0, MOST_WORDS).join(' ') : words,
    objective: objectiveSentence(objective),
  };
}

/** What a handoff says was done, how the work drifted and what is missing or went wrong. Empty where it does not say. */
export function handoffSummary(format: string, text: string): string {
  return textsOf(format).outcome(text);
}
