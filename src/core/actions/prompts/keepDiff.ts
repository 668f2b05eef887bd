/**
 * `keep_diff`: what a prompt changed is kept, and a run stops until a person says go on where it touches what other work
 * rests on, or where somebody committed (prompts.md 2.4). Before the checks, which would run what was changed, and once
 * more after them.
 */
import { CHANGES_FILE, keptText, PATCH_FILE } from '../../formats/prompts/run/kept';
import { refusedGlobs, sensitiveText } from '../../formats/prompts/run/sensitive';
import { settingsIn } from '../../formats/prompts/run/settings';
import { code, paragraphs, quoted } from '../../formats/prompts/run/shown';
import type { Action, ActionContext, ActionDone } from '../action';
import { textOf } from '../read';
import { changesSince, patchBetween, sensitiveIn, type PromptChanges } from './changes';
import { promptsWork } from './recorded';

const GO_ON = 'go on';

/** Asks where a person has to look, unless they have said go on to the very same. */
export const keepDiff: Action = async (context) => {
  const { state, header } = context;
  const before = textOf(state, 'tree_before');
  const changes =
    before === '' ? { refused: textOf(state, 'tree_problem') } : await changesSince(context, before);
  if ('refused' in changes) {
    const what = `What ${code(header.step.key)} changed cannot be told: ${quoted(changes.refused)}`;
    return asked(context, `${what}\n\nLook at it yourself before the run goes on.`, changes.refused);
  }
  await keep(context, changes);
  const { sensitive } = settingsIn(state);
  const found = await sensitiveIn(context, changes, sensitive);
  const useless = refusedGlobs(sensitive);
  const note =
    useless.length === 0 ? {} : { note: `These globs of the settings guard nothing: ${useless.join(', ')}` };
  const head = await movedHead(context);
  if (found.length === 0 && head === undefined) return { ...onward(state), ...note };
  // What a person has seen is named by its content: another one they have not.
  const seen = found.map(({ path, what, content }) => [path, what, content ?? '']);
  const mark = JSON.stringify(head === undefined ? seen : [...seen, head]);
  const text = paragraphs(
    head === undefined ? '' : headText(header.step.key, textOf(state, 'head_before'), head),
    found.length === 0 ? '' : sensitiveText(header.step.key, found),
  );
  return { ...asked(context, text, mark), ...note };
};

/** Commits are held until the batch was verified: whoever made one meanwhile, a person has to know. */
async function movedHead({ state, tree }: ActionContext): Promise<string | undefined> {
  const before = textOf(state, 'head_before');
  const now = await tree.head();
  return before === '' || now === before ? undefined : now;
}

function headText(key: string, before: string, now: string): string {
  return `While ${code(key)} was being carried out, HEAD went from ${code(before)} to ${code(now)}. Its agent was told to commit nothing: commits are held until the batch was verified. Look at what was committed before the run goes on.`;
}

/** In place of a patch: no reader takes it for one. */
const NO_PATCH = 'The patch is not kept: it is too long, or git does not give it.\n';

async function keep(context: ActionContext, { before, after, size }: PromptChanges): Promise<void> {
  const work = promptsWork(context);
  const kept = { before, after, size };
  await work.keep(PATCH_FILE, (await patchBetween(context, kept)) ?? NO_PATCH);
  await work.keep(CHANGES_FILE, keptText(kept));
}

/** Asks, unless a person has said go on to the very same. */
function asked({ state }: ActionContext, text: string, mark: string): ActionDone {
  const isConfirmed = textOf(state, 'changes_choice') === GO_ON && textOf(state, 'changes_mark') === mark;
  if (isConfirmed) return onward(state);
  return {
    updates: { changes_text: text, changes_mark: mark, changes_choice: '' },
    next: 'gate_sensitive_changes',
  };
}

/** To the checks, and after them to the log. */
function onward(state: ActionContext['state']): ActionDone {
  return textOf(state, 'prompt_stop') === '' && textOf(state, 'prompt_checked') === ''
    ? { updates: {} }
    : { updates: {}, next: 'write_run_log' };
}
