import * as vscode from 'vscode';
import { LONGEST_NAME } from '../../core/checkpoints/checkpoint';
import type { TakeResult } from '../../node/checkpoints/ports';
import { tellRefusal } from '../checkpoints/tellRefusal';
import { newId } from '../host';
import { plainText } from '../plainText';
import type { CommandDeps } from './command';
import { asNode, chooseFolder } from './targets';
import { isTrusted } from './trust';

const DEADLINE_MS = 60_000;

/** Takes the state of the files as it is now, under a name that a person gives. */
export async function createCheckpoint(deps: CommandDeps, target: unknown): Promise<void> {
  if (!isTrusted()) return;
  const folder = await folderOf(deps, target);
  if (folder === undefined) return;
  const opened = await deps.checkpoints.open(folder);
  if ('refused' in opened) {
    await deps.checkpoints.refresh();
    tellRefusal(opened.refused);
    return;
  }
  const name = await askName();
  if (name === undefined) return;
  const by = await deps.runners.who(folder);
  const title = vscode.l10n.t('Creating the checkpoint “{0}”…', plainText(name));
  const location = vscode.ProgressLocation.Window;
  const request = { id: newId(new Date()), kind: 'manual', name, by, deadlineMs: DEADLINE_MS } as const;
  const result = await vscode.window.withProgress({ location, title }, () => opened.automatic.take(request));
  await deps.checkpoints.refresh();
  if ('refused' in result) tellRefusal(result.refused);
  else tellCreated(result);
}

function tellCreated({ record, recordProblem, tagProblem }: Exclude<TakeResult, { refused: unknown }>): void {
  const problem = recordProblem ?? tagProblem;
  if (problem !== undefined) void vscode.window.showWarningMessage(plainText(problem, 1000));
  const leftOut = record.left_out.length;
  const done = vscode.l10n.t('Checkpoint “{0}” created.', plainText(record.name));
  const gaps = vscode.l10n.t('Left out: {0}; its row in the view “Checkpoints” lists them.', leftOut);
  void vscode.window.showInformationMessage(leftOut === 0 ? done : `${done} ${gaps}`);
}

async function folderOf({ store }: CommandDeps, target: unknown): Promise<string | undefined> {
  const node = asNode(target);
  const plan = node && store.plan(node.plan)?.plan;
  return (
    plan?.folder ?? (await chooseFolder(vscode.l10n.t('Create a checkpoint of which folder?')))?.uri.fsPath
  );
}

function askName(): Thenable<string | undefined> {
  const now = new Date();
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  return vscode.window
    .showInputBox({
      title: vscode.l10n.t('Create a checkpoint of all files as they are now'),
      prompt: vscode.l10n.t('A name, to find it again. Branch, index and stash stay as they are.'),
      value: `${day} ${two(now.getHours())}:${two(now.getMinutes())}`,
      ignoreFocusOut: true,
      validateInput: nameProblem,
    })
    .then((name) => name?.trim());
}

/** What is wrong with the name of a checkpoint. */
export function nameProblem(name: string): string | undefined {
  if (name.trim() === '') return vscode.l10n.t('Write a name.');
  return name.trim().length > LONGEST_NAME
    ? vscode.l10n.t('At most {0} characters.', LONGEST_NAME)
    : undefined;
}
