/** Which commit of a run of prompts waits for a person (prompts.md 2.4). */
import { overByRun } from '../../batch/overByRun';
import type { CommitProposal } from '../../formats/prompts/run/commitProposal';
import type { ActionContext } from '../action';
import { keysOf } from '../stage/state';
import { askedCommits } from './askedCommits';
import { proposalsOf } from './proposals';
import { recordedOf } from './stageState';

/**
 * The first commit of a prompt that is done and that nobody has decided on.
 * @param which `asked`: only those that a person asked for before their checkpoint
 */
export async function undecided(
  context: ActionContext,
  which: 'any' | 'asked',
): Promise<CommitProposal | undefined> {
  const recorded = recordedOf(context);
  const { run, events, children, commits, rolledBack } = recorded;
  const asked = askedCommits(events);
  if (which === 'asked' && asked.size === 0) return undefined;
  const declined = keysOf(context.state, 'declined');
  const over = overByRun(run, children);
  const isMeant = (key: string): boolean => asked.has(key) || (which === 'any' && !declined.includes(key));
  const isOpen = (key: string): boolean => over.has(key) && isMeant(key) && !commits[key]?.length;
  for (const batch of run.batches) {
    if (rolledBack.includes(batch.number) || !batch.steps.some(({ key }) => isOpen(key))) continue;
    const all = await proposalsOf(context, recorded, batch);
    const next = all.find(({ key, commands }) => commands.length > 0 && isOpen(key));
    if (next) return next;
  }
  return undefined;
}
