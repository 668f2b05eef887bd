/**
 * Walking a graph: pure transitions. A walk has one token per branch under way; leaving a node moves its token.
 * The runner performs the nodes' effects; nothing here does.
 */
import type { Graph, NodeId } from './graph';

export type State = Readonly<Record<string, unknown>>;

/** One branch under way. */
export interface Token {
  /** `0` for the first; a fork names its children `0.0`, `0.1`, …. */
  readonly id: string;
  readonly node: NodeId;
  /** The branch's own view of the state. */
  readonly state: State;
  /** Waiting at the node where its siblings join. */
  readonly joining: boolean;
}

export interface Walk {
  readonly tokens: readonly Token[];
  readonly visits: Readonly<Record<NodeId, number>>;
  /** Set when an end node was reached; no token is left then. */
  readonly ended?: { readonly node: NodeId; readonly output: string; readonly state: State };
}

/** What performing a node gave. */
export interface NodeResult {
  /** `{{output}}` of the node's `state_updates`. */
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
