/** What is kept of a prompt or of a run log instead of its text. */
import type { PlanFormat } from '../format';
import { promptDigest, type PromptDigest } from './body';
import { logDigest, type LogDigest } from './log';
import { isPromptLog, isUnparseable, promptName } from './names';

/** One of the two, by the kind of the file. */
export interface PromptsDigest {
  readonly prompt?: PromptDigest;
  readonly log?: LogDigest;
}

export const promptsDigest: NonNullable<PlanFormat<PromptsDigest>['digest']> = {
  version: 2,
  takes: (name) => promptName(name) !== undefined || isUnparseable(name) || isPromptLog(name),
  of: (name, { text }) => (isPromptLog(name) ? { log: logDigest(text) } : { prompt: promptDigest(text) }),
};
