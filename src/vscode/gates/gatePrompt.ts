/**
 * What a gate prompt shows, and what accepting a row of it means. Values only: `gatePick.ts` draws it, and `gateRows.ts` has
 * the words of its rows.
 *
 * The rules, which no drawing may break: the first row is one that answers nothing; typing answers nothing and
 * takes the options away until the box is empty again, so that keys meant for an editor cannot choose one.
 */
import type * as vscode from 'vscode';
import type { Gate, GateOption } from '../../core/gateRecord';
import { restingRows, typedRows, type GateRow, type WayOut } from './gateRows';

type L10n = Pick<typeof vscode.l10n, 't'>;

/** A gate prompt as it is drawn. */
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
  return {
    title: gateTitle(gate),
    placeholder: placeholderOf(gate, l10n),
    rows: typed === '' ? restingRows(gate, draft, inStage, l10n) : typedRows(gate, typed, l10n),
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

function placeholderOf(gate: Gate, l10n: L10n): string {
  if (gate.options.length === 0) return l10n.t('Choose a row to write your answer');
  return gate.allowsText
    ? l10n.t('Move to an answer and press Enter, or answer in your own words')
    : l10n.t('Move to an answer and press Enter');
}
