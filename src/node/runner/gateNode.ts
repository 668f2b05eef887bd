/** Approval and input nodes: a gate, and its answer as the node's result. */
import type { RunEvent } from '../../core/events';
import type { Gate, GateAnswer } from '../../core/gateRecord';
import { answerResult, gateOfNode, isApproval } from '../../core/gates';
import type { ApprovalNode, InputNode } from '../../core/protocol/graph';
import { renderTemplate } from '../../core/protocol/template';
import type { NodeResult, Token } from '../../core/protocol/walk';
import { askGate, frameOf, recordedAnswer } from './askGate';
import { PAUSED, sinceEntry, stopped, type Drive, type Performed } from './drive';

export async function performGate(
  drive: Drive,
  token: Token,
  node: ApprovalNode | InputNode,
): Promise<Performed> {
  const past = sinceEntry(drive.events(), token);
  const open = past.findLast((event) => event.type === 'gate_opened')?.gate;
  const gate = open ?? (await newGate(drive, token, node));
  if ('problem' in gate) return stopped('protocol_error', gate.problem);
  const recorded = isAnswered(past, gate) ? await recordedAnswer(drive, token, gate) : undefined;
  const answer = recorded ?? (await askGate(drive, token, gate, open !== undefined));
  if (answer === undefined) return PAUSED;
  const result = answerResult(node, gate, answer);
  await recordApproval(drive, token, result, answer);
  return { kind: 'left', result };
}

async function newGate(
  drive: Drive,
  token: Token,
  node: ApprovalNode | InputNode,
): Promise<Gate | { problem: string }> {
  const question = renderTemplate(node.question, token.state);
  if ('unknown' in question)
    return {
      problem: `The question of node "${node.id}" uses ${question.unknown.join(', ')}, which the state does not have.`,
    };
  return gateOfNode(drive.graph, node, question.text.trim(), await frameOf(drive, token));
}

/** Whether the journal has an answer to the gate since it was opened last. */
function isAnswered(past: readonly RunEvent[], gate: Gate): boolean {
  const opened = past.findLastIndex((event) => event.type === 'gate_opened');
  return past
    .slice(opened + 1)
    .some((event) => event.type === 'gate_answered' && event.answer.gate === gate.id);
}

/** Approval is a fact of its own, written once, before the run goes on to its end. */
async function recordApproval(
  drive: Drive,
  token: Token,
  { next }: NodeResult,
  { by }: GateAnswer,
): Promise<void> {
  const recorded = sinceEntry(drive.events(), token).some(({ type }) => type === 'step_approved');
  if (isApproval(drive.graph, next) && !recorded) await drive.append({ type: 'step_approved', by });
}
