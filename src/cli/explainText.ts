/** Why a step has its status, as a person reads it in a terminal. */
import { relative } from 'node:path';
import type { Claim } from '../core/plan';
import type { StepView } from '../core/status';
import { nameOf, statusWords } from './mapText';
import { inOneLine } from './text';

/** The status, the claim that decided it, what else is said, and what stands in the way. */
export function explainText(view: StepView): string {
  const { step, decidedBy, claims, contradictions, blockedBy, gates } = view;
  const others = claims.filter((claim) => claim !== decidedBy);
  const lines = [
    `${nameOf(view)} ${step.title}: ${statusWords(view)}`,
    `  ${relative('', step.file)}`,
    ...section('decided by', [claimText(decidedBy)]),
    ...section('also said', others.map(claimText)),
    ...section('contradictions', contradictions),
    ...section(
      'blocked by',
      blockedBy.map((text) => text.replace(/^- /, '')),
    ),
    ...section(
      'waits for you',
      gates.map(({ title, openedAt }) => `${title}, since ${openedAt}`),
    ),
    ...section('handoff', step.handoff === undefined ? [] : [relative('', step.handoff.file)]),
    ...section(
      'problems',
      step.problems.map(({ severity, message }) => `${severity}: ${message}`),
    ),
  ];
  return `${lines.map(inOneLine).join('\n')}\n`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`  ${title}`, ...lines.map((line) => `    ${line}`)];
}

function claimText({ by, says, file, line, since, weak }: Claim): string {
  const place =
    file === undefined ? '' : ` (${relative('', file)}${line === undefined ? '' : `:${line + 1}`})`;
  const when = since === undefined ? '' : `, ${since}`;
  return `${by}: ${says}${place}${when}${weak ? ', a hint only' : ''}`;
}
