/**
 * `propose_commits` and `make_commit`: where the run was started so, each commit of a verified batch is made once a
 * person has confirmed it, and only that (prompts.md 2.4). Otherwise the proposals stand in the report.
 */
import type { CommitProposal } from '../../formats/prompts/run/commitProposal';
import { sizeLines, sizeWords } from '../../formats/prompts/run/diffSize';
import { settingsIn } from '../../formats/prompts/run/settings';
import { block, code, paragraphs, quoted } from '../../formats/prompts/run/shown';
import type { Action, ActionContext } from '../action';
import { textOf } from '../read';
import { goneFor, keysOf, stageWork } from '../stage/state';
import { proposalsOf } from './proposals';
import { childIn, keptOf, promptsWork } from './recorded';
import { mapIn, recordedOf, recordOf, writeAll } from './stageState';

export const proposeCommits: Action = async (context) => {
  const { state } = context;
  if (settingsIn(state).commitMode !== 'commit') return { updates: {} };
  const recorded = recordedOf(context);
  const all = await proposalsOf(context, recorded, recordOf(context));
  const declined = keysOf(state, 'declined');
  const next = all.find(
    ({ key, commands }) => commands.length > 0 && !declined.includes(key) && !recorded.commits[key]?.length,
  );
  if (next === undefined) return { updates: {} };
  return {
    updates: {
      ...{ commit_key: next.key, commit_message: next.message, commit_problem: '' },
      commit_text: await commitText(context, next),
      commit_head: await context.tree.head(),
    },
    next: 'gate_commit',
  };
};

async function commitText(context: ActionContext, { key, message }: CommitProposal): Promise<string> {
  const kept = await keptOf(context, childOf(context, key));
  return paragraphs(
    code(message),
    kept ? `It takes exactly what ${code(key)} changed, ${sizeWords(kept.size)}:` : '',
    kept ? block(sizeLines(kept.size)) : '',
    'Your hooks run, and what they refuse is not committed.',
  );
}

function childOf(context: ActionContext, key: string): string | undefined {
  return childIn(stageWork(context).children(), recordOf(context).number, key)?.id;
}

/** What was not committed is told, and asked about once more. */
export const makeCommit: Action = async (context) => {
  const { state } = context;
  const key = textOf(state, 'commit_key');
  if (textOf(state, 'commit_choice') !== 'commit')
    return { updates: { declined: [...keysOf(state, 'declined'), key] }, note: `${key} was not committed.` };
  const made = await commit(context, key);
  if ('refused' in made)
    return {
      updates: { commit_problem: `It could not be committed: ${quoted(made.refused)}` },
      next: 'gate_commit',
    };
  const updates = { commits: { ...mapIn(state, 'commits'), [key]: [made.commit] } };
  const now = await stageWork(context).now();
  if ('gone' in now) return goneFor(now);
  await writeAll({ ...context, state: { ...state, ...updates } }, now);
  return {
    updates,
    note: `${key} was committed as ${made.commit}.${made.note === undefined ? '' : ` ${made.note}`}`,
  };
};

async function commit(
  context: ActionContext,
  key: string,
): Promise<{ readonly commit: string; readonly note?: string } | { readonly refused: string }> {
  const { state } = context;
  const kept = await keptOf(context, childOf(context, key));
  if (kept === undefined) return { refused: `What ${key} changed is not known.` };
  return promptsWork(context).commit({
    from: kept.before,
    to: kept.after,
    message: textOf(state, 'commit_message'),
    head: textOf(state, 'commit_head'),
  });
}
