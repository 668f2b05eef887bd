/** A run as its journal tells it: the fold of the events, and nothing else. */
import type { AgentOutcome } from './agentResult';
import type { CheckRecord } from './checks';
import { JOURNAL_VERSION, type RunEvent, type RunStarted } from './events';
import type { Gate, GateAnswer } from './gateRecord';
import { batchesAfter, isAboutBatch, type BatchRecord } from './batch/record';
import { readEvent } from './journalLine';
import { isAboutCheckpoint, marksAfter, type CheckpointMark } from './runCheckpoints';
import type { RecordedStop } from './stops';

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
  /** Oldest first; also those that were begun or skipped. */
  readonly checkpoints: readonly CheckpointMark[];
  readonly approved?: { readonly by: string; readonly at: string };
  /** Those of a run of a whole stage, oldest first. */
  readonly batches: readonly BatchRecord[];
  readonly stop?: RecordedStop;
  readonly lastAt: string;
  /** Lines of the journal that could not be read, 1-based, with the reason. */
  readonly damaged: readonly { readonly line: number; readonly reason: string }[];
}

/** A journal without a readable first event: there is no run to show, only a file to name. */
export interface UnreadableRun {
  readonly file: string;
  readonly unreadable: string;
}

/** A journal read so far. `events` has every readable event in order, those of unknown types included. */
export interface JournalFold {
  readonly file: string;
  readonly lines: number;
  readonly events: readonly RunEvent[];
  readonly run: Run | undefined;
  readonly damaged: Run['damaged'];
}

export function emptyFold(file: string): JournalFold {
  return { file, lines: 0, events: [], run: undefined, damaged: [] };
}

/**
 * Reads on: whole lines that follow the ones folded before. Damaged lines are listed and skipped, empty ones
 * are skipped. A missing `schema_version` counts as 0 (legacy, read as well as may be); a newer one makes the run
 * read-only for good (runr.md 12.7).
 */
export function foldLines(before: JournalFold, lines: readonly string[]): JournalFold {
  const events = [...before.events];
  const damaged = [...before.damaged];
  let { run } = before;
  lines.forEach((text, index) => {
    if (text.trim() === '') return;
    const read = readEvent(text);
    if ('problem' in read) {
      damaged.push({ line: before.lines + index + 1, reason: read.problem });
      return;
    }
    events.push(read.event);
    run = applyEvent(run, read.event, before.file);
  });
  run = run && { ...run, damaged };
  return { file: before.file, lines: before.lines + lines.length, events, run, damaged };
}

/** The run that a journal's text tells. What follows the last line break is a line still being written and is left out. */
export function foldRun(text: string, file: string): Run | UnreadableRun {
  const lines = text.split('\n').slice(0, -1);
  const { run, damaged } = foldLines(emptyFold(file), lines);
  if (run) return run;
  const reason = damaged[0]?.reason ?? 'it is empty';
  return { file, unreadable: `The journal does not begin with a readable run_started event: ${reason}.` };
}

/** One event more. Events before `run_started` and a second `run_started` change nothing. */
export function applyEvent(run: Run | undefined, event: RunEvent, file: string): Run | undefined {
  if (run === undefined) return event.type === 'run_started' ? newRun(event, file) : undefined;
  const seen: Run = {
    ...run,
    lastAt: event.at,
    readOnly: run.readOnly || event.schema_version > JOURNAL_VERSION,
  };
  if (isAboutCheckpoint(event)) return { ...seen, checkpoints: marksAfter(seen.checkpoints, event) };
  if (seen.phase === 'ended') return seen;
  if (event.type === 'run_resumed') return goingOn(seen);
  if (isAboutBatch(event)) return { ...seen, batches: batchesAfter(seen.batches, event) };
  return { ...seen, ...change(seen, event) };
}

function newRun(header: RunStarted, file: string): Run {
  return {
    id: header.run,
    header,
    file,
    readOnly: header.schema_version > JOURNAL_VERSION,
    phase: 'active',
    nodes: [],
    gates: [],
    attempts: [],
    checks: [],
    checkpoints: [],
    batches: [],
    lastAt: header.at,
    damaged: [],
  };
}

function change(run: Run, event: RunEvent): Partial<Run> {
  switch (event.type) {
    case 'node_entered':
      return { nodes: [...run.nodes, event.node] };
    case 'node_left':
      return { nodes: withoutFirst(run.nodes, event.node) };
    case 'agent_started':
    case 'agent_ended':
      return { attempts: attemptsAfter(run.attempts, event) };
    case 'check_ended':
      return { checks: [...run.checks.filter(({ check }) => check !== event.record.check), event.record] };
    case 'gate_opened':
      return { gates: [...run.gates.filter(({ gate }) => gate.id !== event.gate.id), { gate: event.gate }] };
    case 'gate_answered':
      return {
        gates: run.gates.map((record) =>
          record.gate.id === event.answer.gate ? { gate: record.gate, answer: event.answer } : record,
        ),
      };
    case 'step_approved':
      return { approved: { by: event.by, at: event.at } };
    case 'run_stopped':
      return { phase: 'stopped', stop: event.stop };
    case 'run_ended':
      return { phase: 'ended', stop: event.stop, nodes: [] };
    default:
      return {};
  }
}

function goingOn(run: Run): Run {
  const active: { -readonly [Key in keyof Run]: Run[Key] } = { ...run, phase: 'active' };
  delete active.stop;
  return active;
}

function attemptsAfter(
  attempts: readonly AgentAttempt[],
  event: Extract<RunEvent, { type: 'agent_started' | 'agent_ended' }>,
): AgentAttempt[] {
  if (event.type === 'agent_ended')
    return attempts.map((attempt) =>
      attempt.attempt === event.attempt ? { ...attempt, endedAt: event.at, outcome: event.outcome } : attempt,
    );
  const { node, attempt, agent, mode, folder, answers, at } = event;
  return [...attempts, { node, attempt, agent, mode, folder, answers, startedAt: at }];
}

function withoutFirst(nodes: readonly string[], node: string): string[] {
  const index = nodes.indexOf(node);
  return nodes.filter((_, at) => at !== index);
}

/** The runs, oldest first. */
export function byStart(runs: readonly Run[]): Run[] {
  return [...runs].sort((a, b) => (a.header.at < b.header.at ? -1 : a.header.at > b.header.at ? 1 : 0));
}
