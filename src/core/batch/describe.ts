/** What a step builds, from its plan file, and what was built, from its handoff; by the words of each format. */
import type { Step } from '../plan';
import { headings, sectionLines } from '../formats/sections';
import { planBlock } from '../formats/staged/run/planBlock';
import { recapSays } from '../formats/staged/run/recapDigest';
import { objectiveSentence, objectiveWords } from './objective';
import type { BatchStep } from './record';

const MOST_WORDS = 8;

/**
 * A step as its batch begins: its objective where the file has one (coyote.md 1.2, renn-gsd.md 1.3), else its title.
 * @param text of its plan file
 */
export function describeStep(step: Step, text: string): BatchStep {
  const objective = planBlock(text, 'objective') || sectionOf(text, ['Objective', 'Goal']);
  const words = objectiveWords(objective);
  return {
    key: step.key,
    number: step.number ?? '',
    title: step.title,
    builds: words === '' ? step.title.split(/\s+/).slice(0, MOST_WORDS).join(' ') : words,
    objective: objectiveSentence(objective),
  };
}

/**
 * What a handoff says was done, in a sentence or two, and how the work drifted and what went wrong, where it has sections
 * about that (coyote.md 1.5, renn-gsd.md 1.7). Empty where it does not say.
 */
export function handoffSummary(text: string): string {
  const { built, drifts, problems } = recapSays(text);
  const done = objectiveSentence(
    sectionOf(text, ['Summary']) || built || sectionOf(text, ['Accomplishments']),
  );
  return [done, drifts && `Drifts: ${drifts}`, problems && `Problems: ${problems}`].filter(Boolean).join(' ');
}

/** The first paragraph of the first of these sections that has one. */
function sectionOf(text: string, names: readonly string[]): string {
  const lines = text.split(/\r?\n/);
  const all = headings(lines, 0, []);
  for (const name of names) {
    const found = sectionLines(lines, all, name).join('\n').trim();
    if (found !== '') return found.split(/\n\s*\n/)[0] ?? '';
  }
  return '';
}
