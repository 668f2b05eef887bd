/** `gather_prompt`: what the agent of a prompt is given, and the worktree as it is before it (prompts.md 2.4). */
import { relative, sep } from 'node:path';
import type { RunStarted } from '../../events';
import { promptTask } from '../../formats/prompts/run/promptTask';
import type { Action, ActionContext } from '../action';
import { requestedState } from './requested';

/**
 * A worktree that cannot be captured stops nobody: then what the prompt changes is not known, and a person is asked.
 */
export const gatherPrompt: Action = async (context) => {
  const { step, folder } = context.header;
  const text = await context.readText(step.file);
  if (text === undefined) return { failed: `There is no file ${step.file} any more.` };
  const file = relative(folder, step.file).split(sep).join('/');
  const before = await context.tree.capture();
  return {
    updates: {
      prompt_text: promptTask({ key: step.key, file, text, batch: batchOf(context) }),
      tree_before: 'tree' in before ? before.tree : '',
      tree_problem: 'tree' in before ? '' : before.refused,
      head_before: await context.tree.head(),
      ...requestedState([{ key: step.key, text }]),
    },
    ...('refused' in before && { note: `What the prompt changes will not be known: ${before.refused}` }),
  };
};

/** That of the stage's run; a prompt that is run by itself is a batch of its own. */
function batchOf({ header, journals }: ActionContext): { number: number; keys: readonly string[] } {
  const batch = stageRunOf(header, journals)?.batches.find(({ number }) => number === header.parent?.batch);
  return batch
    ? { number: batch.number, keys: batch.steps.map(({ key }) => key) }
    : { number: 1, keys: [header.step.key] };
}

/** The run of the stage that started a run. */
export function stageRunOf(
  { parent }: RunStarted,
  { runs }: Pick<ActionContext['journals'], 'runs'>,
): ReturnType<ActionContext['journals']['runs']>[number] | undefined {
  return parent && runs().find(({ id }) => id === parent.run);
}
