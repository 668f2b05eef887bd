/**
 * Agent and llm nodes. Each turn of the loop looks at what the journal says about the node and does the next thing,
 * so that entering the node again after a crash goes on where the work was.
 */
import { agentProgress, agentResult, sentinelResult } from '../../core/agentProgress';
import { AGENT_GATE, COMMITS_GATE, malformedGate, noResultGate, raisedGate } from '../../core/agentGates';
import type { AgentOutcome, RaisedGate } from '../../core/agentResult';
import type { Gate, GateAnswer } from '../../core/gateRecord';
import type { GateFrame } from '../../core/gates';
import type { AgentNode, LlmNode } from '../../core/protocol/graph';
import type { NodeResult, Token } from '../../core/protocol/walk';
import type { Stop, StopCode } from '../../core/stops';
import { askedGate, commitsGate, runProfile } from '../staged/runGates';
import { awaitAttempt, beginAttempt } from './agentAttempt';
import { askGate, frameOf, recordedAnswer } from './askGate';
import { failed, PAUSED, sinceEntry, type Drive, type Performed } from './drive';
import { proposalsIn, proposalState } from './planProtection';

/** `again`: the journal has moved, look at it anew. `begin`: start an attempt, whatever the journal says. */
type Turn = Performed | 'again' | 'begin';

export async function performAgent(
  drive: Drive,
  token: Token,
  node: AgentNode | LlmNode,
): Promise<Performed> {
  let turn: Turn = 'again';
  while (turn === 'again' || turn === 'begin') {
    turn = turn === 'begin' ? await beginAttempt(drive, token, node) : await nextTurn(drive, token, node);
  }
  return turn.kind === 'left' ? withPlanProposals(drive, token, turn) : turn;
}

async function nextTurn(drive: Drive, token: Token, node: AgentNode | LlmNode): Promise<Turn> {
  const progress = agentProgress(sinceEntry(drive.events(), token));
  switch (progress.at) {
    case 'begin':
      return 'begin';
    case 'under_way':
      return awaitAttempt(drive, token, node, progress.started, progress.resumed);
    case 'ended': {
      const turn = await afterEnd(drive, token, node, progress.outcome);
      return goesOn(turn, progress.resumed);
    }
    case 'asked':
      return (await askGate(drive, token, progress.gate, true)) ? 'again' : PAUSED;
    case 'answered': {
      const answer = await recordedAnswer(drive, token, progress.gate);
      return answer ? afterAnswer(drive, token, progress.gate, answer, progress.resumed) : 'again';
    }
  }
}

/** A stop that a person has had the run go on from is over: the agent gets a new attempt. */
function goesOn(turn: Turn, resumed: boolean): Turn {
  return resumed && typeof turn === 'object' && turn.kind === 'stop' ? 'begin' : turn;
}

async function afterEnd(
  drive: Drive,
  token: Token,
  node: AgentNode | LlmNode,
  outcome: AgentOutcome,
): Promise<Turn> {
  switch (outcome.kind) {
    case 'result':
      if (outcome.result.gate && outcome.result.status === 'gate')
        return ask(drive, token, gateOf(drive, outcome.result.gate, await frameOf(drive, token)));
      return afterWords(drive, token, node, outcome.result.status, agentResult(outcome.result));
    case 'sentinel':
      return afterSentinel(drive, token, node, outcome);
    case 'malformed':
      if (mayRetry(drive, token, node)) return 'begin';
      return ask(drive, token, malformedGate(outcome, await frameOf(drive, token)));
    case 'no_result':
      return ask(drive, token, noResultGate(outcome, !needsFields(node), await frameOf(drive, token)));
    case 'timed_out': {
      const detail = `The agent of "${node.id}" gave no answer within ${outcome.seconds} seconds.`;
      return failedOrRetry(drive, token, node, { code: 'agent_timeout', detail });
    }
    case 'interrupted':
      return { kind: 'stop', stop: { code: 'terminal_closed', detail: outcome.detail } };
    case 'stopped':
      return {
        kind: 'stop',
        stop: { code: 'user_stopped', detail: `The agent of "${node.id}" was stopped.` },
      };
    case 'not_started':
      return { kind: 'stop', stop: { code: 'agent_not_started', detail: outcome.problem } };
  }
}

