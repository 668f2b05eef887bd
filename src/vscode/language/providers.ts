/** What `offers.ts`, `lenses.ts` and the references of a text say, in VS Code's words. */
import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Step } from '../../core/plan';
import type { Range } from '../../core/problem';
import { writtenDependencies, writtenPaths } from '../../core/planText/references';
import type { StageMap } from '../../core/status';
import { lensesOf } from './lenses';
import { explainedAt, offersAt, slipsIn, type Offer } from './offers';
import { baseOf, type PlanFile, planFileAt, planFilesAt } from './planFiles';

const KINDS: Readonly<Record<Offer['kind'], vscode.CompletionItemKind>> = {
  key: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.EnumMember,
  step: vscode.CompletionItemKind.Reference,
};

export function codeLenses(document: vscode.TextDocument, map: StageMap): vscode.CodeLens[] {
  const context = { now: new Date(), trusted: vscode.workspace.isTrusted, l10n: vscode.l10n };
  return planFilesAt(map, document.uri.fsPath).flatMap(({ view, plan }) => {
    const range = topOf(view.step);
    return lensesOf(view, plan.plan, context).map(
      ({ title, command, target }) =>
        new vscode.CodeLens(range, { title, command: `stageRunner.${command}`, arguments: [target] }),
    );
  });
}

/** Dependencies lead to their steps, `@path` lines to their files, where these are there. */
export async function links(document: vscode.TextDocument, map: StageMap): Promise<vscode.DocumentLink[]> {
  const file = planFile(document, 0, map);
  if (file === undefined) return [];
  const text = linesOf(document);
  const { plan } = file.plan;
  const paths = writtenPaths(text, baseOf(plan), plan.folder);
  const present = await Promise.all(
    paths.map(async (path) => ((await isFile(path.file)) ? [{ ...path, line: undefined }] : [])),
  );
  return [
    ...writtenDependencies(text, file.view.step).flatMap(({ range, dependency }) => {
      const step = stepNamed(file, dependency?.step);
      return step === undefined ? [] : [{ range, file: step.file, line: step.line }];
    }),
    ...present.flat(),
  ].map(({ range, file: target, line }) => {
    const uri = vscode.Uri.file(target);
    return new vscode.DocumentLink(
      rangeOf(range),
      line === undefined ? uri : uri.with({ fragment: `L${line + 1}` }),
    );
  });
}

export function definition(
  document: vscode.TextDocument,
  position: vscode.Position,
  map: StageMap,
): vscode.LocationLink[] {
  const file = planFile(document, position.line, map);
  if (file === undefined) return [];
  return writtenDependencies(linesOf(document), file.view.step).flatMap(({ range, dependency }) => {
    const step = stepNamed(file, dependency?.step);
    if (step === undefined || !rangeOf(range).contains(position)) return [];
    const targetUri = vscode.Uri.file(step.file);
    return [{ originSelectionRange: rangeOf(range), targetUri, targetRange: topOf(step) }];
  });
}

export function hover(
  document: vscode.TextDocument,
  position: vscode.Position,
  map: StageMap,
): vscode.Hover | undefined {
  const file = planFile(document, position.line, map);
  const explained = file && explainedAt(linesOf(document), position, file, vscode.l10n);
  return (
    explained && new vscode.Hover(new vscode.MarkdownString(explained.markdown), rangeOf(explained.range))
  );
}

export function completions(
  document: vscode.TextDocument,
  position: vscode.Position,
  map: StageMap,
): vscode.CompletionItem[] {
  const file = planFile(document, position.line, map);
  if (file === undefined) return [];
  return offersAt(linesOf(document), position, file, vscode.l10n).map(({ label, detail, insert, kind }) => {
    const item = new vscode.CompletionItem({ label, description: detail }, KINDS[kind]);
    item.insertText = insert;
    return item;
  });
}

/** Of the text as it is in the editor, saved or not. */
export function slips(document: vscode.TextDocument, map: StageMap): vscode.Diagnostic[] {
  const file = planFile(document, 0, map);
  if (file === undefined) return [];
  return slipsIn(linesOf(document), file.plan.plan.format, vscode.l10n).map(({ range, message }) => {
    const found = new vscode.Diagnostic(rangeOf(range), message, vscode.DiagnosticSeverity.Information);
    found.source = 'Stage Runner';
    return found;
  });
}

function planFile(document: vscode.TextDocument, line: number, map: StageMap): PlanFile | undefined {
  return document.uri.scheme === 'file' ? planFileAt(map, document.uri.fsPath, line) : undefined;
}

function linesOf(document: vscode.TextDocument): string[] {
  return document.getText().split(/\r?\n/);
}

function stepNamed({ plan }: PlanFile, key: string | undefined): Step | undefined {
  return key === undefined ? undefined : plan.steps.find(({ step }) => step.key === key)?.step;
}

/** Where a step begins in its file. */
function topOf({ line = 0 }: Step): vscode.Range {
  return new vscode.Range(line, 0, line, 0);
}

function rangeOf({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}
