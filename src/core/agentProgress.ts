/** How far an agent's node has come, as its events since it was entered tell; and what an agent's answer means to the graph. */
import type { AgentOutcome, AgentResult } from './agentResult';
import type { RunEvent } from './events';
import type { Gate } from './gateRecord';
import type { NodeResult } from './protocol/walk';

type Started = Extract<RunEvent, { type: 'agent_started' }>;

/** `resumed`: a person had the run go on after this point was reached. */
export type AgentProgress = (
  | { readonly at: 'begin' }
  | { readonly at: 'under_way'; readonly started: Started }
  | { readonly at: 'ended'; readonly outcome: AgentOutcome }
  | { readonly at: 'asked'; readonly gate: Gate }
  | { readonly at: 'answered'; readonly gate: Gate }
) & { readonly resumed: boolean };

/** @param events of one token since it entered the node */
export function agentProgress(events: readonly RunEvent[]): AgentProgress {
  let progress: AgentProgress = { at: 'begin', resumed: false };
  for (const event of events) {
    if (event.type === 'agent_started') progress = { at: 'under_way', started: event, resumed: false };
    else if (event.type === 'agent_ended') progress = { at: 'ended', outcome: event.outcome, resumed: false };
    else if (event.type === 'gate_opened') progress = { at: 'asked', gate: event.gate, resumed: false };
    else if (event.type === 'gate_answered' && progress.at === 'asked')
      progress = { at: 'answered', gate: progress.gate, resumed: false };
    else if (event.type === 'run_resumed') progress = { ...progress, resumed: true };
  }
  return progress;
}

/** What a person answered to this agent's own gates, oldest first. */
export function answersToAgent(events: readonly RunEvent[]): { question: string; answer: string }[] {
  const gates = events.flatMap((event) => (event.type === 'gate_opened' ? [event.gate] : []));
  return events.flatMap((event) => {
    if (event.type !== 'gate_answered') return [];
    const gate = gates.find(({ id, kind }) => id === event.answer.gate && kind === 'agent');
    return gate ? [{ question: gate.question, answer: event.answer.choice }] : [];
  });
}

const SENTINELS = { complete: 'CODER_COMPLETE', rejected: 'CODER_REJECTED', failed: 'CODER_FAILED' } as const;

/** The result of an agent's node: a sentinel of coyote.md 1.7 that scripts route on, then the agent's words. */
export function agentResult(result: AgentResult): NodeResult {
  const status = result.status === 'gate' ? 'failed' : result.status;
  return sentinelResult(SENTINELS[status], result.summary, result.fields);
}

/** As `agentResult`, for an answer that is only a sentinel and text, or a person's word. */
export function sentinelResult(
  sentinel: string,
  text: string,
  fields: AgentResult['fields'] = {},
): NodeResult {
  return { updates: fields, output: `${sentinel}\n${defused(text)}` };
}

/** Scripts look for sentinels anywhere in a text: one inside foreign words must not decide (coyote.md 1.7). */
export function defused(text: string): string {
  return text.replace(/(CODER|STEP)_(COMPLETE|REJECTED|FAILED|BLOCKED)/g, '$1 $2');
}
