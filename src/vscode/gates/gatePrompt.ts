/**
 * What a gate prompt shows, and what accepting a row of it means. Values only: `gatePick.ts` draws it.
 *
 * The rules, which no drawing may break: the first row is one that answers nothing; typing answers nothing and
 * takes the options away until the box is empty again, so that keys meant for an editor cannot choose one.
 */
import type * as vscode from 'vscode';
import type { Gate, GateOption } from '../../core/gateRecord';

type L10n = Pick<typeof vscode.l10n, 't'>;

export type GateRow =
  | { readonly kind: 'question' | 'later' | 'text' | 'default' | 'hint'; readonly view: RowView }
  | { readonly kind: 'evidence'; readonly view: RowView; readonly file: string }
  | { readonly kind: 'leave'; readonly view: RowView; readonly how: WayOut }
  | { readonly kind: 'option'; readonly view: RowView; readonly option: GateOption }
  | { readonly kind: 'separator'; readonly view: RowView };

/** What a person may do in place of an answer: leave the step out of its stage's run, or stop that run. */
export type WayOut = 'skipStep' | 'stopStage';

export interface RowView {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
}

export interface GatePromptView {
  readonly title: string;
  readonly placeholder: string;
  readonly rows: readonly GateRow[];
}

/** What a row means once it is accepted. Everything but `answer` leaves the gate waiting. */
export type GateAct =
  | { readonly act: 'answer'; readonly choice: string }
  | { readonly act: 'askReason'; readonly option: GateOption }
  | { readonly act: 'askText' }
  | { readonly act: 'openQuestion' }
  | { readonly act: 'openEvidence'; readonly file: string }
  | { readonly act: 'leave'; readonly how: WayOut }
  | { readonly act: 'later' }
  | { readonly act: 'nothing' };

const QUESTION_LINE = 120;
const DRAFT_LINE = 60;

/**
 * The prompt of a gate.
 * @param typed what stands in the pick's own box
 * @param draft the stored draft of a free text or a reason
 * @param inStage whether a step asks that the run of its stage has begun: then it can also be left out
 */
export function gatePrompt(
  gate: Gate,
  typed: string,
  draft: string,
  inStage: boolean,
  l10n: L10n,
): GatePromptView {
  const resting = (): GateRow[] => [
    ...answerRows(gate, draft, l10n),
    ...(inStage ? leaveRows(l10n) : []),
    ...evidenceRows(gate, l10n),
  ];
  return {
    title: gateTitle(gate),
    placeholder: placeholderOf(gate, l10n),
    rows: typed === '' ? resting() : typedRows(gate, typed, l10n),
  };
}

/** `<plan> · <number> <title of step or stage> · <gate title>`; a plan without stages is named once. */
export function gateTitle({ plan, step, stage, title }: Gate): string {
  const name = stage === '' ? [] : [`${step.number} ${step.title}`.trim()];
  return [plan.title, ...name, title].join(' · ');
}

/** What asks, in the words of its plan: `step 02 Add durations`. */
export function gateSubject({ subject, step }: Gate): string {
  return subject ?? `step ${step.number} ${step.title}`;
}

/** What accepting a row means while `typed` stands in the box. */
export function actOf(row: GateRow, typed: string): GateAct {
  switch (row.kind) {
    case 'question':
      return { act: 'openQuestion' };
    case 'evidence':
      return { act: 'openEvidence', file: row.file };
    case 'leave':
      return typed === '' ? { act: 'leave', how: row.how } : { act: 'nothing' };
    case 'later':
      return { act: 'later' };
    case 'text':
      return { act: 'askText' };
    case 'default':
      return typed === '' ? { act: 'answer', choice: '' } : { act: 'nothing' };
    case 'option':
      // A row that the editor still showed while something was being typed: not a choice.
      if (typed !== '') return { act: 'nothing' };
      if (row.option.needsReason) return { act: 'askReason', option: row.option };
      return { act: 'answer', choice: row.option.key };
    case 'hint':
    case 'separator':
      return { act: 'nothing' };
  }
}

/** What is typed in the pick goes on where the stored draft ends: nothing that was written is lost. */
export function draftWith(stored: string, typed: string): string {
  return stored !== '' && typed !== '' ? `${stored} ${typed}` : stored + typed;
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

function placeholderOf(gate: Gate, l10n: L10n): string {
  if (gate.options.length === 0) return l10n.t('Choose a row to write your answer');
  return gate.allowsText
    ? l10n.t('Move to an answer and press Enter, or answer in your own words')
    : l10n.t('Move to an answer and press Enter');
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

function typedRows(gate: Gate, typed: string, l10n: L10n): GateRow[] {
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
