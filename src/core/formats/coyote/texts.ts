/** What a step plan is for, and what its handoff says came of it (coyote.md 1.2, 1.5). */
import { objectiveSentence } from '../../batch/objective';
import { firstParagraph, sectionLine } from '../sectionText';
import type { StepTexts } from '../stepTexts';

/** The sections of a step plan; no heading level is prescribed, and upstream's own examples have none. */
const SECTIONS = [
  'Objective',
  'Context',
  'Tasks',
  'Acceptance criteria',
  'Test commands',
  'Edge cases',
  'Out of scope',
];

export const coyoteTexts: StepTexts = {
  objective: (text) => firstParagraph(text, ['Objective', 'Goal'], SECTIONS),

  outcome(text) {
    const said = ['Not completed', 'Deviations'].flatMap((name) => {
      const line = sectionLine(text, name);
      return line === '' ? [] : [`${name}: ${line}`];
    });
    return [objectiveSentence(firstParagraph(text, ['Summary'])), ...said].filter(Boolean).join(' ');
  },
};
