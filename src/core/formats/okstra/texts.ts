/** What a stage of an okstra plan is for, by its own section, and what its carry sidecar holds (okstra.md 3.3, 3.7). */
import { readObject } from '../../jsonObject';
import { shortened } from '../planFile/text';
import type { StepTexts } from '../stepTexts';
import { outlineOf } from './report';

/** A sidecar is shorter. */
const LONGEST_SIDECAR = 256 * 1024;
const LONGEST_OUTCOME = 400;

export const okstraTexts: StepTexts = {
  /** The prose of the stage's section before its tables and lists: all stages of a plan are in one file. */
  objective(text, key) {
    const { lines, stages } = outlineOf(text);
    const section = stages.find(({ number }) => String(number) === key);
    if (section === undefined) return '';
    const { steps, contract, validation, from, to } = section;
    const end = Math.min(to, ...[steps, contract, validation].flatMap((part) => part?.line ?? []));
    const prose = lines.slice(from, end).filter((line) => !/^\s*(?:#|\|)/.test(line));
    return (
      prose
        .join('\n')
        .trim()
        .split(/\n\s*\n/)[0] ?? ''
    );
  },

  /** Which fields a sidecar has is not known (okstra.md 3.12): each is told as it is, but for the stage's own number. */
  outcome(text) {
    const read = text.length > LONGEST_SIDECAR ? { problem: 'too long' } : readObject(text);
    if ('problem' in read) return '';
    const said = Object.entries(read.fields).flatMap(([name, value]) => {
      const words = name === 'stage' ? '' : valueText(value);
      return words === '' ? [] : [`${name}: ${words}`];
    });
    return said.length === 0 ? '' : shortened(`${said.join('; ').replace(/\s+/g, ' ')}.`, LONGEST_OUTCOME);
  },
};

function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value))
    return value
      .map(valueText)
      .filter((text) => text !== '')
      .join(', ');
  return value === null ? '' : JSON.stringify(value);
}
