/** Gates about an agent: those it raises itself, and those that ask a person what became of it. */
import type { RaisedGate } from './agentResult';
import type { Gate, GateOption } from './gateRecord';
import type { StagedProfile } from './formats/staged/names';
import type { GateReturn } from './formats/staged/run/gateReturn';
import { APPROVED, DONE, gateOfRaised, raisedOf } from './formats/staged/run/raised';
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

const DONE_ALONE = `Answer "${DONE}" when you have done it. Nothing else is recorded: put secrets only where they belong.`;

/**
 * The gate that an agent raised, whatever its role: the agent goes on with the answer in a new attempt. Any text is one,
 * but of an action nothing but "done" can be said, so that no secret is typed, drafted or kept (renn-gsd.md 1.5).
 */
export function raisedGate(raised: RaisedGate, frame: GateFrame): Gate {
  const isAction = gateOfRaised(raised).type === 'human-action';
  const options = isAction ? [DONE] : [...new Set(raised.options)].filter((key) => key.trim() !== '');
  return {
    ...frame,
    kind: 'agent',
    title: raised.title,
    question: [
      `**${raised.title}** (${raised.type})`,
      raised.details,
      ...(isAction ? [DONE_ALONE] : []),
    ].join('\n\n'),
    options: options.map((key) => ({
      key,
      leadsTo: 'Goes to the agent, which then goes on',
      needsReason: false,
    })),
    allowsText: !isAction,
  };
}

/** The gate of a renn or GSD run, with the answers that its type has (renn-gsd.md 1.5). */
export function runGate(found: GateReturn, profile: StagedProfile, frame: GateFrame): Gate {
  const raised = raisedOf(found, profile);
  const gate = raisedGate(raised, frame);
  return {
    ...gate,
    question: [`**${headOf(found, raised)}**`, raised.details, answersText(found)].join('\n\n'),
    options: gate.options.map((option) => ({ ...option, leadsTo: leadsTo(found, option.key) })),
  };
}

/** What it is about: a prompt shows only the first line. */
function headOf({ current: { number, name }, type }: GateReturn, { title }: RaisedGate): string {
  const task = [number === '' ? '' : `Task ${number}`, name].filter(Boolean).join(': ');
  return task === '' ? `${title} (${type})` : task;
}

function answersText({ type }: GateReturn): string {
  switch (type) {
    case 'human-verify':
      return `Answer "${APPROVED}", or describe what is wrong: it is put right, and you are asked again.`;
    case 'decision':
      return 'Choose, or write what is to be done instead.';
    case 'human-action':
      return DONE_ALONE;
  }
}

function leadsTo({ type, options }: GateReturn, key: string): string {
  if (type === 'human-verify') return 'Nothing is wrong: a fresh agent goes on';
  if (type === 'human-action') return 'A fresh agent checks it and goes on';
  const found = options.find(({ id }) => id === key);
  const sides = [found?.pros && `for: ${found.pros}`, found?.cons && `against: ${found.cons}`];
  return sides.filter(Boolean).join('; ') || 'A fresh agent goes on with it';
}

/** The keys of the gate about commits that are gone. */
export const COMMITS_GATE = { goOn: 'go on all the same', stop: 'stop' } as const;

/** Asks whether a run goes on whose earlier work is not all to be found (renn-gsd.md 1.6). */
export function missingCommitsGate(missing: readonly string[], frame: GateFrame): Gate {
  const hashes = missing.map((hash) => `- \`${hash}\``).join('\n');
  return {
    ...frame,
    kind: 'approval',
    title: 'Commits missing',
    question: `The agent named commits of completed tasks that this branch does not have:\n\n${hashes}\n\nA fresh agent would take those tasks for done. Go on?`,
    options: [
      { key: COMMITS_GATE.goOn, leadsTo: 'A fresh agent goes on with your answer', needsReason: false },
      { key: COMMITS_GATE.stop, leadsTo: 'Stops the run here; going on looks again', needsReason: false },
    ],
    allowsText: false,
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
