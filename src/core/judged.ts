/** What persons said of the items that an audit left to them, when they ran the stage here (renn-gsd.md 1.8). */
import type { Claim, Proof } from './plan';
import type { Run } from './run';
import { stopReason } from './stops';

/** The nodes of the protocol that audit and that ask for an item, and the answers that name no issue. */
const [AUDIT, ITEM, HOLDS, LATER] = ['audit', 'gate_item', 'it holds', 'stop'];

/**
 * That every item holds, as the last run of the stage was told before it came to its good end; `undefined` where it was not,
 * and where the report is another one since.
 */
export function judged(proof: Proof, run: Run | undefined): Claim | undefined {
  if (proof.verdict !== 'humanNeeded' || run?.phase !== 'ended' || run.stop === undefined) return undefined;
  if (stopReason(run.stop.code).family !== 'success') return undefined;
  if (proof.modified === undefined || proof.modified > Date.parse(run.lastAt)) return undefined;
  const audited = run.attempts.findLast(({ node }) => node === AUDIT)?.startedAt ?? '';
  const asked = run.gates.filter(({ gate }) => gate.node === ITEM && gate.openedAt >= audited);
  const answers = asked.flatMap(({ answer }) => (answer && answer.choice !== LATER ? answer : []));
  const last = answers.at(-1);
  if (last === undefined || answers.some(({ choice }) => choice !== HOLDS)) return undefined;
  const items = answers.length;
  const says = `${items} ${items === 1 ? 'item holds' : 'items hold'}, says ${last.by}`;
  return { by: 'person', says, file: run.file, since: last.at, means: 'complete' };
}
