/** `read_proof`, `ask_item` and `keep_item`: where the report of the audit leads, and its items for a person (renn-gsd.md 1.8). */
import { afterAudit, gapsFound, type GapsFound } from '../../formats/staged/run/afterAudit';
import type { HumanItem } from '../../formats/staged/run/proofItems';
import { isObject, objectsIn } from '../../jsonObject';
import type { State } from '../../protocol/walk';
import type { Action, ActionResult } from '../action';
import { textOf } from '../read';
import { goneFor, stageWork, wentOn } from '../stage/state';
import { stagedProfile, stagedWork } from './noteProgress';

export const readProof: Action = async (context) => {
  const profile = stagedProfile(context);
  const seen = await stagedWork(context).stageNow();
  if ('gone' in seen) return goneFor(seen);
  const { stage } = seen.stage;
  const proof = stage.audit?.proof;
  const text = proof && (await context.readText(proof.file));
  if (proof && text === textOf(context.state, 'proof_before'))
    return unproven(`The auditor has left the ${profile.proof} as it was before.`);
  const found = afterAudit(proof, text ?? '', stage, profile);
  switch (found.kind) {
    case 'passed':
      return { updates: {}, next: 'complete_stage' };
    case 'humanNeeded':
      return {
        updates: { items: found.items, items_reason: found.reason ?? '', item_answers: [] },
        next: 'ask_item',
      };
    case 'gapsFound':
      return { updates: { gaps_text: gapsText(found) }, next: 'close_gaps' };
    case 'unknown':
      return unproven(found.reason);
  }
};

function unproven(problem: string): ActionResult {
  return { updates: { proof_problem: problem }, next: 'gate_unproven' };
}

/** A person's word about one item. */
export interface ItemAnswer {
  readonly test: string;
  /** What is wrong; empty where it holds. */
  readonly issue: string;
}

/** Asks for the next item; when each has an answer, the stage is complete, or what is wrong is a gap. */
export const askItem: Action = async (context) => {
  const { state } = context;
  const items = itemsIn(state);
  const answers = answersIn(state);
  const item = items[answers.length];
  if (item !== undefined)
    return { updates: { item_question: question(item, answers.length + 1, items.length, state) } };
  const issues = answers.filter(({ issue }) => issue !== '');
  if (issues.length === 0 && items.length > 0) return { updates: {}, next: 'complete_stage' };
  const seen = await stagedWork(context).stageNow();
  if ('gone' in seen) return goneFor(seen);
  const { stage } = seen.stage;
  const proof = stage.audit?.proof;
  if (proof === undefined || items.length === 0) return unproven('The report names no item for a person.');
  const found = gapsFound(proof, '', stage, stagedProfile(context));
  const gaps = issues.map(({ test, issue }) => ({
    truth: test,
    status: 'failed',
    reason: issue,
    missing: [],
  }));
  return { updates: { gaps_text: gapsText({ ...found, gaps }) }, next: 'close_gaps' };
};

/** Keeps the answer that was given last. */
export const keepItem: Action = ({ state }) => {
  const answers = answersIn(state);
  const answer = textOf(state, 'item_answer').trim();
  const test = itemsIn(state)[answers.length]?.test ?? '';
  const kept: ItemAnswer = { test, issue: answer === HOLDS ? '' : answer };
  return Promise.resolve({ updates: { item_answers: [...answers, kept] } });
};

/** As the protocol's gate offers it. */
const HOLDS = 'it holds';

/** `halt_items`: comes to rest between two items; going on asks for the next one. */
export const haltItems: Action = (context) => {
  const events = stageWork(context).events();
  const asked = events.findLastIndex(({ type }) => type === 'gate_answered');
  if (wentOn(events, 'human_needed', asked)) return Promise.resolve({ updates: {} });
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

function itemsIn(state: State): HumanItem[] {
  return objectsIn(state['items']).map((item) => ({
    name: textIn(item, 'name'),
    test: textIn(item, 'test'),
    expected: textIn(item, 'expected'),
    why: textIn(item, 'why'),
  }));
}

function answersIn(state: State): ItemAnswer[] {
  return objectsIn(state['item_answers']).map((one) => ({
    test: textIn(one, 'test'),
    issue: textIn(one, 'issue'),
  }));
}

function textIn(value: unknown, key: string): string {
  const found = isObject(value) ? value[key] : undefined;
  return typeof found === 'string' ? found : '';
}

/** The gaps as a list, and what plans their closure. */
function gapsText({ score, gaps, planCommand }: GapsFound): string {
  const list = gaps.map(({ truth, status, reason, missing }) =>
    [
      `- ${truth}`,
      status && ` (${status})`,
      reason && `: ${reason}`,
      ...missing.map((one) => `\n  - missing: ${one}`),
    ]
      .filter(Boolean)
      .join(''),
  );
  return [
    ...(score === undefined ? [] : [`Score: ${score}`]),
    list.join('\n') || 'The report lists no gap by itself: read it.',
    ...(planCommand === undefined ? [] : [`Plan the closure with \`${planCommand}\`.`]),
  ].join('\n\n');
}
