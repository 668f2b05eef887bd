/** Waiting for a person. */
import type { Gate, GateAnswer } from '../../core/gateRecord';
import type { GateFiles } from './gateFiles';
import type { Listeners } from './listeners';

/** Told the new name of a file that was in the answer's place and that no window of this editor wrote. */
export type SetAside = (name: string) => Promise<void>;

/**
 * Waits for a person's answer for as long as it takes; `undefined` when the signal ended the waiting.
 * @param changed tells when files of gates changed: an answer may be there
 */
export function awaitAnswer(
  { gates, changed }: { readonly gates: GateFiles; readonly changed: Listeners<undefined> },
  gate: Gate,
  signal: AbortSignal,
  setAside: SetAside,
): Promise<GateAnswer | undefined> {
  return new Promise((resolve, reject) => {
    const done = (answer: GateAnswer | undefined): void => {
      stopListening();
      signal.removeEventListener('abort', aborted);
      resolve(answer);
    };
    const aborted = (): void => {
      done(undefined);
    };
    const take = async (): Promise<void> => {
      const taken = await gates.takeAnswer(gate);
      if (taken && 'setAside' in taken) await setAside(taken.setAside);
      else if (taken) done(taken.answer);
    };
    const look = (): void => {
      take().catch(reject);
    };
    const stopListening = changed.add(look);
    signal.addEventListener('abort', aborted);
    if (signal.aborted) aborted();
    else look();
  });
}
