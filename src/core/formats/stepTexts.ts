/** What a step is for, by its plan file, and what came of it, by its handoff: each format says so in its own way. */
import { coyoteTexts } from './coyote/texts';
import { okstraTexts } from './okstra/texts';
import { promptsTexts } from './prompts/texts';
import { stagedTexts } from './staged/run/texts';

export interface StepTexts {
  /**
   * The paragraph that says what is built; empty where none does.
   * @param text of the step's file, which may be that of other steps too
   * @param key `Step.key`
   */
  objective(text: string, key: string): string;
  /** What was done, what is missing and how the work drifted, in a few sentences; empty where the handoff does not say. */
  outcome(text: string): string;
}

const TEXTS: Readonly<Record<string, StepTexts>> = {
  coyote: coyoteTexts,
  prompts: promptsTexts,
  okstra: okstraTexts,
};

/** Those of a format by its id; a format without its own is read as renn and GSD are. */
export function textsOf(format: string): StepTexts {
  return (Object.hasOwn(TEXTS, format) ? TEXTS[format] : undefined) ?? stagedTexts;
}
