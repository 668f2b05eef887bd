/** The outcome of an attempt that left no answer file and printed its return (renn-gsd.md 1.5). */
import type { AgentOutcome } from '../../../agentResult';
import { lastReturn } from './agentReturn';

/** @param prompt what the agent was told, which does not count; `undefined` where the output has no return */
export function printedOutcome(output: string, prompt: string): AgentOutcome | undefined {
  const last = lastReturn(output, prompt);
  if (last === undefined) return undefined;
  const { found, text } = last;
  if (found.kind !== 'gate') return { kind: 'sentinel', sentinel: 'CODER_COMPLETE', text };
  const options = found.options.map(({ id }) => id);
  // The whole text is kept: whoever goes on reads the completed tasks from it.
  const gate = { type: found.type, title: found.awaiting.slice(0, 100), details: text, options };
  return { kind: 'result', result: { status: 'gate', summary: '', fields: {}, gate } };
}
