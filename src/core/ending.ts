/** Which stop an end node's output stands for (coyote.md 1.7: the first line is a sentinel). */
import { hasFailed } from './checks';
import type { RunEvent } from './events';
import type { Graph, NodeId } from './protocol/graph';
import type { Run } from './run';
import { fromForeign, stopReason, type Stop, type StopCode } from './stops';

type Left = Extract<RunEvent, { type: 'node_left' }>;

/**
 * The stop of a run that reached an end node.
 * @param last the node that led to the end, for the finer reason behind a failure
 */
export function endStop(graph: Graph, run: Run, output: string, last: Left | undefined): Stop {
  const sentinel = /^\s*(\S*)/.exec(output)?.[1] ?? '';
  const from = last === undefined ? undefined : actionOf(graph, last.node);
  switch (sentinel) {
    case 'STEP_COMPLETE':
      return { code: 'complete', detail: approvedText(run), raw: sentinel };
    case 'STAGE_COMPLETE':
      return { code: 'stage_complete', detail: sentence(restOf(output)), raw: sentinel };
    case 'STEP_BLOCKED':
      return {
        code: 'step_blocked',
        detail: '',
        raw: sentinel,
      };
    case 'STEP_REJECTED':
      return { ...rejection(run, from, last), raw: sentinel };
    case 'STEP_FAILED':
      return { ...failure(run, from, last), raw: sentinel };
    default:
      return unknownEnd(output);
  }
}

/** What an end says after its sentinel, as one line. */
function restOf(output: string): string {
  return output.trim().split('\n').slice(1).join(' ');
}

/** A team's own protocol may end in words that say nothing of success: they are kept, and not taken for it. */
function unknownEnd(output: string): Stop {
  const { code, raw } = fromForeign(output.trim().split('\n')[0] ?? '');
  const expected = 'STEP_COMPLETE, STEP_BLOCKED, STEP_REJECTED or STEP_FAILED';
  const detail = `The protocol ended with "${raw ?? ''}", which does not begin with ${expected}.`;
  return { code, detail, ...(raw !== undefined && { raw }) };
}

/** A built-in action's name where the node has one, else the kind of the node. */
function actionOf(graph: Graph, id: NodeId): string | undefined {
  const node = graph.nodes.get(id);
  if (node?.type !== 'script') return node?.type;
  return node.runs.kind === 'builtin' ? node.runs.action : 'script';
}

function approvedText({ approved }: Run): string {
  return approved ? `Approved by ${approved.by}.` : 'Complete by the protocol, without a recorded approval.';
}

function rejection(run: Run, from: string | undefined, last: Left | undefined): Stop {
  if (from !== 'approval') return { code: 'agent_rejected', detail: agentWords(run, 'rejected the task') };
  const answer = run.gates.findLast(({ gate }) => gate.node === last?.node)?.answer;
  const by = answer === undefined ? 'A person' : answer.by;
  const reason = answer?.reason === undefined ? '' : `: ${answer.reason}`;
  return { code: 'step_rejected', detail: sentence(`${by} chose "${answer?.choice ?? '?'}"${reason}`) };
}

const FAILURES: Readonly<Record<string, StopCode>> = {
  fix_loop_gate: 'fix_budget_spent',
  check_handoff: 'handoff_invalid',
  route_coder_result: 'agent_failed',
  route_result: 'agent_failed',
  check_recap: 'handoff_invalid',
  resolve_step: 'step_unresolved',
  gather_okstra_stage: 'step_unresolved',
  carry_okstra_stage: 'contract_violated',
  llm: 'agent_failed',
  agent: 'agent_failed',
};

function failure(run: Run, from: string | undefined, last: Left | undefined): Stop {
  const code = named(from, last) ?? FAILURES[from ?? ''] ?? 'step_failed';
  if (last?.note !== undefined) return { code, detail: sentence(last.note) };
  if (code === 'agent_failed') return { code, detail: agentWords(run, 'could not do the task') };
  if (code === 'fix_budget_spent') return { code, detail: failingCheck(run) };
  return { code, detail: `The protocol went from "${last?.node ?? 'its start'}" to a failed end.` };
}

/** A run log tells why its run ended, whatever came before it. */
function named(from: string | undefined, last: Left | undefined): StopCode | undefined {
  const written = from === 'write_run_log' ? last?.updates['stop_code'] : undefined;
  if (typeof written !== 'string') return undefined;
  const { code } = stopReason(written);
  return code === written ? code : undefined;
}

function failingCheck(run: Run): string {
  const failing = run.checks.find(hasFailed);
  return failing ? `The ${failing.check} check failed again: ${failing.display}.` : 'A check failed again.';
}

/** The last agent's own words, as one line. */
function agentWords(run: Run, what: string): string {
  const outcome = run.attempts.at(-1)?.outcome;
  const text =
    outcome?.kind === 'result' ? outcome.result.summary : outcome?.kind === 'sentinel' ? outcome.text : '';
  const line = text.replace(/\s+/g, ' ').trim().slice(0, 300);
  return sentence(line === '' ? `The agent ${what}` : `The agent ${what}: ${line}`);
}

function sentence(text: string): string {
  const trimmed = text.replace(/\s+/g, ' ').trim();
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
