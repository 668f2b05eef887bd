/** What persons said of the items that an audit left to them (renn-gsd.md 1.8, 1.9): by the items' own words, never by time. */
import { basename } from 'node:path';
import type { Claim, Stage } from './plan';

/** That every item of the report holds; `undefined` where one does not, or nobody was asked about it. */
export function judged({ proof, held }: NonNullable<Stage['audit']>): Claim | undefined {
  const items = proof?.verdict === 'humanNeeded' ? (proof.items ?? []) : [];
  if (held === undefined || items.length === 0) return undefined;
  const holding = new Set(held.items);
  if (!items.every((item) => holding.has(item))) return undefined;
  const says = `${items.length} ${items.length === 1 ? 'item holds' : 'items hold'}, says ${basename(held.file)}`;
  return { by: 'person', says, file: held.file, means: 'complete' };
}
