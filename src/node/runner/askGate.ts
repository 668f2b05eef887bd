/** Opens a gate, or finds it open already, and waits for its answer. Nothing but a person's answer ends the waiting. */
import type { Gate, GateAnswer } from '../../core/events';
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
  const answer = await drive.store.waitForAnswer(gate, drive.signal);
  if (answer === undefined) return undefined;
  if (!drive.store.answeredHere(answer)) await drive.append({ type: 'note', text: elsewhere(gate, answer) });
  await drive.append({ type: 'gate_answered', token: token.id, node: gate.node, answer });
  return answer;
}

/** A file of the data folder is no proof: whatever runs as this user, an agent too, can write one. */
function elsewhere({ title }: Gate, { by, window }: GateAnswer): string {
  return `The answer to "${title}" was not given in this window. Its file names ${by} and the window ${window}.`;
}

/** What every gate of this run carries, with the evidence that is there now. */
export async function frameOf(drive: Drive, token: Token): Promise<GateFrame> {
  const { host, header } = drive;
  const handoff = header.step.handoff;
  const isThere = handoff !== undefined && (await readIfThere(handoff)) !== undefined;
  return gateFrame(header, {
    id: host.newId(),
    node: token.node,
    openedAt: host.now().toISOString(),
    evidence: gateEvidence(drive.run(), isThere ? handoff : undefined),
  });
}
