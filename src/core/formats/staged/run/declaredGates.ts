/** The gates that a run's file declares, and which of them nobody was asked about (renn-gsd.md 1.3, 1.5, 2.7). */
import { isIndex, isObject } from '../../../jsonObject';
import { planFileDigest, type CheckpointTask } from '../../planFile/planFile';
import type { AnsweredGate } from './answered';
import { answerMeaning } from './gateAnswer';
import { gateTypeOf, type GateReturn, type GateType } from './gateReturn';
import { inSentence } from './inlined';

/** A gate as the file of a run declares it. */
export interface DeclaredGate {
  /** Absent where a gate of any kind meets it. */
  readonly type?: GateType;
  /** As declared; `gate` where only the front matter says that a person is asked. */
  readonly typeText: string;
  /** The place of its task among all tasks of the file, from 1; absent where it has none. */
  readonly task?: number;
  /** What is asked, on one line; may be empty. */
  readonly about: string;
  /** `gate="blocking-human"`: a person answers, whatever a project's settings say. */
  readonly personOnly: boolean;
}

/** More are not asked about one by one. */
const MOST = 100;
/** A checkpoint says what it is about at its beginning. */
const [MOST_LINES, LONGEST_TASK] = [50, 4000];
const ABOUT = ['what-built', 'decision', 'action', 'name'];

/** The gates in the order of the file; checkpoint tasks count whatever the front matter says. @param text of the file, whole */
export function declaredGates(text: string): DeclaredGate[] {
  const { checkpoints, gates } = planFileDigest(text, false);
  if (checkpoints.length === 0) return gates.map((typeText) => ({ typeText, about: '', personOnly: false }));
  const lines = text.split('\n');
  return checkpoints.slice(0, MOST).map((checkpoint) => {
    const { kind, gate = '', task } = checkpoint;
    const type = gateTypeOf(kind);
    const about = aboutOf(lines, checkpoint);
    const personOnly = /blocking-human/i.test(gate);
    return { ...(type && { type }), typeText: inSentence(kind), task, about, personOnly };
  });
}

function aboutOf(lines: readonly string[], { line, to }: CheckpointTask): string {
  const below = lines.slice(line, line + MOST_LINES).map((one) => one.slice(0, LONGEST_TASK));
  const rest = below.join('\n').slice(to, to + LONGEST_TASK);
  const task = rest.split(/<\/?task\b/, 1)[0] ?? '';
  const tag = ABOUT.find((name) => task.includes(`<${name}>`));
  const inner = tag === undefined ? '' : (task.split(`<${tag}>`)[1] ?? '');
  return inSentence(inner.split('</', 1)[0] ?? '');
}

/** The same, as a run keeps them in its state; anything else in their place is none. */
export function declaredIn(value: unknown): DeclaredGate[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [];
  return all.filter(isDeclared);
}

function isDeclared(value: unknown): value is DeclaredGate {
  if (!isObject(value)) return false;
  const { type, typeText, task, about, personOnly } = value;
  return (
    (type === undefined || (typeof type === 'string' && gateTypeOf(type) === type)) &&
    (task === undefined || isIndex(task)) &&
    [typeText, about].every((text) => typeof text === 'string') &&
    typeof personOnly === 'boolean'
  );
}

/** `task 2, human-verify (blocking-human): How it reads` */
export function gateName({ task, typeText, personOnly, about }: DeclaredGate): string {
  if (task === undefined) return 'some gate, since the front matter says that a person is asked';
  return `task ${task}, ${typeText}${personOnly ? ' (blocking-human)' : ''}${about === '' ? '' : `: ${about}`}`;
}

/** Those that a person has to see. @param passes kinds that the project's settings let pass by themselves */
export function gatesToMeet(declared: readonly DeclaredGate[], passes: readonly GateType[]): DeclaredGate[] {
  return declared.filter(
    ({ type, personOnly }) => personOnly || type === undefined || !passes.includes(type),
  );
}

/**
 * The declared gates that no person has settled. A gate that names its task by number meets that of this task, if it is of
 * its kind; of several at one task the last answer counts. Those without a number meet what is left, by kind and in order.
 * A verification that was answered with issues is not met: it has to be asked again.
 * @param answered of the whole run, oldest first
 */
export function gatesNotMet(
  declared: readonly DeclaredGate[],
  answered: readonly AnsweredGate[],
): DeclaredGate[] {
  const left = answered.filter((one) => taskOf(one.gate) === undefined && isSettled(one));
  return declared.filter((gate) => {
    if (gate.task === undefined) return !answered.some(isSettled);
    const last = answered.findLast((one) => taskOf(one.gate) === gate.task && fits(gate, one));
    if (last && isSettled(last)) return false;
    const at = left.findIndex((one) => fits(gate, one));
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

function taskOf({ current }: GateReturn): number | undefined {
  return /^\d{1,6}$/.test(current.number) ? Number(current.number) : undefined;
}

function fits({ type }: DeclaredGate, { gate }: AnsweredGate): boolean {
  return type === undefined || type === gate.type;
}

function isSettled({ gate, answer }: AnsweredGate): boolean {
  return answerMeaning(gate.type, answer) !== 'issues';
}
