/** Files of a person are replaced only when a checkpoint holds them. */
import type { CheckpointRefusal } from '../../core/checkpoints/checkpoint';
import type { Run } from '../../core/run';
import type { CapturedTree } from '../checkpoints/snapshotTree';
import type { Drive } from '../runner/drive';

/** The code of the refusal when no checkpoint could be taken. */
export const UNHELD = 'unheld';

const DEADLINE_MS = 60_000;

/** Takes a safety checkpoint of the tree as it was captured; why there is none. */
export async function holdForPerson(
  { host }: Drive,
  { header: { step } }: Run,
  captured: CapturedTree,
): Promise<{ readonly refused: CheckpointRefusal } | undefined> {
  if (host.checkpoints === undefined) return refused('there is nothing here that takes checkpoints.');
  const taken = await host.checkpoints.take({
    id: host.newId(),
    kind: 'safety',
    name: `before taking files of step ${step.number === '' ? step.key : step.number}`,
    by: await host.who(),
    deadlineMs: DEADLINE_MS,
    captured,
  });
  return 'refused' in taken ? refused(taken.refused.detail) : undefined;
}

function refused(why: string): { readonly refused: CheckpointRefusal } {
  return { refused: { code: UNHELD, detail: `Your files were not replaced: ${why}`, wayOut: '' } };
}
