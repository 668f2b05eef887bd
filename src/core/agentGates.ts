/** Gates about an agent: those it raises itself, and those that ask a person what became of it. */
import type { RaisedGate } from './agentResult';
import type { Gate, GateOption } from './events';
import type { GateFrame } from './gates';
import { fenced } from './handoff/fence';

/** The keys of our own options. */
export const AGENT_GATE = { again: 'run again', done: 'the work is done', stop: 'stop' } as const;

const AGAIN: GateOption = {
  key: AGENT_GATE.again,
  leadsTo: 'Starts the agent anew with the same task',
  needsReason: false,
};
const STOP: GateOption = {
  key: AGENT_GATE.stop,
  leadsTo: 'Stops the run here; it can be resumed',
  needsReason: false,
};

/** The gate that an agent raised: any text is an answer, and the agent goes on with it in a new attempt. */
export function raisedGate(raised: RaisedGate, frame: GateFrame): Gate {
  const options = [...new Set(raised.options)].filter((key) => key.trim() !== '');
  return {
    ...frame,
    kind: 'agent',
    title: raised.title,
    question: [`**${raised.title}** (${raised.type})`, raised.details].join('\n\n'),
    options: options.map((key) => ({
      key,
      leadsTo: 'Goes to the agent, which then goes on',
      needsReason: false,
    })),
    allowsText: true,
  };
}

/**
 * Asks what happened when an agent left nothing.
 * @param mayBeDone the node needs no fields of an answer, so a person's word can stand for one
 */
export function noResultGate(
  outcome: { readonly exitCode: number | null; readonly hint: string },
  mayBeDone: boolean,
  frame: GateFrame,
): Gate {
  const done: GateOption = {
    key: AGENT_GATE.done,
    leadsTo: 'Takes your word for it and goes on; say what was done',
    needsReason: true,
  };
  const exit = outcome.exitCode === null ? 'without an exit code' : `with exit code ${outcome.exitCode}`;
  return {
    ...frame,
    kind: 'no_result',
    title: 'No result',
    question: [
      `The agent ended ${exit} and left no answer file. Most often it was not permitted to write it.`,
      ...(outcome.hint === '' ? [] : [outcome.hint]),
      'What happened?',
    ].join('\n\n'),
    options: mayBeDone ? [AGAIN, done, STOP] : [AGAIN, STOP],
    allowsText: false,
  };
}

/** Shows an answer that could not be read. It is never taken as success. */
export function malformedGate(
  outcome: { readonly problem: string; readonly raw: string },
  frame: GateFrame,
): Gate {
  return {
    ...frame,
    kind: 'malformed_result',
    title: 'Unreadable answer',
    question: [
      `The agent's answer is not what was asked for: ${outcome.problem}`,
      fenced(outcome.raw, 'text'),
      'What now?',
    ].join('\n\n'),
    options: [AGAIN, STOP],
    allowsText: false,
  };
}
