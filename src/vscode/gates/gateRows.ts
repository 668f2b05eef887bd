/** The rows of a gate prompt: its answers, what may be done in their place, and its evidence. */
import type * as vscode from 'vscode';
import type { Gate, GateOption } from '../../core/gateRecord';

type L10n = Pick<typeof vscode.l10n, 't'>;

/** A row, and what it is about. */
export type GateRow =
  | { readonly kind: 'question' | 'later' | 'text' | 'default' | 'hint'; readonly view: RowView }
  | { readonly kind: 'evidence'; readonly view: RowView; readonly file: string }
  | { readonly kind: 'leave'; readonly view: RowView; readonly how: WayOut }
  | { readonly kind: 'option'; readonly view: RowView; readonly option: GateOption }
  | { readonly kind: 'separator'; readonly view: RowView };

/** What a person may do in place of an answer: leave the step out of its stage's run, or stop that run. */
export type WayOut = 'skipStep' | 'stopStage';

/** The words of a row. */
export interface RowView {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
}

const QUESTION_LINE = 120;
const DRAFT_LINE = 60;

/**
 * The rows while nothing is typed.
 * @param draft the stored draft of a free text
 * @param inStage whether the step can also be left out of the run of its stage
 */
export function restingRows(gate: Gate, draft: string, inStage: boolean, l10n: L10n): GateRow[] {
  return [...answerRows(gate, draft, l10n), ...(inStage ? leaveRows(l10n) : []), ...evidenceRows(gate, l10n)];
}

/**
 * The first line of a Markdown question as a plain one, at most `max` characters. One that leads to a list or a quotation
 * says nothing without the first line of that.
 */
export function firstLine(markdown: string, max = QUESTION_LINE): string {
  const lines = markdown.split(/\r?\n/).map((text) => text.replace(/^[\s>#*-]+/, '').trim());
  const [lead = '', first = ''] = lines.filter((text) => text !== '' && !/^(`{3}|~{3})/.test(text));
  const line = (lead.endsWith(':') ? `${lead} ${first}` : lead).replace(/[*`]/g, '').trim();
  return line.length > max ? `${line.slice(0, max - 1).trimEnd()}…` : line;
}

function answerRows(gate: Gate, draft: string, l10n: L10n): GateRow[] {
  // A stray Down and Enter, meant for an editor, must not choose an answer either.
  const rows: GateRow[] = [questionRow(gate, l10n), laterRow(gate, l10n), separator(l10n.t('Answers'))];
  rows.push(...gate.options.map((option) => optionRow(option, l10n)));
  if (gate.kind === 'input' && gate.defaultText !== undefined)
    rows.push({
      kind: 'default',
      view: {
        label: `$(check) ${l10n.t('Take the default')}`,
        description: firstLine(gate.defaultText, DRAFT_LINE),
      },
    });
  if (gate.allowsText || gate.kind === 'input') rows.push(textRow(draft, l10n));
  return rows;
}

function evidenceRows({ evidence }: Gate, l10n: L10n): GateRow[] {
  const rows = evidence.map(({ label, file }): GateRow => ({
    kind: 'evidence',
    file,
    view: { label: `$(file) ${label}` },
  }));
  return rows.length === 0 ? [] : [separator(l10n.t('Evidence: opens beside, answers nothing')), ...rows];
}

function leaveRows(l10n: L10n): GateRow[] {
  const skip = {
    label: `$(debug-step-over) ${l10n.t('Skip this step…')}`,
    description: l10n.t('asks for a reason'),
    detail: l10n.t('Its run is stopped, and the stage goes on without it.'),
  };
  const stop = {
    label: `$(debug-stop) ${l10n.t('Stop the stage')}`,
    detail: l10n.t('With all that it has begun. What is done stays done, and the stage can be resumed.'),
  };
  return [
    separator(l10n.t('In place of an answer')),
    { kind: 'leave', how: 'skipStep', view: skip },
    { kind: 'leave', how: 'stopStage', view: stop },
  ];
}

function separator(label: string): GateRow {
  return { kind: 'separator', view: { label } };
}

/** The rows while something is typed: no option is among them. */
export function typedRows(gate: Gate, typed: string, l10n: L10n): GateRow[] {
  const rows: GateRow[] = [
    {
      kind: 'hint',
      view: { label: `$(info) ${l10n.t('Typing chooses nothing. Clear the box to see the answers.')}` },
    },
  ];
  if (gate.allowsText || gate.kind === 'input') rows.push(textRow(typed, l10n));
  return [...rows, laterRow(gate, l10n)];
}

function questionRow(gate: Gate, l10n: L10n): GateRow {
  return {
    kind: 'question',
    view: {
      label: `$(book) ${l10n.t('Read the question and evidence')}`,
      description: l10n.t('opens beside, answers nothing'),
      detail: firstLine(gate.question),
    },
  };
}

function laterRow(gate: Gate, l10n: L10n): GateRow {
  const detail =
    gate.blocks === ''
      ? l10n.t('Nothing is lost. The run waits.')
      : l10n.t('Nothing is lost. What waits: {0}.', gate.blocks);
  return { kind: 'later', view: { label: `$(clock) ${l10n.t('Decide later')}`, detail } };
}

function optionRow(option: GateOption, l10n: L10n): GateRow {
  const view = { label: `$(circle-large-outline) ${option.key}`, detail: option.leadsTo };
  return {
    kind: 'option',
    option,
    view: option.needsReason ? { ...view, description: l10n.t('asks for a reason') } : view,
  };
}

function textRow(text: string, l10n: L10n): GateRow {
  const label = `$(edit) ${l10n.t('Answer in your own words…')}`;
  if (text === '') return { kind: 'text', view: { label } };
  return { kind: 'text', view: { label, description: l10n.t('draft: “{0}”', firstLine(text, DRAFT_LINE)) } };
}
