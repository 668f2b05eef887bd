import * as vscode from 'vscode';
import { showChanges } from '../checkpoints/compare';
import { tellRefusal } from '../checkpoints/rollBackFlow';
import type { CommandDeps } from './command';
import { asNode, stepName, stepOfNode } from './targets';
import { isTrusted } from './trust';

/** What changed in the working tree since the commit that another tool recorded as the checkpoint of a step. */
export async function compareRecorded(deps: CommandDeps, target: unknown): Promise<void> {
  if (!isTrusted()) return;
  const view = stepOfNode(deps.store, asNode(target));
  const folder = view && deps.store.plan(view.plan)?.plan.folder;
  const evidence = view?.step.evidence;
  if (folder === undefined || !evidence || 'missing' in evidence || evidence.commit === undefined) return;
  const { commit } = evidence;
  const opened = await deps.checkpoints.open(folder);
  if ('refused' in opened) {
    tellRefusal(opened.refused);
    return;
  }
  const changes = await opened.checkpoints.changes(commit);
  if ('refused' in changes) {
    tellRefusal(changes.refused);
    return;
  }
  const name = stepName(view);
  if (changes.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Nothing changed since “{0}”.', name));
    return;
  }
  const { findRepository } = await import('../../node/checkpoints/repository');
  const { gitCommand } = await import('../../node/checkpoints/gitCommand');
  const repository = await findRepository(gitCommand, folder);
  if ('refused' in repository) tellRefusal(repository.refused);
  else
    await showChanges(
      { record: { record_id: commit, name, git: { worktree: repository.top } }, folder },
      changes,
    );
}
