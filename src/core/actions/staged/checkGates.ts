/**
 * `check_gates`, `send_back_to_gates` and `halt_gates`: a run whose file declares gates is not complete before a person has
 * seen them (renn-gsd.md 1.3, 2.7), whatever its agent says.
 */
import { answeredGates } from '../../formats/staged/run/answered';
import { declaredIn, gateName, gatesNotMet, type DeclaredGate } from '../../formats/staged/run/declaredGates';
import { inSentence } from '../../formats/staged/run/inlined';
import type { RunEvent } from '../../events';
import { inline } from '../../reportText';
import type { Action, ActionContext } from '../action';
import { wentOnSinceAnswer } from '../stage/state';
import { stagedProfile } from './plan';

/** Compares the gates that the file declared when the run began with those that persons have answered in it. */
export const checkGates: Action = (context) => {
  const missing = notMet(context);
  if (missing.length === 0) return Promise.resolve({ updates: {} });
  const { gate, step } = stagedProfile(context).terms;
  const text = [
    `The agent ended, and nobody settled ${missing.length === 1 ? `a ${gate}` : `${missing.length} ${gate}s`} of the ${step}:`,
    missing.map((one) => `- ${inline(gateName(one))}`).join('\n'),
    ...metText(context),
  ].join('\n\n');
  return Promise.resolve({ updates: { gates_not_met: text }, next: 'gate_gates_not_met' });
};

/** What persons were asked, and what they said; nothing where nobody was. */
function metText(context: ActionContext): string[] {
  const met = answeredGates(eventsOf(context)).map(({ gate: { type, current }, answer }) => {
    const where = current.number === '' ? type : `task ${current.number}, ${type}`;
    return `- ${inline(where)}: answered “${inline(inSentence(answer))}”`;
  });
  return met.length === 0 ? [] : [`A person was asked about:\n\n${met.join('\n')}`];
}

/** The agent is told which gates it passed over; what else it did is to stay. */
export const sendBackToGates: Action = (context) => {
  const { terms } = stagedProfile(context);
  const { gate, handoff } = terms;
  const text = `The work is done but for the ${gate}s below: they were passed over, and no person was asked. Do no task again.
Stop at the first of them now, as you are told above, with the status "gate". Whoever goes on stops at the next one, until each
has been answered; one that was answered since is done. Then carry out what the answers ask for, bring the ${handoff} up to date,
and finish.

${notMet(context)
  .map((gate) => `- ${gateName(gate)}`)
  .join('\n')}`;
  return Promise.resolve({ updates: { fix_instructions: text } });
};

/** Comes to rest; going on compares anew. */
export const haltGates: Action = (context) => {
  if (wentOnSinceAnswer(eventsOf(context), 'gates_not_met')) return Promise.resolve({ updates: {} });
  const names = notMet(context).map(gateName).join('; ');
  const detail = `Nobody was asked about: ${names}.`.slice(0, LONGEST_DETAIL);
  return Promise.resolve({ stop: { code: 'gates_not_met', detail } });
};

const LONGEST_DETAIL = 1000;

function notMet(context: ActionContext): DeclaredGate[] {
  return gatesNotMet(declaredIn(context.state['declared_gates']), answeredGates(eventsOf(context)));
}

function eventsOf({ journals, header }: ActionContext): readonly RunEvent[] {
  return journals.events(header.run);
}
