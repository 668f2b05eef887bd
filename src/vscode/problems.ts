/** The plans' problems in the Problems panel. */
import * as vscode from 'vscode';
import type { Problem, Severity } from '../core/plan';
import type { StageMap } from '../core/status';

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

export class Problems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('stageRunner');

  /** Shows the problems of the map and `more`, in the place of those before. */
  show(map: StageMap, more: readonly Problem[]): void {
    const byFile = new Map<string, vscode.Diagnostic[]>();
    for (const problem of [...more, ...map.plans.flatMap(problemsOf)]) {
      byFile.set(problem.file, [...(byFile.get(problem.file) ?? []), diagnostic(problem)]);
    }
    this.collection.clear();
    for (const [file, diagnostics] of byFile) this.collection.set(vscode.Uri.file(file), diagnostics);
  }

  dispose(): void {
    this.collection.dispose();
  }
}

function problemsOf({ plan, steps }: StageMap['plans'][number]): Problem[] {
  return [...plan.problems, ...steps.flatMap(({ step }) => step.problems)];
}

function diagnostic({ range, message, severity, code }: Problem): vscode.Diagnostic {
  const { start, end } = range;
  const found = new vscode.Diagnostic(
    new vscode.Range(start.line, start.character, end.line, end.character),
    message,
    severities[severity],
  );
  found.source = 'Stage Runner';
  found.code = code;
  return found;
}
