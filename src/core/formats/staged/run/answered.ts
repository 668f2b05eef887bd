/** The gates of a run that persons have answered, oldest first (renn-gsd.md 1.6). */
import type { RunEvent } from '../../../events';
import type { RaisedGate } from '../../../agentResult';
import { withEarlierTasks } from './continuation';
import { recordedAnswer } from './gateAnswer';
import type { GateReturn } from './gateReturn';
import { inSentence, quotation } from './inlined';
import { gateOfRaised } from './raised';

/** A gate that an agent met, and what a person said. */
export interface AnsweredGate {
  /** `Gate.id`. */
  readonly id: string;
  /** With the tasks that were complete at earlier gates. */
  readonly gate: GateReturn;
  /** What may be kept of the answer. */
  readonly answer: string;
}

/** @param events of the whole run */
export function answeredGates(events: readonly RunEvent[]): AnsweredGate[] {
  const found: AnsweredGate[] = [];
  const raised = new Map<string, RaisedGate>();
  const asked = new Map<string, RaisedGate>();
  for (const event of events) {
    if (event.type === 'agent_ended') {
      const gate = event.outcome.kind === 'result' ? event.outcome.result.gate : undefined;
      if (gate === undefined) raised.delete(event.token);
      else raised.set(event.token, gate);
    } else if (event.type === 'gate_opened' && event.gate.kind === 'agent') {
      const gate = raised.get(event.token);
      if (gate) asked.set(event.gate.id, gate);
    } else if (event.type === 'gate_answered') {
      const { gate: id, choice } = event.answer;
      const told = asked.get(id);
      if (told === undefined) continue;
      const gate = withEarlierTasks(gateOfRaised(told), found.at(-1)?.gate.completed ?? []);
      found.push({ id, gate, answer: recordedAnswer(gate.type, choice) });
    }
  }
  return found;
}

/** What an agent is told that begins a run anew, such as to mend what a check found; empty where nobody was asked. */
export function answeredSection(answered: readonly AnsweredGate[], term: string): string {
  if (answered.length === 0) return '';
  const parts = answered.map(({ gate: { type, current }, answer }) => {
    const task = [current.number && `task ${inSentence(current.number)}`, inSentence(current.name)];
    return [`${[type, ...task].filter(Boolean).join(', ')}:`, quotation(answer)].join('\n\n');
  });
  const first = `## Answered ${term}s\n\nOther agents have worked on this before you. These ${term}s were met and answered: do not stop at them again.`;
  return [first, ...parts].join('\n\n');
}
