/**
 * What an agent may not change of a plan of okstra (okstra.md 3.6, 3.7): the log, whose rows we append under its lock,
 * and the carry sidecars, which we write once. What belongs to stages of other tasks is told and left alone.
 */
import { proposal } from '../../../handoff/proposals';
import type { GuardResult, PlanTexts, Restore } from '../../../planGuard';
import { byText } from '../../format';
import { readConsumers, type ConsumerRow } from '../consumers';
import { CONSUMERS, stageOfSidecar } from '../files';
import { excerpt } from './excerpt';
import { runOfTask } from './task';

/** What we wrote ourselves. */
export interface OkstraWritten {
  /** Lines of the log. */
  readonly rows: readonly string[];
  /** Carry sidecars by their name. */
  readonly sidecars: PlanTexts;
}

/** What is compared after an agent's turn. */
export interface OkstraGuardParts {
  /** The log and the sidecars before the agent's turn, by path relative to the plan's folder. */
  readonly before: PlanTexts;
  readonly now: PlanTexts;
  /** By any run of ours since `before`. */
  readonly written: OkstraWritten;
  /** Of the run that the agent works for (`taskOf`). */
  readonly task: string;
}

interface Found {
  readonly restore: readonly Restore[];
  readonly notes: readonly string[];
}

/** Each note names the file; what belongs to other tasks has a note and is not put back. */
export function guardOkstra(parts: OkstraGuardParts): GuardResult {
  const held = heldBy(parts);
  const [log, sidecars] = [guardLog(parts, held), guardSidecars(parts, held)];
  const restore = [...log.restore, ...sidecars.restore];
  const proposals = restore.map(({ file, text }) => proposal(file, text, parts.now[file]));
  return { restore, notes: [...log.notes, ...short(sidecars.notes)], proposals: proposals.join('\n') };
}

const MOST_NOTES = 50;

function short(notes: readonly string[]): string[] {
  const more = notes.length - MOST_NOTES;
  return [...notes.slice(0, MOST_NOTES), ...(more > 0 ? [`And ${more} more carry sidecars.`] : [])];
}

/** The stages that the task has taken. */
function heldBy({ before, written, task }: OkstraGuardParts): ReadonlySet<number> {
  const { rows } = readConsumers({ text: joined(before[CONSUMERS] ?? '', written.rows), modified: 0 }, '');
  return new Set(
    [...rows].flatMap(([stage, each]) => (each.some((row) => row.task === task) ? [stage] : [])),
  );
}

const WHO = 'which only Stage Runner does';

function guardLog({ before, now, written }: OkstraGuardParts, held: ReadonlySet<number>): Found {
  const old = before[CONSUMERS] ?? '';
  const text = now[CONSUMERS];
  const isWhole = text !== undefined && text.startsWith(old);
  const added = isWhole ? linesOf(text.slice(old.length)) : without(linesOf(text ?? ''), linesOf(old));
  const foreign = without(added, written.rows);
  const wrong = foreign.filter((line) => !isOfOthers(rowIn(line), held));
  const kept = without(added, wrong);
  const notes = [
    ...(isWhole || old === '' ? [] : [`${CONSUMERS}: rows were changed or taken out; they were put back.`]),
    ...rowsNote(wrong, `${WHO}, and taken out`),
    ...rowsNote(without(foreign, wrong), 'by somebody else, about stages that this run does not hold'),
  ];
  if ((isWhole || old === '') && wrong.length === 0) return { restore: [], notes };
  const lost = isWhole ? [] : without(written.rows, kept);
  return { restore: [{ file: CONSUMERS, text: joined(old, [...kept, ...lost]) }], notes };
}

function rowsNote(lines: readonly string[], how: string): string[] {
  const [first] = lines;
  if (first === undefined) return [];
  const what = lines.length === 1 ? 'a row was' : `${lines.length} rows were`;
  const { text, cut } = excerpt(first.trim(), LONGEST_ROW);
  return [`${CONSUMERS}: ${what} added, ${how}: ${text}${cut ? '…' : ''}`];
}

const LONGEST_ROW = 300;

/** A row about a stage that the run does not hold, by a task that is no run of ours: anybody may take other stages. */
function isOfOthers(row: ConsumerRow | undefined, held: ReadonlySet<number>): boolean {
  return row !== undefined && !held.has(row.stage) && runOfTask(row.task ?? '') === undefined;
}

function rowIn(line: string): ConsumerRow | undefined {
  return [...readConsumers({ text: `${line}\n`, modified: 0 }, '').rows.values()].flat()[0];
}

function guardSidecars({ before, now, written }: OkstraGuardParts, held: ReadonlySet<number>): Found {
  const restore: Restore[] = [];
  const notes: string[] = [];
  const expected: PlanTexts = { ...before, ...written.sidecars };
  for (const file of [...new Set([...Object.keys(expected), ...Object.keys(now)])].sort(byText)) {
    const stage = stageOfSidecar(file);
    const [old, text] = [expected[file], now[file]];
    if (stage === undefined || old === text) continue;
    if (old === undefined && !held.has(stage)) {
      notes.push(`${file}: it was created, and this run does not hold its stage.`);
      continue;
    }
    const deed = old === undefined ? 'created' : text === undefined ? 'deleted' : 'changed';
    notes.push(`${file}: it was ${deed}, ${WHO}; it was ${old === undefined ? 'removed' : 'put back'}.`);
    restore.push({ file, text: old });
  }
  return { restore, notes };
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

/** As often as a line is in the second list, it is left out of the first. */
function without(lines: readonly string[], out: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of out) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

/** A last line without an end gets one, as where rows are appended. */
function joined(text: string, lines: readonly string[]): string {
  const end = text === '' || text.endsWith('\n') || lines.length === 0 ? '' : '\n';
  return text + end + lines.map((line) => `${line}\n`).join('');
}
