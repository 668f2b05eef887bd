/** What the state file says of a step that a person has stopped at a gate (renn-gsd.md 1.9). */
import type { RunEvent } from '../../../events';
import type { Gate } from '../../../gateRecord';
import type { StagedProfile } from '../names';
import { gateOfRaised } from './raised';

/**
 * `01-01, 1/3 tasks complete, at the gate “Verification required”`.
 * @param events of the run of the step
 * @param gate the one that waits
 */
export function stoppedAt(gate: Gate, events: readonly RunEvent[], { terms }: StagedProfile): string {
  const ended = events.findLast((event) => event.type === 'agent_ended');
  const raised =
    gate.kind === 'agent' && ended?.type === 'agent_ended' && ended.outcome.kind === 'result'
      ? ended.outcome.result.gate
      : undefined;
  const progress = raised && gateOfRaised(raised).progress;
  const done = progress && `${progress.done}/${progress.total} tasks complete`;
  const name = gate.step.number === '' ? gate.step.key : gate.step.number;
  return [name, done, `at the ${terms.gate} “${gate.title}”`].filter(Boolean).join(', ');
}
