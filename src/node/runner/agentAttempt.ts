/** One attempt of an agent: begun, awaited, and the plan's files put right after it. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AgentOutcome } from '../../core/agentResult';
import type { AgentTask, AttemptPlace } from '../../core/agentTask';
import type { RunEvent } from '../../core/events';
import { planRights } from '../../core/planRights';
import type { AgentNode, LlmNode } from '../../core/protocol/graph';
import type { Token } from '../../core/protocol/walk';
import type { AgentPort } from '../host';
import { noteOkstra, protectOkstra } from '../okstra/guard';
import { noteStaged, protectStaged } from '../staged/guard';
import { modelFor } from '../staged/model';
import { placeOf, planFolderOf, taskOf } from './agentTask';
import { PAUSED, stopped, type Drive, type EndOfWork, type Performed } from './drive';
import { notePlan, protectPlan } from './planProtection';

type Started = Extract<RunEvent, { type: 'agent_started' }>;

/** Starts a new attempt in fresh folders and waits for its end. */
export async function beginAttempt(
  drive: Drive,
  token: Token,
  node: AgentNode | LlmNode,
): Promise<Performed | 'again'> {
  if (drive.signal.aborted) return PAUSED;
  const attempt = drive.nextAttempt();
  const asked = await taskOf(drive, token, node, attempt);
  if ('problem' in asked) return stopped('protocol_error', asked.problem);
  const chosen = await modelFor(drive, asked.role);
  if (chosen && 'problem' in chosen) await drive.append({ type: 'note', text: chosen.problem });
  const task = chosen && 'model' in chosen ? { ...asked, model: chosen.model } : asked;
  const place = placeOf(drive, attempt);
  const { agents } = drive.host;
  // An agent may only be able to write files, not to make folders.
  await mkdir(dirname(task.handoff), { recursive: true });
  const noted = planFolderOf(drive, attempt);
  await notePlan(drive.header.plan.root, noted);
  const notNoted = (await noteStaged(drive, noted)) ?? (await noteOkstra(drive, noted));
  if (notNoted !== undefined) await drive.append({ type: 'note', text: notNoted });
  await drive.append({
    type: 'agent_started',
    token: token.id,
    node: node.id,
    attempt,
    agent: agents.profile.id,
    mode: agents.profile.mode,
    folder: place.records,
    answers: place.answers,
  });
  await agents.begin(task, place);
  return untilEnd(drive, token, task, place);
}

/**
 * Takes up an attempt that the journal has as begun: a live one is awaited, never started a second time.
 * @param resumed a person has had the run go on since; one that was cut short before makes way for another then
 */
export async function awaitAttempt(
  drive: Drive,
  token: Token,
  node: AgentNode | LlmNode,
  { attempt }: Started,
  resumed: boolean,
): Promise<Performed | 'again' | 'begin'> {
  const task = await taskOf(drive, token, node, attempt);
  if ('problem' in task) return stopped('protocol_error', task.problem);
  const place = placeOf(drive, attempt);
  const state = await drive.host.agents.state(place);
  if (state !== 'absent') {
    const turn = await untilEnd(drive, token, task, place);
    const { outcome } = drive.run().attempts.find((one) => one.attempt === attempt) ?? {};
    return turn === 'again' && resumed && state === 'over' && outcome?.kind === 'interrupted'
      ? 'begin'
      : turn;
  }
  await stopAttempt(drive.host.agents, place);
  await ended(drive, token, task, {
    kind: 'interrupted',
    detail: 'The attempt was written down and never started.',
  });
  return 'begin';
}

/** Ends an attempt for good; one whose files were prepared and which has not started yet will not start later. */
export async function stopAttempt(agents: AgentPort, place: AttemptPlace): Promise<void> {
  if (existsSync(place.records)) await agents.stop(place);
}

async function untilEnd(
  drive: Drive,
  token: Token,
  task: AgentTask,
  place: AttemptPlace,
): Promise<Performed | 'again'> {
  const { agents } = drive.host;
  const outcome = await unlessAborted(drive.signal, agents.outcome(task, place, drive.signal));
  if (outcome === undefined && drive.signal.reason === ('window' satisfies EndOfWork)) return PAUSED;
  if (outcome === undefined) await agents.stop(place);
  await ended(drive, token, task, outcome ?? { kind: 'stopped' });
  return outcome === undefined ? PAUSED : 'again';
}

/** `undefined` as soon as the signal fires; a failure of the aborted wait after that is no news. */
function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const aborted = (): void => {
      resolve(undefined);
    };
    if (signal.aborted) aborted();
    signal.addEventListener('abort', aborted, { once: true });
    work.then(
      (value) => {
        signal.removeEventListener('abort', aborted);
        resolve(value);
      },
      (error: unknown) => {
        if (signal.aborted) aborted();
        else reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}

async function ended(drive: Drive, token: Token, task: AgentTask, outcome: AgentOutcome): Promise<void> {
  const { node, attempt } = task;
  const rights = planRights(drive.graph.nodes.get(node));
  const noted = planFolderOf(drive, attempt);
  const plan =
    (await protectStaged(drive, noted)) ??
    (await protectOkstra(drive, noted)) ??
    (await protectPlan(task.plan.root, noted, task.step.key, rights));
  if (plan.changes.length > 0)
    await drive.append({ type: 'files_changed', token: token.id, node, changes: plan.changes });
  if (plan.notes.length > 0) await drive.append({ type: 'note', text: plan.notes.join('\n') });
  await drive.append({
    type: 'agent_ended',
    token: token.id,
    node,
    attempt,
    outcome,
    ...(plan.proposals !== '' && { proposals: plan.proposals }),
    ...(plan.foreign && { foreign: plan.foreign }),
  });
}