/** A full agent's failure is for the graph to route; a bounded call that failed takes its fallback. */
function afterWords(
  drive: Drive,
  token: Token,
  node: AgentNode | LlmNode,
  status: string,
  result: NodeResult,
): Turn {
  if (node.type === 'agent' || status === 'complete') return { kind: 'left', result };
  const code = status === 'rejected' ? 'agent_rejected' : 'agent_failed';
  const words = String(result.output).split('\n').slice(1).join(' ').trim().slice(0, 300);
  const detail = `The agent of "${node.id}" answered "${status}"${words === '' ? '.' : `: ${words}`}`;
  return failedOrRetry(drive, token, node, { code, detail });
}

async function afterSentinel(
  drive: Drive,
  token: Token,
  node: AgentNode | LlmNode,
  outcome: Extract<AgentOutcome, { kind: 'sentinel' }>,
): Promise<Turn> {
  const status = outcome.sentinel.replace(/^\w+?_/, '').toLowerCase();
  if (status === 'complete' && node.type === 'llm' && needsFields(node)) {
    const problem = `The agent only said ${outcome.sentinel}; the fields that were asked for are missing.`;
    return ask(drive, token, malformedGate({ problem, raw: outcome.text }, await frameOf(drive, token)));
  }
  const sentinel = outcome.sentinel.replace(/^\w+?_/, 'CODER_');
  return afterWords(drive, token, node, status, sentinelResult(sentinel, outcome.text));
}

async function ask(drive: Drive, token: Token, gate: Gate): Promise<Turn> {
  return (await askGate(drive, token, gate, false)) ? 'again' : PAUSED;
}

function gateOf(drive: Drive, raised: RaisedGate, frame: GateFrame): Gate {
  const profile = runProfile(drive);
  return profile ? askedGate(drive, raised, profile, frame) : raisedGate(raised, frame);
}

async function afterAnswer(
  drive: Drive,
  token: Token,
  gate: Gate,
  answer: GateAnswer,
  resumed: boolean,
): Promise<Turn> {
  const isAboutCommits = gate.kind === 'approval';
  // Whoever has the run go on after a stop there is not taken to have said that the commits do not matter.
  if (gate.kind === 'agent' || (isAboutCommits && answer.choice === COMMITS_GATE.stop && resumed)) {
    const missing = await commitsGate(drive, () => frameOf(drive, token));
    return missing ? ask(drive, token, missing) : 'begin';
  }
  if (answer.choice === AGENT_GATE.again || answer.choice === COMMITS_GATE.goOn) return 'begin';
  if (answer.choice === AGENT_GATE.done)
    return { kind: 'left', result: sentinelResult('CODER_COMPLETE', answer.reason ?? '') };
  const detail = `${answer.by} stopped the run at "${gate.title}".`;
  return goesOn({ kind: 'stop', stop: { code: stoppedAt(gate), detail } }, resumed);
}

function stoppedAt({ kind }: Gate): StopCode {
  if (kind === 'approval') return 'commits_missing';
  return kind === 'no_result' ? 'agent_no_result' : 'agent_malformed';
}

function failedOrRetry(drive: Drive, token: Token, node: AgentNode | LlmNode, stop: Stop): Turn {
  return mayRetry(drive, token, node) ? 'begin' : failed(node, stop);
}

/** Whether `max_attempts` leaves another attempt since the node was entered. */
function mayRetry(drive: Drive, token: Token, node: AgentNode | LlmNode): boolean {
  if (node.type !== 'llm') return false;
  const past = sinceEntry(drive.events(), token);
  return past.filter(({ type }) => type === 'agent_started').length < node.maxAttempts;
}

function needsFields(node: AgentNode | LlmNode): boolean {
  return (node.outputSchema?.required ?? []).length > 0;
}

/** What was put back during this node stays in the state, until it is put into the handoff. */
function withPlanProposals(
  drive: Drive,
  token: Token,
  left: Extract<Performed, { kind: 'left' }>,
): Performed {
  const past = sinceEntry(drive.events(), token);
  const fresh = past.flatMap((event) => (event.type === 'agent_ended' ? (event.proposals ?? []) : []));
  if (fresh.length === 0) return left;
  const all = [proposalsIn(token.state), ...fresh].filter((text) => text !== '').join('\n');
  return { ...left, result: { ...left.result, updates: { ...left.result.updates, ...proposalState(all) } } };
}
