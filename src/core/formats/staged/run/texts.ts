/** What a run of renn or a plan of GSD is for, and what its recap says came of it (renn-gsd.md 1.3, 1.7). */
import { objectiveSentence } from '../../../batch/objective';
import { firstParagraph } from '../../sectionText';
import type { StepTexts } from '../../stepTexts';
import { planBlock } from './planBlock';
import { recapSays } from './recapDigest';

export const stagedTexts: StepTexts = {
  objective: (text) => planBlock(text, 'objective') || firstParagraph(text, ['Objective', 'Goal']),

  outcome(text) {
    const { built, drifts, problems } = recapSays(text);
    const done = firstParagraph(text, ['Summary']) || built || firstParagraph(text, ['Accomplishments']);
    return [objectiveSentence(done), drifts && `Drifts: ${drifts}`, problems && `Problems: ${problems}`]
      .filter(Boolean)
      .join(' ');
  },
};
