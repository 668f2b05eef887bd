/** The parts of an agent's text at a gate: its tables and its current task (renn-gsd.md 1.5). */
import { cellIn, tables } from '../../markdownTable';
import { firstLine, labelText, type Labelled } from './labels';

/** So many of so many. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** A row of "Completed Tasks". */
export interface CompletedTask {
  readonly task: string;
  readonly name: string;
  /** Hashes in lower case; none where the row names no commit. */
  readonly commits: readonly string[];
  /** As written. */
  readonly files: string;
}

/** The task that the agent stopped in. What it did not tell is empty. */
export interface CurrentTask {
  readonly number: string;
  readonly name: string;
  readonly status: string;
  readonly blockedBy: string;
}

/** One choice of a decision. */
export interface GateChoice {
  readonly id: string;
  readonly pros: string;
  readonly cons: string;
}

const LONGEST_FIELD = 300;
const LONGEST_CELL = 8000;
const [MOST_TASKS, MOST_OPTIONS] = [200, 20];

/** `1/3 tasks complete`. */
export function progressIn(text: string): Progress | undefined {
  const [, done, total] = /(\d{1,6})\s*(?:\/|of)\s*(\d{1,6})/.exec(text) ?? [];
  return done === undefined || total === undefined ? undefined : { done: Number(done), total: Number(total) };
}

/** Hashes of commits in a text, in lower case, each once. */
export function hashesIn(text: string): string[] {
  const words =
    text
      .slice(0, LONGEST_CELL)
      .toLowerCase()
      .match(/[\p{L}\p{N}_]+/gu) ?? [];
  return [...new Set(words.filter((word) => /^[0-9a-f]{7,40}$/.test(word)))];
}

/** The task of the section "Current Task". */
export function currentTask(labels: readonly Labelled[]): CurrentTask {
  const task = labels.find(({ label }) => /^task\b/i.test(label));
  const [, number = ''] = /^task\s+(\S{1,20})$/i.exec(task?.label ?? '') ?? [];
  const field = (name: string): string => firstLine(labelText(labels, name)).slice(0, LONGEST_FIELD);
  const name = firstLine(task?.text ?? '').slice(0, LONGEST_FIELD);
  return { number, name, status: field('status'), blockedBy: field('blocked by') };
}

/** The rows of the table in "Completed Tasks". */
export function completedTasks(lines: readonly string[]): CompletedTask[] {
  const [table] = tables(lines, 0, lines.length, () => false);
  if (table === undefined) return [];
  return table.rows.slice(0, MOST_TASKS).map((row) => {
    const cell = (...names: string[]): string =>
      cellIn(table, row, ...names)?.text.slice(0, LONGEST_CELL) ?? '';
    return {
      task: firstLine(cell('task', '#')).slice(0, LONGEST_FIELD),
      name: cell('name', 'task-name').slice(0, LONGEST_FIELD),
      commits: hashesIn(cell('commit', 'commits')),
      files: cell('files'),
    };
  });
}

/** The table of a decision's options; an id may stand in brackets or code. */
export function optionsIn(lines: readonly string[]): GateChoice[] {
  const table = tables(lines, 0, lines.length, () => false).find(({ columns }) => columns.includes('option'));
  if (table === undefined) return [];
  const found = table.rows.slice(0, MOST_OPTIONS).map((row) => {
    const cell = (name: string): string => cellIn(table, row, name)?.text.slice(0, LONGEST_FIELD) ?? '';
    const id = cell('option').replace(/^[\s*`[(]+|[\s*`\])]+$/g, '');
    return { id, pros: cell('pros'), cons: cell('cons') };
  });
  return found.filter(({ id }) => id !== '');
}
