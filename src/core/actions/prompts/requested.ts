/** What the prompts of a batch ask to be verified, as it was written down before any of them was begun. */
import type { BatchRecord } from '../../batch/record';
import type { RunEvent } from '../../events';
import { isObject, objectsIn, textOf, textsIn } from '../../jsonObject';
import { requestedChecks } from '../../formats/prompts/requested';
import type { RequestedOf } from '../../formats/prompts/run/outcome';
import type { State } from '../../protocol/walk';

/** For the state: what agents change in the prompts afterwards changes nothing of it. */
export function requestedState(prompts: readonly { readonly key: string; readonly text: string }[]): State {
  return { requested: Object.fromEntries(prompts.map(({ key, text }) => [key, requestedChecks(text)])) };
}

/** As a batch began, prompt by prompt. */
export function requestedIn(
  events: readonly RunEvent[],
  { steps }: Pick<BatchRecord, 'steps'>,
): readonly RequestedOf[] {
  const said = events.findLast((event) => event.type === 'node_left' && 'requested' in event.updates);
  const all = said?.type === 'node_left' ? said.updates['requested'] : undefined;
  return steps.flatMap(({ key }) => {
    const one = isObject(all) && Object.hasOwn(all, key) ? all[key] : undefined;
    if (!isObject(one)) return [];
    const byPerson = objectsIn(one['byPerson']).flatMap(({ text, why }) => {
      const [words, reason] = [textOf(text), textOf(why)];
      return words === undefined ? [] : [{ text: words, ...(reason !== undefined && { why: reason }) }];
    });
    return [{ key, commands: textsIn(one['commands']), byPerson }];
  });
}

/** How a person agrees to commands, at the gate and in the state. */
export const RUN = 'run them';

/** The commands that a person has agreed to in a run of a stage, as they were written down at its last checkpoint. */
export function agreedIn(events: readonly RunEvent[]): readonly string[] {
  const said = events.findLast((event) => event.type === 'node_left' && 'requested_choices' in event.updates);
  const all = said?.type === 'node_left' ? said.updates['requested_choices'] : undefined;
  return isObject(all) ? Object.keys(all).filter((command) => all[command] === RUN) : [];
}
