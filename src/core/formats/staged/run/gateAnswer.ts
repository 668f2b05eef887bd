/** What a person's answer to a gate means, and what of it may be kept (renn-gsd.md 1.5). */
import type { GateType } from './gateReturn';
import { APPROVED, DONE } from './raised';

/** What the agent that goes on is told to do with an answer. */
export type AnswerMeaning = 'approved' | 'issues' | 'decided' | 'done';

/** Enough for any description of what is wrong. */
const LONGEST_ANSWER = 16_000;

/** Of a verification only a plain yes approves; any other words are what is wrong. */
export function answerMeaning(type: GateType, answer: string): AnswerMeaning {
  if (type === 'human-action') return 'done';
  if (type === 'decision') return 'decided';
  return [APPROVED, 'yes'].includes(answer.trim().toLowerCase().replace(/[.!]$/, '')) ? 'approved' : 'issues';
}

/**
 * What may be stored and passed on of an answer. That to an action is "done", whatever was typed: people paste the very
 * secret that they were asked to set.
 */
export function recordedAnswer(type: GateType, answer: string): string {
  return type === 'human-action' ? DONE : answer.trim().slice(0, LONGEST_ANSWER);
}
