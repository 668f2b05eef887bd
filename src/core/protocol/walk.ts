/**
 * Walking a graph: pure transitions. A walk has one token per branch under way; leaving a node moves its token.
 * The runner performs the nodes' effects; nothing here does.
 */
import { arrive } from './arrive';
import type { ApprovalNode, Graph, GraphNode, NodeId } from './graph';
import { joinOf } from './routes';
import { renderLenient } from './template';

export type State = Readonly<Record<string, unknown>>;

/**
 * What a branch wrote since its fork: for each key the values that count at the join. Writing again replaces
 * them; a join inside the branch leaves one for each inner branch.
 */
export type Writes = Readonly<Record<string, readonly unknown[]>>;

/** One branch under way. */
export interface Token {
  /** `0` for the first; a fork names its children `0.0`, `0.1`, …. */
  readonly id: string;
  readonly node: NodeId;
  /** The branch's own view of the state. */
  readonly state: State;
  /** Waiting at the node where its siblings join. */
  readonly joining: boolean;
  readonly writes: Writes;
}

/** A token that split into branches and comes back at their join. */
export interface Fork {
  /** The token as it left the node that forked. */
  readonly token: Token;
  readonly branches: number;
  readonly join: NodeId;
}

export interface Walk {
  readonly tokens: readonly Token[];
  readonly forks: readonly Fork[];
  readonly visits: Readonly<Record<NodeId, number>>;
  /** Set when an end node was reached; no token is left then. */
  readonly ended?: { readonly node: NodeId; readonly output: string; readonly state: State };
}

/** What performing a node gave. */
export interface NodeResult {
  /** `{{output}}` of the node's `state_updates`; for approvals also `{{choice}}`, for inputs `{{input}}`. */
  readonly output?: unknown;
  /** Keys that merge into the state before `state_updates` are rendered. */
  readonly updates: State;
  /** Overrides the route: a script's `_next`, or a fallback. For approvals: the target of the choice. */
  readonly next?: NodeId;
}

/** The walk cannot go on: `code` is an entry of the stop registry. */
export interface WalkError {
  readonly error: {
    readonly code: 'loop_limit' | 'protocol_error';
    readonly detail: string;
    readonly node: NodeId;
  };
}

export type { Graph };

/**
 * The walk at its start node. The state is the graph's `initial_state`, then the defaults of its variables,
 * then the given variables, and `initial_prompt`, which is always there.
 */
export function startWalk(graph: Graph, variables: State): Walk | WalkError {
  const defaults = graph.variables
    .filter((variable) => variable.default !== undefined)
    .map((variable) => [variable.name, variable.default] as const);
  const state = { initial_prompt: '', ...graph.initialState, ...Object.fromEntries(defaults), ...variables };
  const token: Token = { id: '0', node: graph.start, state, joining: false, writes: {} };
  return arrive(graph, { tokens: [], forks: [], visits: {} }, token);
}

/**
 * The walk after a token's node was performed: its updates and `state_updates` are in the state, and the token
 * is at the next node, split, waiting at a join, or gone with the end of the walk.
 */
export function leave(graph: Graph, walk: Walk, tokenId: string, result: NodeResult): Walk | WalkError {
  const token = walk.tokens.find(({ id }) => id === tokenId);
  const node = token && graph.nodes.get(token.node);
  if (!token || !node) {
    const detail = `Branch ${tokenId} is not at a node of this protocol; the journal and the protocol differ.`;
    return protocolError(token?.node ?? '', detail);
  }
  if (token.joining)
    return protocolError(node.id, `Branch ${tokenId} waits at "${node.id}" and cannot leave it.`);
  const written = { ...result.updates, ...renderUpdates(node, token.state, result) };
  const moved: Token = {
    ...token,
    state: { ...token.state, ...written },
    writes: { ...token.writes, ...mapValues(written, (value) => [value]) },
  };
  const targets = result.next === undefined ? node.next : [result.next];
  const rest = { ...walk, tokens: walk.tokens.filter((other) => other !== token) };
  const [target] = targets;
  if (target === undefined) return protocolError(node.id, `Node "${node.id}" gave no next node.`);
  if (targets.length > 1) return fork(graph, rest, moved, targets);
  if (graph.nodes.has(target)) return arrive(graph, rest, { ...moved, node: target });
  return protocolError(node.id, `Node "${node.id}" leads to "${target}", which is no node of the protocol.`);
}

/** The state keys that the node's `state_updates` write; unknown references render as nothing. */
function renderUpdates(
  node: GraphNode,
  state: State,
  { output, updates }: NodeResult,
): Record<string, string> {
  const values = { ...state, ...updates, output: output ?? '', ...ownName(node, output ?? '') };
  return mapValues(node.stateUpdates, (template) => renderLenient(template, values));
}

function ownName(node: GraphNode, output: unknown): State {
  if (node.type === 'approval') return { choice: output };
  return node.type === 'input' ? { input: output } : {};
}

function fork(graph: Graph, walk: Walk, token: Token, targets: readonly NodeId[]): Walk | WalkError {
  const join = joinOf(graph, targets);
  if (join === undefined) {
    return protocolError(
      token.node,
      `The branches ${targets.join(', ')} have no common successor to join at.`,
    );
  }
  const forked: Walk = { ...walk, forks: [...walk.forks, { token, branches: targets.length, join }] };
  return targets.reduce<Walk | WalkError>(
    (now, node, index) =>
      'error' in now || now.ended
        ? now
        : arrive(graph, now, { ...token, id: `${token.id}.${index}`, node, writes: {} }),
    forked,
  );
}

/** The tokens whose nodes are to be performed now: as many as `settings.max_concurrency` allows, oldest first. */
export function readyNodes(graph: Graph, walk: Walk): readonly Token[] {
  return walk.tokens.filter(({ joining }) => !joining).slice(0, graph.settings.maxConcurrency ?? Infinity);
}

/** Where an answer leads: an option's route on an exact match, else `on_other`; `undefined` where neither is. */
export function choose(node: ApprovalNode, text: string): NodeId | undefined {
  return Object.hasOwn(node.routes, text) ? node.routes[text] : node.onOther;
}

function protocolError(node: NodeId, detail: string): WalkError {
  return { error: { code: 'protocol_error', detail, node } };
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
