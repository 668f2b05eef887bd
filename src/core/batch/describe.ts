/** What a step builds, from its plan file, and what was built, from its handoff; by the words of each format. */
import type { Step } from '../plan';
import { headings, sectionLines } from '../formats/sections';
import type { BatchStep } from './record';

const SENTENCE = 300;

/** A step as its batch begins. */
export function describeStep(format: string, step: Step, text: string): BatchStep {
  const objective = oneLine(sectionOf(text, format === 'coyote' ? ['Objective'] : ['Objective', 'Goal']));
  return {
    key: step.key,
    number: step.number ?? '',
    title: step.title,
    builds: step.title.split(/\s+/).slice(0, 8).join(' '),
    objective: objective.slice(0, SENTENCE),
  };
}

/** What a handoff says was done, in one paragraph; empty where it does not say. */
export function handoffSummary(_format: string, text: string): string {
  return oneLine(sectionOf(text, ['Summary', 'Accomplishments'])).slice(0, SENTENCE);
}

function sectionOf(text: string, names: readonly string[]): string {
  const lines = text.split(/\r?\n/);
  const all = headings(lines, 0, []);
  for (const name of names) {
    const found = sectionLines(lines, all, name).join('\n').trim();
    if (found !== '') return found.split(/\n\s*\n/)[0] ?? '';
  }
  return '';
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
