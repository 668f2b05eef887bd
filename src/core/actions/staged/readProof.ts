/** `read_proof`: where the report of the audit leads (renn-gsd.md 1.8). */
import { afterAudit, type GapsFound } from '../../formats/staged/run/afterAudit';
import type { Action, ActionResult } from '../action';
import { textOf } from '../read';
import { goneFor } from '../stage/state';
import { heldOf } from './itemAnswers';
import { keepUat } from './keepUat';
import { stagedProfile, stagedWork } from './plan';

/** A report that the auditor left as it was before is none. */
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
    case 'humanNeeded': {
      const held = heldOf(context.state, stage, found.items);
      const { changes, note } = await keepUat(context, stage, { items: found.items });
      return {
        updates: { items: found.items, items_reason: found.reason ?? '', item_answers: held },
        next: 'ask_item',
        changes,
        ...(note !== undefined && { note }),
      };
    }
    case 'gapsFound':
      return { updates: { gaps_text: gapsText(found) }, next: 'close_gaps' };
    case 'unknown':
      return unproven(found.reason);
  }
};

/** No verdict counts: a person is asked. */
export function unproven(problem: string): ActionResult {
  return { updates: { proof_problem: problem }, next: 'gate_unproven' };
}

/** The gaps as a list, and what plans their closure. */
export function gapsText({ score, gaps, planCommand }: GapsFound): string {
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
