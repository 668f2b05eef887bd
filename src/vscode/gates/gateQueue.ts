/** Which waiting gate is asked about, and when: one prompt at a time, the rest in line, each announced once. */
import type { Gate, GateAnswer } from '../../core/gateRecord';
import type { Answered } from '../../node/runner/gateFiles';
import { errorText } from '../errorText';
import type { Picked } from './gatePick';

/** When a gate's prompt may open by itself. */
export type AutoOpen = 'always' | 'whenIdle' | 'never';

/** What the queue asks of the window that it is in. */
export interface GateQueuePorts {
  autoOpen(): AutoOpen;
  /** Nothing is asked in Restricted Mode: an answer lets a run go on. */
  trusted(): boolean;
  /** Calls back once, as soon as nobody types and the window has the focus; perhaps at once. */
  whenIdle(then: () => void): void;
  /** Asks; `undefined` leaves the gate waiting. */
  ask(gate: Gate, closed: AbortSignal): Promise<Picked | undefined>;
  /** Records the answer; an earlier one of another window counts instead. */
  record(gate: Gate, picked: Picked): Promise<Answered>;
  /** The recorded answer, if there is one. */
  answerOf(gate: Gate): Promise<GateAnswer | undefined>;
  readonly window: string;
  /** One quiet message with "Answer"; resolves to whether that was chosen. */
  announce(gate: Gate): Promise<boolean>;
  tellAnsweredElsewhere(gate: Gate, answer: GateAnswer): void;
  /** Nothing was recorded and the gate still waits; `problem` says why. */
  tellProblem(gate: Gate, problem: string): void;
}

interface Prompt {
  readonly gate: Gate;
  readonly closed: AbortController;
  readonly over: Promise<void>;
}

/** The waiting gates of a window, one of which may be asked about. */
export class GateQueue {
  private waiting = new Map<string, Gate>();
  /** Gates that may open by themselves; opening or closing a prompt takes its gate out for good. */
  private line: string[] = [];
  private readonly seen = new Set<string>();
  private readonly announced = new Set<string>();
  private readonly recorded = new Set<string>();
  private current: Prompt | undefined;

  constructor(private readonly ports: GateQueuePorts) {}

  /** Takes the gates that wait now. Those that are new are asked or announced; a prompt whose gate is gone closes. */
  update(gates: readonly Gate[]): void {
    this.waiting = new Map(gates.map((gate) => [gate.id, gate]));
    this.line = this.line.filter((id) => this.waiting.has(id));
    if (this.current && !this.waiting.has(this.current.gate.id)) this.closeAnsweredElsewhere(this.current);
    for (const gate of gates) if (!this.seen.has(gate.id)) this.arrived(gate);
  }

  /** Asks now, in the place of whatever prompt is open. Resolves when the prompt is closed. */
  async open(gate: Gate): Promise<void> {
    while (this.current) {
      if (this.current.gate.id !== gate.id) this.current.closed.abort();
      else if (!this.current.closed.signal.aborted) return this.current.over;
      await this.current.over;
    }
    await this.prompt(gate);
  }

  /** Closes the prompt; the gate goes on waiting. */
  dispose(): void {
    this.line = [];
    this.current?.closed.abort();
  }

  private arrived(gate: Gate): void {
    if (!this.ports.trusted()) return;
    this.seen.add(gate.id);
    if (this.ports.autoOpen() !== 'never') {
      this.line.push(gate.id);
      this.openNext();
    }
    if (this.current?.gate.id !== gate.id) this.announceOnce(gate);
  }

  private openNext(): void {
    if (this.current || this.line.length === 0) return;
    const open = (): void => {
      const gate = this.waiting.get(this.line[0] ?? '');
      if (!this.current && gate) void this.prompt(gate);
    };
    if (this.ports.autoOpen() === 'always') open();
    else this.ports.whenIdle(open);
  }

  private prompt(gate: Gate): Promise<void> {
    const closed = new AbortController();
    this.line = this.line.filter((id) => id !== gate.id);
    const over = this.ask(gate, closed.signal).finally(() => {
      this.current = undefined;
      this.openNext();
    });
    this.current = { gate, closed, over };
    return over;
  }

  private async ask(gate: Gate, closed: AbortSignal): Promise<void> {
    try {
      const picked = await this.ports.ask(gate, closed);
      if (picked) await this.record(gate, picked);
      else if (!closed.aborted) this.announceOnce(gate);
    } catch (error) {
      this.ports.tellProblem(gate, errorText(error));
    }
  }

  private async record(gate: Gate, picked: Picked): Promise<void> {
    const answered = await this.ports.record(gate, picked);
    if ('refused' in answered) {
      this.ports.tellProblem(gate, answered.refused);
      return;
    }
    this.recorded.add(gate.id);
    if ('alreadyAnswered' in answered) this.ports.tellAnsweredElsewhere(gate, answered.alreadyAnswered);
  }

  private closeAnsweredElsewhere({ gate, closed }: Prompt): void {
    closed.abort();
    if (this.recorded.has(gate.id)) return;
    this.ports
      .answerOf(gate)
      .then((answer) => {
        if (answer && answer.window !== this.ports.window) this.ports.tellAnsweredElsewhere(gate, answer);
      })
      .catch((error: unknown) => {
        this.ports.tellProblem(gate, errorText(error));
      });
  }

  private announceOnce(gate: Gate): void {
    if (this.announced.has(gate.id)) return;
    this.announced.add(gate.id);
    this.ports
      .announce(gate)
      .then((answer) => (answer && this.waiting.has(gate.id) ? this.open(gate) : undefined))
      .catch((error: unknown) => {
        this.ports.tellProblem(gate, errorText(error));
      });
  }
}
