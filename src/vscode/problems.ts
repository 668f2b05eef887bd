/** The plans' problems in the Problems panel. */
import * as vscode from 'vscode';
import { append } from '../core/group';
import type { Problem, Severity } from '../core/problem';
import { problemsOf } from '../core/planProblems';
import type { StageMap } from '../core/status';

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

export class Problems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('stageRunner');
  private shown = new Map<string, readonly Problem[]>();

  /** Shows the problems of the map and `more`, in the place of those before; a file with the same ones is left alone. */
  show(map: StageMap, more: readonly Problem[]): void {
    const byFile = new Map<string, Problem[]>();
    for (const problem of eachProblem(map, more)) append(byFile, problem.file, problem);
    const changes: [vscode.Uri, vscode.Diagnostic[] | undefined][] = [];
    for (const file of this.shown.keys())
      if (!byFile.has(file)) changes.push([vscode.Uri.file(file), undefined]);
    for (const [file, problems] of byFile) {
      if (!same(problems, this.shown.get(file)))
        changes.push([vscode.Uri.file(file), problems.map(diagnostic)]);
    }
    this.shown = byFile;
    if (changes.length > 0) this.collection.set(changes);
  }

  dispose(): void {
    this.collection.dispose();
  }
}

function* eachProblem({ plans }: StageMap, more: readonly Problem[]): Generator<Problem> {
  yield* more;
  for (const { plan } of plans) yield* problemsOf(plan);
}

function same(left: readonly Problem[], right: readonly Problem[] | undefined): boolean {
  return left.length === right?.length && left.every((problem, index) => problem === right[index]);
}

function diagnostic({ range, message, example, related, severity, code }: Problem): vscode.Diagnostic {
  const text = example === undefined ? message : vscode.l10n.t('{0} Example: {1}', message, example);
  const found = new vscode.Diagnostic(rangeOf(range), text, severities[severity]);
  found.source = 'Stage Runner';
  found.code = code;
  if (related) {
    const place = new vscode.Location(vscode.Uri.file(related.file), rangeOf(related.range));
    found.relatedInformation = [new vscode.DiagnosticRelatedInformation(place, related.message)];
  }
  return found;
}

function rangeOf({ start, end }: Problem['range']): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
