/** A run as its journal tells it: the fold of the events, and nothing else. */
import type { AgentOutcome } from './agentResult';
import type { CheckRecord } from './checks';
import type { Gate, GateAnswer, RunStarted } from './events';
import type { Stop } from './stops';

export interface AgentAttempt {
  readonly node: string;
  readonly attempt: number;
  readonly agent: string;
  readonly mode: 'interactive' | 'headless';
  readonly folder: string;
  readonly answers: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly outcome?: AgentOutcome;
}

export interface GateRecord {
  readonly gate: Gate;
  readonly answer?: GateAnswer;
}

export interface Run {
  readonly id: string;
  readonly header: RunStarted;
  /** The journal file, absolute. */
  readonly file: string;
  /** Written by a newer version: shown, never written to. */
  readonly readOnly: boolean;
  /** `active`: not ended and not stopped, whether or not somebody drives it at the moment. */
  readonly phase: 'active' | 'stopped' | 'ended';
  /** The nodes under way, in order of entry. */
  readonly nodes: readonly string[];
  readonly gates: readonly GateRecord[];
  readonly attempts: readonly AgentAttempt[];
  /** The latest record of each check. */
  readonly checks: readonly CheckRecord[];
  readonly approved?: { readonly by: string; readonly at: string };
  readonly stop?: Stop;
  readonly lastAt: string;
  /** Lines of the journal that could not be read, 1-based, with the reason. */
  readonly damaged: readonly { readonly line: number; readonly reason: string }[];
}
