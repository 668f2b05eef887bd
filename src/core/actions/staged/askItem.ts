/** `ask_item`, `keep_item` and `halt_items`: a person goes through what the audit could not judge (renn-gsd.md 1.8). */
import { gapsFound } from '../../formats/staged/run/afterAudit';
import { itemKey } from '../../formats/staged/run/itemTest';
import type { HumanItem } from '../../formats/staged/run/proofItems';
import type { State } from '../../protocol/walk';
import type { Action } from '../action';
import { textOf } from '../read';
import { goneFor, stageWork, wentOnSinceAnswer } from '../stage/state';
import { answersIn, itemsIn, type ItemAnswer } from './itemAnswers';
import { keepUat } from './keepUat';
import { stagedProfile, stagedWork } from './plan';
import { gapsText, unproven } from './readProof';

/** Asks for the next item; when each has an answer, the stage is complete, or what is wrong is a gap. */
export const askItem: Action = async (context) => {
  const { state } = context;
  const items = itemsIn(state);
  const answers = answersIn(state);
  const at = nextItem(items, answers);
  const item = items[at];
  if (item !== undefined) return { updates: { item_question: question(item, at + 1, items.length, state) } };
  const issues = answers.filter(({ issue }) => issue !== '');
  if (issues.length === 0 && items.length > 0) return { updates: {}, next: 'complete_stage' };
  const seen = await stagedWork(context).stageNow();
  if ('gone' in seen) return goneFor(seen);
  const { stage } = seen.stage;
  const proof = stage.audit?.proof;
  if (proof === undefined || items.length === 0) return unproven('The report names no item for a person.');
  const gaps = issues.map(({ test, issue }) => ({
    truth: test,
    status: 'failed',
    reason: issue,
    missing: [],
  }));
  const found = gapsFound(proof, gaps, stage, stagedProfile(context));
  return { updates: { gaps_text: gapsText(found) }, next: 'close_gaps' };
};

/** The first item that nobody has answered; one behind the last where each has an answer. */
function nextItem(items: readonly HumanItem[], answers: readonly ItemAnswer[]): number {
  const answered = new Set(answers.map(({ item }) => item));
  const at = items.findIndex((item) => !answered.has(itemKey(item)));
  return at === -1 ? items.length : at;
}

/** Keeps the answer that was given last. */
export const keepItem: Action = async (context) => {
  const { state } = context;
  const [items, answers] = [itemsIn(state), answersIn(state)];
  const answer = textOf(state, 'item_answer').trim();
  const item = items[nextItem(items, answers)];
  if (item === undefined) return { updates: {} };
  const issue = answer === HOLDS ? '' : answer;
  const seen = await stagedWork(context).stageNow();
  if ('gone' in seen) return goneFor(seen);
  const { changes, note } = await keepUat(context, seen.stage.stage, { items, said: { item, issue } });
  const kept: ItemAnswer = { item: itemKey(item), test: item.test, issue };
  return {
    updates: { item_answers: [...answers, kept] },
    changes,
    ...(note !== undefined && { note }),
  };
};

/** As the protocol's gate offers it. */
const HOLDS = 'it holds';

/** `halt_items`: comes to rest between two items; going on asks for the next one. */
export const haltItems: Action = (context) => {
  if (wentOnSinceAnswer(stageWork(context).events(), 'human_needed')) return Promise.resolve({ updates: {} });
  const [answers, items] = [answersIn(context.state), itemsIn(context.state)];
  const detail = `${answers.length} of ${items.length} items were answered.`;
  return Promise.resolve({ stop: { code: 'human_needed', detail } });
};

function question({ name, test, expected, why }: HumanItem, at: number, of: number, state: State): string {
  const reason = textOf(state, 'items_reason');
  return [
    `**Test ${at} of ${of}:** ${[name === test ? '' : name, test].filter(Boolean).join(': ')}`,
    ...(at === 1 && reason !== '' ? [reason] : []),
    ...(expected === '' ? [] : [`**Expected:** ${expected}`]),
    ...(why === '' ? [] : [`**Why you:** ${why}`]),
  ].join('\n\n');
}
