/** Opens a gate, or finds it open already, and waits for its answer. Nothing but a person's answer ends the waiting. */
import type { Gate, GateAnswer } from '../../core/gateRecord';
import { gateEvidence, gateFrame, type GateFrame } from '../../core/gates';
import type { Token } from '../../core/protocol/walk';
import type { Drive } from './drive';
import { readIfThere } from './files';

/** @returns the answer, or `undefined` when the drive's signal ended the waiting: the gate stays open */
export async function askGate(
  drive: Drive,
  token: Token,
  gate: Gate,
  isOpen: boolean,
): Promise<GateAnswer | undefined> {
  // The file comes first: whoever sees the gate in the journal can answer it.
  await drive.store.openGate(gate);
  if (!isOpen) await drive.append({ type: 'gate_opened', token: token.id, gate });
  if ((await drive.store.answerOf(gate)) === undefined) drive.host.gateOpened(gate);
  const answer = await drive.store.waitForAnswer(gate, drive.signal, (name) =>
    drive.append({ type: 'note', text: foreign(gate, name) }),
  );
  if (answer === undefined) return undefined;
  await drive.append({ type: 'gate_answered', token: token.id, node: gate.node, answer });
  return answer;
}

/**
 * The answer of a gate that the journal has as answered. The journal lies where an agent may write, so its word alone
 * does not count: without an answer that a window of this editor gave, the gate is opened again, and the journal says why.
 */
export async function recordedAnswer(
  drive: Drive,
  token: Token,
  gate: Gate,
): Promise<GateAnswer | undefined> {
  const answer = await drive.store.answerOf(gate);
  if (answer !== undefined) return answer;
  const text = `The journal had an answer to "${gate.title}" that no window of this editor gave; it does not count: answer the gate in Stage Runner.`;
  await drive.append({ type: 'note', text });
  await drive.append({ type: 'gate_opened', token: token.id, gate });
  return undefined;
}

function foreign({ title }: Gate, name: string): string {
  return `An answer to "${title}" was found that no window of this editor gave; it was set aside as ${name} and does not count: answer the gate in Stage Runner.`;
}

/** What every gate of this run carries, with the evidence that is there now. */
export async function frameOf(drive: Drive, token: Token): Promise<GateFrame> {
  const { host, header } = drive;
  const handoff = header.step.handoff;
  const isThere = handoff !== undefined && (await readIfThere(handoff)) !== undefined;
  // The plan is named as a person sees it, also where the work is in a worktree.
  return gateFrame(drive.run().header, {
    id: host.newId(),
    node: token.node,
    openedAt: host.now().toISOString(),
    evidence: gateEvidence(drive.run(), isThere ? handoff : undefined),
  });
}
