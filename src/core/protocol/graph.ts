/** A protocol: the graph a run walks, as data (formats/protocol-graph.md). These are its checked, loaded form. */
import type { Range } from '../problem';

export type NodeId = string;

export type Reducer = 'append' | 'extend' | 'concat' | 'sum' | 'max' | 'min' | 'merge' | 'overwrite';

/** The subset of JSON Schema that `output_schema` may use. */
export interface OutputSchema {
  readonly type?: 'object' | 'string' | 'boolean' | 'number' | 'integer' | 'array';
  readonly description?: string;
  readonly properties?: Readonly<Record<string, OutputSchema>>;
  readonly required?: readonly string[];
  readonly items?: OutputSchema;
  readonly enum?: readonly unknown[];
}

interface NodeBase {
  readonly id: NodeId;
  readonly description: string;
  /** One target, or several that run in parallel and join at their common successor; empty for `end` and for nodes that route. */
  readonly next: readonly NodeId[];
  readonly stateUpdates: Readonly<Record<string, string>>;
  /** Of the node's key in the YAML file. */
  readonly range: Range;
}

export interface ScriptNode extends NodeBase {
  readonly type: 'script';
  readonly script: string;
  /** A file beside the graph, or one of our built-in actions by base name. */
  readonly runs:
    { readonly kind: 'file'; readonly file: string } | { readonly kind: 'builtin'; readonly action: string };
  readonly timeoutSeconds: number;
  readonly fallback?: NodeId;
}

export interface AgentNode extends NodeBase {
  readonly type: 'agent';
  readonly agent: string;
  readonly prompt: string;
  readonly timeoutSeconds: number;
  readonly outputSchema?: OutputSchema;
  readonly fallback?: NodeId;
}

export interface LlmNode extends NodeBase {
  readonly type: 'llm';
  readonly prompt: string;
  readonly instructions: string;
  readonly tools: readonly string[];
  readonly maxAttempts: number;
  readonly maxIterations: number;
  readonly timeoutSeconds?: number;
  readonly outputSchema?: OutputSchema;
  readonly fallback?: NodeId;
}

export interface ApprovalNode extends NodeBase {
  readonly type: 'approval';
  /** What its gate is called; without one the node's name says it. */
  readonly title?: string;
  readonly question: string;
  readonly options: readonly string[];
  readonly routes: Readonly<Record<string, NodeId>>;
  /** What choosing an option does, in words for whoever chooses; for one without, the node that it leads to is named. */
  readonly leadsTo: Readonly<Record<string, string>>;
  readonly onOther?: NodeId;
}

export interface InputNode extends NodeBase {
  readonly type: 'input';
  /** As in `ApprovalNode`. */
  readonly title?: string;
  readonly question: string;
  readonly default?: string;
  readonly validation?: string;
}

export interface EndNode extends NodeBase {
  readonly type: 'end';
  readonly output: string;
}

export type GraphNode = ScriptNode | AgentNode | LlmNode | ApprovalNode | InputNode | EndNode;

export interface Graph {
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly variables: readonly {
    readonly name: string;
    readonly description: string;
    readonly default?: unknown;
  }[];
  readonly settings: {
    readonly maxLoopIterations: number;
    /** Seconds for the whole run; checked between nodes. */
    readonly timeoutSeconds?: number;
    readonly maxConcurrency?: number;
  };
  readonly initialState: Readonly<Record<string, unknown>>;
  readonly start: NodeId;
  readonly nodes: ReadonlyMap<NodeId, GraphNode>;
  readonly reducers: Readonly<Record<string, Reducer>>;
}
