/** `check_handoff`: the completion gate (coyote.md 1.5), and that the recorded evidence is in the handoff. */
import { basename, join } from 'node:path';
import { withStatus } from '../formats/coyote/status';
import { hasEvidence } from '../handoff/evidence';
import { fenced } from '../handoff/fence';
import { asList, exactHandoffResult, handoffDefects } from '../handoff/validate';
import type { ActionContext, ActionResult } from './action';
import { countOf, textOf } from './read';
import { EVIDENCE_KEYS } from './verify';

/**
 * Checks the step's own handoff. Valid: the plan is marked complete, as the original does before a person approves.
 * Not valid: back to the writer once with the exact list, then the run fails; the counter is never reset.
 */
export async function checkHandoff(context: ActionContext): Promise<ActionResult> {
  // Only the name counts: neither file may lie outside the plan's folder, whatever the state says.
  const name = basename(textOf(context.state, 'step_plan_path'));
  if (!name.endsWith('.md'))
    return { failed: 'No step plan is resolved: "step_plan_path" names no .md file.' };
  const handoff = join(context.plansDir, 'handoffs', name);
  const text = await context.readText(handoff);
  const missing = text === undefined ? [] : missingEvidence(context, text);
  const defects = [...handoffDefects(text, handoff), ...missing.map(({ problem }) => problem)];
  if (defects.length > 0) return refused(context, defects, missing);
  return passed(context, join(context.plansDir, 'steps', name), exactHandoffResult(text ?? ''));
}

interface MissingEvidence {
  readonly problem: string;
  readonly block: string;
}

function missingEvidence({ state }: ActionContext, text: string): MissingEvidence[] {
  return EVIDENCE_KEYS.flatMap(([check, key]) => {
    const block = textOf(state, key);
    if (block === '' || hasEvidence(text, block)) return [];
    return [{ problem: `## Evidence does not contain the recorded result of the ${check} check`, block }];
  });
}

function refused(
  { state }: ActionContext,
  defects: readonly string[],
  missing: readonly MissingEvidence[],
): ActionResult {
  const list = asList(defects).trimEnd();
  const quoted = missing.map(({ block }) => fenced(block)).join('\n\n');
  const paste = quoted === '' ? '' : `\n\nPaste under ## Evidence, line by line as it is:\n\n${quoted}`;
  const attempts = countOf(state, 'handoff_attempts', 0) + 1;
  return {
    updates: { handoff_attempts: attempts, handoff_fix: `${list}${paste}` },
    next: attempts > 1 ? 'end_failure' : 'write_handoff',
    note: `The handoff is not valid (attempt ${attempts.toString()} of 2):\n${list}`,
  };
}

async function passed(context: ActionContext, plan: string, result: string): Promise<ActionResult> {
  const before = await context.readText(plan);
  if (before === undefined) return { failed: `The step plan ${plan} is gone: it cannot be marked complete.` };
  const valid = `The handoff is valid, with result "${result}".`;
  const done = { updates: { handoff_fix: '' }, next: 'gate_user_review' };
  const marked = withStatus(before, 'complete');
  if ('unchanged' in marked) return { ...done, note: `${valid} ${marked.unchanged}` };
  await context.writeText(plan, marked.text);
  return {
    ...done,
    changes: [{ file: plan, what: 'status: complete' }],
    note: `${valid} The plan is marked complete before any approval, as its format wants it.`,
  };
}
