/**
 * `propose_commits` and `make_commit`: where the run was started so, each commit of a verified batch is made once a
 * person has confirmed it, and only that (prompts.md 2.4). Otherwise the proposals stand in the report, and only what a
 * person asked for is made.
 */
import type { CommitProposal } from '../../formats/prompts/run/commitProposal';
import { sizeLines, sizeWords } from '../../formats/prompts/run/diffSize';
import type { KeptChanges } from '../../formats/prompts/run/kept';
import { settingsIn } from '../../formats/prompts/run/settings';
import { block, code, paragraphs, quoted } from '../../formats/prompts/run/shown';
import { personRows } from '../../formats/prompts/run/verification';
import type { State } from '../../protocol/walk';
import type { Action, ActionContext, ActionResult } from '../action';
import { textOf } from '../read';
import { goneFor, keysOf, stageWork, wentOnSinceAnswer } from '../stage/state';
import { eventsOfBatch, keptOf, promptsWork } from './recorded';
import { requestedIn } from './requested';
import { mapIn, recordedOf, writeAll } from './stageState';
import { undecided } from './undecided';

/**
 * The first commit that nobody has decided on: of this batch, or of one before it that came to nothing as a whole, of which
 * single prompts are done.
 */
export const proposeCommits: Action = async (context) => {
  const { state } = context;
  const isPartial = textOf(state, 'failed_choice') === PARTIAL;
  const isMeant = isPartial || settingsIn(state).commitMode === 'commit' ? 'any' : 'asked';
  const next = await undecided(context, isMeant);
  if (next === undefined) return isPartial ? restAfterPartial(context) : { updates: {} };
  return {
    updates: {
      ...{ commit_key: next.key, commit_message: next.message, commit_problem: '' },
      commit_text: await commitText(context, next),
      ...(await placeNow(context)),
    },
    next: 'gate_commit',
  };
};

/** How a person wants what is done of a failed batch committed, and no more of it run before they say so. */
const PARTIAL = 'commit what is done';

function restAfterPartial(context: ActionContext): ActionResult {
  if (wentOnSinceAnswer(stageWork(context).events(), 'stage_halted'))
    return { updates: { failed_choice: '' }, next: 'choose_prompts' };
  const detail = 'No commit of what is done is left to be decided on. Going on runs what is not done.';
  return { stop: { code: 'stage_halted', detail } };
}

async function commitText(context: ActionContext, { key, message }: CommitProposal): Promise<string> {
  const changes = await changesOf(context, key);
  const { run, events } = recordedOf(context);
  const batch = run.batches.findLast(({ steps }) => steps.some((step) => step.key === key));
  const requested = batch ? requestedIn(eventsOfBatch(events, batch.number), batch) : [];
  return paragraphs(
    `Commit ${code(message)}?`,
    ...changes.flatMap(({ size }, at) => [
      `${at === 0 ? 'It takes exactly what' : 'And what, run again,'} ${code(key)} changed, ${sizeWords(size)}:`,
      block(sizeLines(size)),
    ]),
    personRows(requested.filter((one) => one.key === key)),
    'Your hooks run, and what they refuse is not committed.',
  );
}

/** What a person agrees to beside the changes: where the commit would be, as HEAD is now. */
async function placeNow({ tree }: ActionContext): Promise<State> {
  const [head, branch] = [await tree.head(), await tree.branch()];
  const on = branch === '' ? 'no branch' : code(branch);
  const after = head === '' ? 'as the first commit' : `after ${code(head.slice(0, 12))}`;
  return { commit_head: head, commit_branch: branch, commit_place: `It would be on ${on}, ${after}.` };
}

/** By each attempt of this run that was not taken back: the next one went on from what it had left. */
async function changesOf(context: ActionContext, key: string): Promise<readonly KeptChanges[]> {
  const { children, rolledBack } = recordedOf(context);
  const runs = children.filter(
    ({ header: { parent, step } }) => step.key === key && !rolledBack.includes(parent?.batch ?? 0),
  );
  const kept = await Promise.all(runs.map(({ id }) => keptOf(context, id)));
  return kept.filter((one) => one !== undefined);
}

/** What was not committed is told, and asked about once more. */
export const makeCommit: Action = async (context) => {
  const { state } = context;
  const key = textOf(state, 'commit_key');
  if (textOf(state, 'commit_choice') !== 'commit')
    return { updates: { declined: [...keysOf(state, 'declined'), key] }, note: `${key} was not committed.` };
  // Before the commit: where HEAD moves after this, the next answer is not for it either.
  const place = await placeNow(context);
  const made = await commit(context, key);
  if ('refused' in made)
    return {
      updates: {
        commit_problem: `It could not be committed: ${quoted(made.refused)}`,
        ...place,
      },
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
  const changes = await changesOf(context, key);
  if (changes.length === 0) return { refused: `What ${key} changed is not known.` };
  return promptsWork(context).commit({
    changes: changes.map(({ before, after }) => ({ from: before, to: after })),
    message: textOf(state, 'commit_message'),
    head: textOf(state, 'commit_head'),
    branch: textOf(state, 'commit_branch'),
  });
}
