/** Draws a gate prompt with the editor's quick inputs. Closing them in any way but an answer leaves the gate waiting. */
import * as vscode from 'vscode';
import type { Gate, GateOption } from '../../core/gateRecord';
import { answerProblem } from '../../core/gates';
import { actOf, draftWith, gatePrompt, gateTitle, type GateAct } from './gatePrompt';
import { firstLine, type GateRow, type WayOut } from './gateRows';
import { untilClosed } from './untilClosed';

/** The answer that a person gave. */
export interface Picked {
  /** An option's key, or the free text; empty means the default of an input gate. */
  readonly choice: string;
  readonly reason?: string;
}

/** What a prompt does beside asking; text that is typed is kept as a draft. */
export interface GatePickPorts {
  draft(): Promise<string>;
  saveDraft(text: string): void;
  /** Shows the question in full beside the editor. */
  openQuestion(): Promise<void>;
  openEvidence(file: string): Promise<void>;
  /** Leaves the question, for a gate of a step that the run of its stage has begun; absent for any other. */
  leave?(how: WayOut): Promise<void>;
}

type Row = vscode.QuickPickItem & { readonly row: GateRow };

/**
 * Asks for the answer to a gate, through as many inputs as that takes.
 * @param closed ends the prompt when the gate was answered elsewhere
 * @returns `undefined` when the person decides later or not at all, pressed Escape, or another input took the place
 */
export async function pickAnswer(
  gate: Gate,
  ports: GatePickPorts,
  closed: AbortSignal,
): Promise<Picked | undefined> {
  for (;;) {
    const act = await pickRow(gate, ports, closed);
    if (act === undefined || act.act === 'later') return undefined;
    if (act.act === 'answer') return { choice: act.choice };
    if (act.act === 'leave') {
      await ports.leave?.(act.how);
      return undefined;
    }
    if (act.act === 'openQuestion') await ports.openQuestion();
    if (act.act === 'openEvidence') await ports.openEvidence(act.file);
    if (act.act === 'askReason' || act.act === 'askText') {
      const option = act.act === 'askReason' ? act.option : undefined;
      const text = await askText(gate, option, ports, closed);
      if (text === undefined) return undefined;
      if (text !== BACK) return option ? { choice: option.key, reason: text } : { choice: text };
    }
  }
}

async function pickRow(gate: Gate, ports: GatePickPorts, closed: AbortSignal): Promise<GateAct | undefined> {
  const stored = await ports.draft();
  const pick = vscode.window.createQuickPick<Row>();
  pick.ignoreFocusOut = true;
  const draw = (): void => {
    const { title, placeholder, rows } = gatePrompt(
      gate,
      pick.value,
      stored,
      ports.leave !== undefined,
      vscode.l10n,
    );
    pick.title = title;
    pick.placeholder = placeholder;
    pick.items = rows.map(asItem);
    pick.activeItems = pick.items.slice(0, 1);
  };
  pick.onDidChangeValue((typed) => {
    draw();
    if (typed !== '' && takesText(gate)) ports.saveDraft(draftWith(stored, typed));
  });
  draw();
  return untilClosed<GateAct>(pick, closed, (done) =>
    pick.onDidAccept(() => {
      const row = pick.activeItems[0]?.row;
      const act = row && actOf(row, pick.value);
      if (act && act.act !== 'nothing') done(act);
    }),
  );
}

const BACK = Symbol('back');

async function askText(
  gate: Gate,
  option: GateOption | undefined,
  ports: GatePickPorts,
  closed: AbortSignal,
): Promise<string | typeof BACK | undefined> {
  const input = vscode.window.createInputBox();
  input.ignoreFocusOut = true;
  input.title = gateTitle(gate);
  input.prompt = option
    ? vscode.l10n.t('Why “{0}”? The reason is recorded and handed to the agent.', option.key)
    : firstLine(gate.question);
  input.value = await ports.draft();
  input.buttons = [vscode.QuickInputButtons.Back];
  input.onDidChangeValue((text) => {
    input.validationMessage = '';
    ports.saveDraft(text);
  });
  return untilClosed<string | typeof BACK>(input, closed, (done) => {
    input.onDidTriggerButton(() => {
      done(BACK);
    });
    input.onDidAccept(() => {
      const problem = textProblem(gate, option, input.value);
      if (problem === undefined) done(input.value);
      else input.validationMessage = problem;
    });
  });
}

/** What is wrong with a written answer, for the input box; `undefined` when it may be sent. */
function textProblem(gate: Gate, option: GateOption | undefined, text: string): string | undefined {
  if (text.trim() === '' && option) return vscode.l10n.t('Write why: a reason is needed here.');
  if (text.trim() === '' && gate.kind !== 'input')
    return vscode.l10n.t('Write an answer, or go back and choose one.');
  return answerProblem(gate, option ? { choice: option.key, reason: text } : { choice: text });
}

function takesText(gate: Gate): boolean {
  return gate.allowsText || gate.kind === 'input';
}

function asItem(row: GateRow): Row {
  return row.kind === 'separator'
    ? { ...row.view, row, kind: vscode.QuickPickItemKind.Separator }
    : { ...row.view, row, alwaysShow: true };
}
