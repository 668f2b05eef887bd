/**
 * `verify_prompt`: what the agent says that it has done is checked, once. A check that fails is an acceptance that does
 * not hold: nobody mends it, and no later prompt is begun (prompts.md 2.4).
 */
import { hasFailed, type CheckRecord } from '../../checks';
import type { Stop } from '../../stops';
import type { Action, ActionContext } from '../action';
import { textOf } from '../read';

/** The format check would change files that nobody asked a prompt to change. */
export const CHECKS = ['lint', 'build', 'test'] as const;

/** Decides nothing: what it found is in the state, and the run log ends the run by it. */
export const verifyPrompt: Action = async (context) => {
  const stop = agentStop(textOf(context.state, 'coder_result')) ?? (await checkStop(context));
  return {
    updates: { prompt_checked: 'yes', prompt_stop: stop?.code ?? '', prompt_detail: stop?.detail ?? '' },
  };
};

function agentStop(result: string): Stop | undefined {
  const [first = '', ...words] = result.split('\n');
  if (first.trim() === 'CODER_COMPLETE') return undefined;
  const said = words.join(' ').replace(/\s+/g, ' ').trim().slice(0, 300);
  const isRejected = first.trim() === 'CODER_REJECTED';
  const what = isRejected ? 'The agent rejected the prompt' : 'The agent could not do the prompt';
  return {
    code: isRejected ? 'agent_rejected' : 'agent_failed',
    detail: said === '' ? `${what}.` : `${what}: ${said}`,
  };
}

async function checkStop(context: ActionContext): Promise<Stop | undefined> {
  for (const check of CHECKS) {
    const record = await context.runCheck(check);
    if (hasFailed(record)) return { code: 'acceptance_failed', detail: redWords(record) };
  }
  return undefined;
}

/** `The test check failed: npm test (exit 1).` */
export function redWords({ check, status, display, exitCode, source }: CheckRecord): string {
  const how =
    status === 'timed_out'
      ? 'took too long'
      : typeof exitCode === 'number'
        ? `exit ${exitCode}`
        : 'no exit code';
  const what = source === 'plan' ? 'What a prompt asks for' : `The ${check} check`;
  return `${what} failed: ${display} (${how}).`;
}
