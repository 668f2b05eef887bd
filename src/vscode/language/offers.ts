/** What the editor offers and explains in a plan file, as values: the providers only put it into VS Code's words. */
import type * as vscode from 'vscode';
import { frontMatterLines, keyOf, type FrontMatterLines } from '../../core/planText/frontMatterLines';
import { keySlips, type KeySlip } from '../../core/planText/keyProblems';
import { writtenDependencies } from '../../core/planText/references';
import type { Position, Range } from '../../core/problem';
import type { StepView } from '../../core/status';
import { escapeMarkdown } from '../markdown';
import { stepTooltip } from '../tooltips';
import { keysOf, knownKeys } from './keys';
import type { PlanFile } from './planFiles';

type L10n = Pick<typeof vscode.l10n, 't'>;

export interface Offer {
  readonly label: string;
  readonly detail: string;
  readonly insert: string;
  readonly kind: 'key' | 'value' | 'step';
}

export interface Explained {
  readonly range: Range;
  readonly markdown: string;
}

/** What may stand where the cursor is; nothing outside of front matter. */
export function offersAt(
  lines: readonly string[],
  at: Position,
  { view, plan }: PlanFile,
  l10n: L10n,
): Offer[] {
  const block = frontMatterLines(lines);
  if (block === undefined || at.line < block.first || at.line > block.last) return [];
  const keys = keysOf(plan.plan.format, l10n);
  const before = (lines[at.line] ?? '').slice(0, at.character);
  if (/^[\w-]*$/.test(before)) {
    const missing = keys.filter(({ name }) => !isThere(block, name, at.line));
    return missing.map(({ name, about }) => ({
      label: name,
      detail: about,
      insert: `${name}: `,
      kind: 'key',
    }));
  }
  const key = keyOf(block, at.line)?.key;
  if (key === 'depends_on') return plan.steps.filter((other) => other !== view).flatMap(stepOffer);
  const help = keys.find(({ name }) => name === key);
  if (!/^[\w-]+:\s*\S*$/.test(before)) return [];
  return (help?.values ?? []).map((value) => ({
    label: value,
    detail: help?.about ?? '',
    insert: value,
    kind: 'value',
  }));
}

/** Another line has the key already. */
function isThere({ keys }: FrontMatterLines, name: string, line: number): boolean {
  return keys.some(({ key, range }) => key === name && range.start.line !== line);
}

function stepOffer({ step }: StepView): Offer[] {
  if (step.number === undefined) return [];
  return [{ label: step.number, detail: step.title, insert: step.number, kind: 'step' }];
}

/** What is told about the text under the mouse: a dependency's step, a key, or at the first heading this very step. */
export function explainedAt(
  lines: readonly string[],
  at: Position,
  { view, plan }: PlanFile,
  l10n: L10n,
): Explained | undefined {
  const written = writtenDependencies(lines, view.step).find(({ range }) => holds(range, at));
  if (written !== undefined) {
    const step = plan.steps.find((other) => other.step.key === written.dependency?.step);
    const markdown = step
      ? stepTooltip(step, plan.plan.terms, l10n)
      : escapeMarkdown(
          written.dependency?.reason ?? l10n.t('No step of this plan is meant by “{0}”.', written.text),
        );
    return { range: written.range, markdown };
  }
  const block = frontMatterLines(lines);
  const key = block?.keys.find(({ range }) => holds(range, at));
  const help = keysOf(plan.plan.format, l10n).find(({ name }) => name === key?.key);
  if (key && help) {
    const values = (help.values ?? []).map((value) => `\`${value}\``).join(', ');
    return { range: key.range, markdown: [escapeMarkdown(help.about), values].filter(Boolean).join('\n\n') };
  }
  const body = block === undefined ? 0 : block.last + 1;
  const heading = lines.findIndex((line, index) => index >= body && line.startsWith('# '));
  if (heading !== at.line) return undefined;
  const range = {
    start: { line: heading, character: 0 },
    end: { line: heading, character: lines[heading]?.length ?? 0 },
  };
  return { range, markdown: stepTooltip(view, plan.plan.terms, l10n) };
}

/** The slips in a text that may not be saved yet, with what is said about each. */
export function slipsIn(
  lines: readonly string[],
  format: string,
  l10n: L10n,
): { readonly range: Range; readonly message: string }[] {
  const block = frontMatterLines(lines);
  const keys = knownKeys(keysOf(format, l10n));
  if (block === undefined) return [];
  return keySlips(block, keys).map((slip) => ({ range: slip.range, message: slipWords(slip, l10n) }));
}

function slipWords(slip: KeySlip, l10n: L10n): string {
  if (slip.kind === 'key')
    return l10n.t('“{0}” is no key of this format. Is “{1}” meant?', slip.written, slip.meant);
  return l10n.t('“{0}” is none of the values of “{1}”: {2}.', slip.written, slip.key, slip.values.join(', '));
}

/** On one line, both ends included, as a mouse or a cursor touches a word. */
function holds({ start, end }: Range, at: Position): boolean {
  return start.line === at.line && start.character <= at.character && at.character <= end.character;
}
