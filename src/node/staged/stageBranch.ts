/**
 * The branch that the run of a stage works on: written down once it is known, and compared with the one that is checked out
 * before each batch and whenever the run goes on. A person may have switched it meanwhile.
 */
import {
  BRANCH_GATE,
  BRANCH_PLACE,
  asksAboutBranch,
  branchGate,
  notedBranch,
  tellsFacts,
  type BranchFacts,
} from '../../core/batch/branchGate';
import type { Gate, GateAnswer } from '../../core/gateRecord';
import { askGit } from '../git';
import { askGate, frameOf, recordedAnswer } from '../runner/askGate';
import type { Drive } from '../runner/drive';
import type { Rest } from '../runner/walking';
import { branchNow, switchTo } from './stageGit';

interface Answered {
  readonly gate: Gate;
  readonly answer: GateAnswer;
}

/** Writes down on which branch the stage works from now on, once. */
export async function noteBranch(drive: Drive, branch: string): Promise<void> {
  if (notedBranch(drive.events()) !== branch) await drive.append({ type: 'branch_noted', branch });
}

/**
 * Asks a person where another branch is checked out than the stage works on, until it is the same one.
 * @param begins a batch is about to begin: a stage that works on no branch yet works on this one
 * @returns how the run came to rest; `undefined` when it may go on
 */
export async function onBranch(drive: Drive, begins: boolean): Promise<Rest | undefined> {
  if (!asksAboutBranch(drive.header)) return undefined;
  let told = await toldBefore(drive);
  for (let problem = ''; ; told = undefined) {
    const facts = await factsNow(drive, begins);
    if (facts === undefined) return undefined;
    const { gate, answer } = told ?? (await ask(drive, facts, problem)) ?? {};
    if (gate === undefined || answer === undefined) return { kind: 'paused' };
    const { noted, now, head } = facts;
    if (answer.choice === BRANCH_GATE.stop) {
      const detail = `The stage works on ${noted}; ${now ?? (head || 'no branch')} is checked out.`;
      return { kind: 'stop', stop: { code: 'branch_not_checked_out', detail } };
    }
    problem = '';
    if (answer.choice === BRANCH_GATE.back) problem = await switchBack(drive, facts);
    // Whoever was told of another branch has not said that this one is right.
    else if (now !== undefined && tellsFacts(gate, facts)) await noteBranch(drive, now);
  }
}

/** `undefined` where there is nothing to ask about. */
async function factsNow(drive: Drive, begins: boolean): Promise<BranchFacts | undefined> {
  const { folder } = drive.header;
  const noted = notedBranch(drive.events());
  if (noted === undefined && !begins) return undefined;
  const found = await branchNow(folder);
  if ('refused' in found) {
    const text = `Whether the branch ${noted} is checked out is not known. ${found.refused}`;
    if (noted !== undefined) await drive.append({ type: 'note', text });
    return undefined;
  }
  const now = found.name;
  if (noted === undefined && now !== undefined) await noteBranch(drive, now);
  if (noted === undefined || noted === now) return undefined;
  const head = await askGit(folder, ['rev-parse', '--short', '--verify', '--quiet', 'HEAD'], true);
  return { noted, now, head: 'value' in head ? head.value.trim() : '' };
}

async function switchBack(drive: Drive, { noted, now, head }: BranchFacts): Promise<string> {
  const done = await switchTo(drive.header.folder, noted, false);
  if ('refused' in done) return done.refused;
  await drive.append({ type: 'note', text: `Back on the branch ${noted}, from ${now ?? head}.` });
  return '';
}

/** One that is open already is asked with the facts that it was opened with. */
async function ask(drive: Drive, facts: BranchFacts, problem: string): Promise<Answered | undefined> {
  const last = drive.run().gates.findLast(({ gate }) => gate.node === BRANCH_PLACE);
  const open = last?.answer === undefined ? last?.gate : undefined;
  const gate = open ?? branchGate(await frameOf(drive, TOKEN), facts, problem);
  const answer = await askGate(drive, TOKEN, gate, open !== undefined);
  return answer && { gate, answer };
}

/** What was answered and not carried out, since a crash came between. */
async function toldBefore(drive: Drive): Promise<Answered | undefined> {
  const events = drive.events();
  const last = drive.run().gates.findLast(({ gate }) => gate.node === BRANCH_PLACE);
  const at = events.findLastIndex(
    (event) => event.type === 'gate_answered' && event.answer.gate === last?.gate.id,
  );
  const isLast = events.slice(at + 1).every(({ type }) => type === 'run_stopped' || type === 'run_resumed');
  if (last?.answer === undefined || !isLast || last.answer.choice === BRANCH_GATE.stop) return undefined;
  const answer = await recordedAnswer(drive, TOKEN, last.gate);
  return answer && { gate: last.gate, answer };
}

const TOKEN = { id: '', node: BRANCH_PLACE, state: {}, joining: false, writes: {} };
