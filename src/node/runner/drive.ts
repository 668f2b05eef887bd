/** What performing a node needs, and what it gives back. One drive is one process at work on one run. */
import type { StageWork } from '../../core/actions/stageWork';
import type { RunEvent, RunStarted } from '../../core/events';
import type { Graph, NodeId } from '../../core/protocol/graph';
import type { NodeResult, Token } from '../../core/protocol/walk';
import type { Run } from '../../core/run';
import type { Stop, StopCode } from '../../core/stops';
import type { Host } from '../host';
import type { ProcessIdentity } from '../processes/identity';
import type { RunStore } from './runStore';

/** An event before it gets its version and time. */
export type NewEvent = RunEvent extends infer Event
  ? Event extends RunEvent
    ? Omit<Event, 'schema_version' | 'at'>
    : never
  : never;

/** Why the work under way ends early: a person's Stop, this window closing, or the end of the run by another branch. */
export type EndOfWork = 'user' | 'window' | 'branch';

/** What the runner asks of the operating system's processes. */
export interface Processes {
  /** This very process. */
  self(): Promise<ProcessIdentity>;
  isAlive(noted: ProcessIdentity): Promise<boolean>;
  /** Ends a process, if it still lives, and everything that it started; resolves when nothing of it is left. */
  endTree(noted: ProcessIdentity): Promise<void>;
}

export interface Drive {
  readonly processes: Processes;
  /** With the paths at which the run works (`workplace`). */
  readonly header: RunStarted;
  readonly graph: Graph;
  /** `runs/<run>/` of the data folder. */
  readonly folder: string;
  readonly host: Host;
  readonly store: RunStore;
  /** Present in the run of a whole stage. */
  readonly stage?: StageWork;
  /** Ends the work under way; its `reason` is an `EndOfWork`. */
  readonly signal: AbortSignal;
  /** The run as the journal has it now. */
  run(): Run;
  events(): readonly RunEvent[];
  append(event: NewEvent): Promise<void>;
  /** The number of the next agent attempt of this run, given once. */
  nextAttempt(): number;
}

/** How performing a node ended. */
export type Performed =
  | { readonly kind: 'left'; readonly result: NodeResult; readonly note?: string }
  | { readonly kind: 'stop'; readonly stop: Stop }
  /** `Drive.signal` ended the work; the node is entered again when the run goes on. */
  | { readonly kind: 'paused' };

export const PAUSED: Performed = { kind: 'paused' };

export function stopped(code: StopCode, detail: string): Performed {
  return { kind: 'stop', stop: { code, detail } };
}

/** A node failed: its fallback is taken, and without one the run stops. */
export function failed(node: { readonly id: NodeId; readonly fallback?: NodeId }, stop: Stop): Performed {
  if (node.fallback === undefined) return { kind: 'stop', stop };
  return { kind: 'left', result: { updates: {}, next: node.fallback }, note: stop.detail };
}

/** The events of a token since it entered its present node; the marks of stopping and resuming among them. */
export function sinceEntry(events: readonly RunEvent[], token: Token): readonly RunEvent[] {
  const entry = events.findLastIndex((event) => event.type === 'node_entered' && event.token === token.id);
  if (entry < 0) return [];
  return events.slice(entry).filter((event) => !('token' in event) || event.token === token.id);
}

/** Whether the token's entry into its present node is in the journal already. */
export function hasEntered(events: readonly RunEvent[], token: Token): boolean {
  const last = events.findLast(
    (event) => (event.type === 'node_entered' || event.type === 'node_left') && event.token === token.id,
  );
  return last?.type === 'node_entered' && last.node === token.node;
}
