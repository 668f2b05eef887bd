/** Plan files that a person saves in this editor while an agent is at work on their plan: they are not put back. */
import { join, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import type { Run } from '../core/run';
import type { StageStore } from './store';

/** Follows saves until disposed of; what fails is told to `report`. */
export function keepSavedPlans(store: StageStore, report: (error: unknown) => void): vscode.Disposable {
  let last: Promise<void> = Promise.resolve();
  return vscode.workspace.onDidSaveTextDocument((document) => {
    const { fsPath, scheme } = document.uri;
    const text = document.getText();
    if (scheme === 'file') last = last.then(() => keep(store, fsPath, text)).catch(report);
  });
}

async function keep(store: StageStore, file: string, text: string): Promise<void> {
  for (const { plan, steps, stages } of store.map.plans) {
    if (!file.startsWith(plan.root + sep)) continue;
    const name = relative(plan.root, file).split(sep).join('/');
    const ofStages = stages.flatMap(({ lastRun }) => lastRun?.run ?? []);
    for (const run of [...steps.flatMap(({ lastRun }) => lastRun ?? []), ...ofStages]) {
      for (const folder of await notesOf(store, run)) {
        const { keepPersonsSave } = await import('../node/runner/planProtection');
        await keepPersonsSave(plan.root, folder, name, text);
      }
    }
  }
}

/** Where the plan was noted for the attempts of a run that are under way. */
async function notesOf(store: StageStore, { id, header, phase, attempts }: Run): Promise<string[]> {
  // A worktree has its own copy of the plan, which the merge brings together with what was saved here.
  if (header.isolated) return [];
  const open = attempts.filter(({ outcome }) => phase === 'active' && outcome === undefined);
  if (open.length === 0) return [];
  const { planFolderOf } = await import('../node/runner/agentTask');
  const folder = join(await store.dataFolderFor(header.folder), 'runs', id);
  return open.map(({ attempt }) => planFolderOf({ folder }, attempt));
}
