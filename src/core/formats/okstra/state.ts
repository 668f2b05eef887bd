/** What okstra's JSON beside a plan says about its convergence rounds (okstra.md 3.9). Only what is written is told. */
import { fileProblem, type Problem } from '../../problem';
import { isObject, readObject, type Fields } from '../../jsonObject';
import { oneLine } from '../../oneLine';
import type { FileText } from '../format';

export interface Convergence {
  /** In words: `convergence: enabled, maxRounds 2, verificationMode lightweight`; `undefined` where nothing is written. */
  readonly text: string | undefined;
  readonly problems: readonly Problem[];
}

const KEYS = ['enabled', 'maxRounds', 'effectiveMaxRounds', 'verificationMode', 'adversarial'] as const;

/** Reads a task manifest (`convergence`) or a convergence state (`config`); both spellings of the rounds are known. */
export function readConvergence({ text }: FileText, file: string): Convergence {
  const read = readObject(text);
  if ('problem' in read) {
    const message = `This file cannot be read: ${read.problem}. What it says about convergence is not shown.`;
    return { text: undefined, problems: [fileProblem('okstra-state-damaged', 'info', file, message)] };
  }
  const block = [read.fields['convergence'], read.fields['config']].find(isObject);
  const parts = block === undefined ? [] : [...wordsOf(block), ...verification(block)];
  return { text: parts.length === 0 ? undefined : `convergence: ${parts.join(', ')}`, problems: [] };
}

function wordsOf(block: Fields): string[] {
  return KEYS.flatMap((key) => {
    const value = block[key];
    if (typeof value === 'boolean') return [value ? key : `not ${key}`];
    return typeof value === 'string' || typeof value === 'number' ? [`${key} ${oneLine(String(value))}`] : [];
  });
}

function verification(block: Fields): string[] {
  const inner = block['planBodyVerification'];
  if (!isObject(inner)) return [];
  const words = wordsOf(inner);
  return words.length === 0 ? [] : [`plan body verification ${words.join(', ')}`];
}
