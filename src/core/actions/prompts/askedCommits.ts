/** Commits that persons want before the checkpoint of their batch: immediate ones may be safer (prompts.md 2.4). */
import type { RunEvent } from '../../events';
import { textsIn } from '../../jsonObject';

/**
 * Keys of the prompts whose commit was asked for and not answered since. What was asked of an attempt is not of the next
 * one: that begins with another batch.
 */
export function askedCommits(events: readonly RunEvent[]): ReadonlySet<string> {
  const asked = new Set<string>();
  for (const event of events) {
    if (event.type === 'commit_asked') asked.add(event.step);
    if (event.type === 'batch_started') for (const { key } of event.steps) asked.delete(key);
    if (event.type === 'node_left' && event.node === 'make_commit')
      asked.delete(textsIn(event.updates['declined']).at(-1) ?? '');
  }
  return asked;
}
