import { compare } from '../checkpoints/compare';
import { tellRefusal } from '../checkpoints/tellRefusal';
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
  const opened = await deps.checkpoints.open(folder);
  if ('refused' in opened) {
    tellRefusal(opened.refused);
    return;
  }
  const { findRepository } = await import('../../node/checkpoints/repository');
  const { gitCommand } = await import('../../node/checkpoints/gitCommand');
  const repository = await findRepository(gitCommand, folder);
  if ('refused' in repository) {
    tellRefusal(repository.refused);
    return;
  }
  const git = { worktree: repository.top };
  await compare(opened.checkpoints, {
    record: { record_id: evidence.commit, name: stepName(view), git },
    folder,
  });
}
