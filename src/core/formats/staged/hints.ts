/** Files in which the tools leave what waits or comes next (renn-gsd.md 2.6): hints with their age, never gates of ours. */
import type { Hint } from '../../plan';
import { type Fields, objectsIn, readObject, textOf } from '../../jsonObject';
import { fileProblem, type Problem } from '../../problem';
import { oneLine } from '../../oneLine';
import type { FileText } from '../format';
import { timeOf } from './state';
import { once } from '../once';

export const WAITING = 'WAITING.json';
export const HANDOFF = 'HANDOFF.json';

export interface Hinted {
  readonly hint?: Hint;
  readonly problem?: Problem;
}

/** `WAITING.json`: removed by the tool when somebody answered, so one that lies there may be months old. */
export const readWaiting = once(({ text, modified }: FileText, file): Hinted => {
  const read = readObject(text);
  if ('problem' in read) return { problem: unreadable(file, read.problem) };
  const { fields } = read;
  const about = textOf(fields.question) ?? textOf(fields.next_step) ?? textOf(fields.message);
  const kind = [textOf(fields.status), textOf(fields.type)].filter((word) => word !== undefined).join(', ');
  const what = about === undefined ? 'no question is written' : oneLine(about);
  return { hint: hint(`${kind || 'waiting'}: ${what}`, file, textOf(fields.since), modified) };
});

/** `HANDOFF.json`: where somebody paused, read once by the tool. */
export const readPause = once(({ text, modified }: FileText, file): Hinted => {
  const read = readObject(text);
  if ('problem' in read) return { problem: unreadable(file, read.problem) };
  const { fields } = read;
  const place = placeOf(fields);
  const next = textOf(fields.next_action);
  const pending = objectsIn(fields.human_actions_pending).length;
  const words = [
    place === '' ? 'Paused' : `Paused at ${place}`,
    ...(next === undefined ? [] : [`next: ${oneLine(next)}`]),
    ...(pending === 0 ? [] : [`${pending} actions of a person pending`]),
  ];
  return { hint: hint(words.join('; '), file, textOf(fields.timestamp), modified) };
});

function placeOf(fields: Fields): string {
  const part = (key: string): string[] => {
    const value = fields[key];
    return typeof value === 'string' || typeof value === 'number' ? [`${key} ${oneLine(String(value))}`] : [];
  };
  return [...part('phase'), ...part('plan'), ...part('task')].join(', ');
}

function hint(text: string, file: string, since: string | undefined, modified: number): Hint {
  return { text, file, since: timeOf(since) ?? new Date(modified).toISOString() };
}

function unreadable(file: string, why: string): Problem {
  return fileProblem('staged-hint-damaged', 'info', file, `This file cannot be read: ${why}.`);
}
