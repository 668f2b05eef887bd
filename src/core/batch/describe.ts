/** What a step builds, from its plan file, and what was built, from its handoff; by the words of each format. */
import type { Step } from '../plan';
import { headings, sectionLines } from '../formats/sections';
import { planBlock } from '../formats/staged/run/planBlock';
import { boldLine } from '../formats/staged/run/recapDigest';
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

/** What a handoff says was done, in a sentence or two; empty where it does not say (coyote.md 1.5, renn-gsd.md 1.7). */
export function handoffSummary(text: string): string {
  const said = sectionOf(text, ['Summary']) || boldLine(text.split(/\r?\n/));
  return objectiveSentence(said || sectionOf(text, ['Accomplishments']));
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
