/** The items of an audit and what persons said of them, as the protocol's state keeps them (renn-gsd.md 1.8). */
import { itemKey } from '../../formats/staged/run/itemTest';
import type { HumanItem } from '../../formats/staged/run/proofItems';
import { isObject, objectsIn } from '../../jsonObject';
import type { Stage } from '../../plan';
import type { State } from '../../protocol/walk';

/** A person's word about one item. */
export interface ItemAnswer {
  /** `itemKey` */
  readonly item: string;
  readonly test: string;
  /** What is wrong; empty where it holds. */
  readonly issue: string;
}

/** What holds already: an item is known by its own words, whatever became of the report around it. */
export function heldOf(state: State, { audit }: Stage, items: readonly HumanItem[]): ItemAnswer[] {
  const before = answersIn(state).filter(({ issue }) => issue === '');
  const holding = new Set([...(audit?.held?.items ?? []), ...before.map(({ item }) => item)]);
  return items.flatMap((one): ItemAnswer[] =>
    holding.has(itemKey(one)) ? [{ item: itemKey(one), test: one.test, issue: '' }] : [],
  );
}

/** The items that persons are asked about, in their order. */
export function itemsIn(state: State): HumanItem[] {
  return objectsIn(state['items']).map((item) => ({
    name: textIn(item, 'name'),
    test: textIn(item, 'test'),
    expected: textIn(item, 'expected'),
    why: textIn(item, 'why'),
  }));
}

/** The answers so far; what is none of ours in the state counts as empty. */
export function answersIn(state: State): ItemAnswer[] {
  return objectsIn(state['item_answers']).map((one) => ({
    item: textIn(one, 'item'),
    test: textIn(one, 'test'),
    issue: textIn(one, 'issue'),
  }));
}

function textIn(value: unknown, key: string): string {
  const found = isObject(value) ? value[key] : undefined;
  return typeof found === 'string' ? found : '';
}
