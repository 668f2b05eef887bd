/** The commits that are proposed of a batch: what each of its prompts changed, by the patches that were kept. */
import type { BatchRecord } from '../../batch/record';
import { promptName } from '../../formats/prompts/names';
import { commitProposals, type CommitProposal } from '../../formats/prompts/run/commitProposal';
import { PATCH_FILE } from '../../formats/prompts/run/kept';
import { readPatch, type FilePatch } from '../../formats/prompts/run/patch';
import type { ActionContext } from '../action';
import { childIn, keptOf, promptsWork, type Recorded } from './recorded';

export async function proposalsOf(
  context: ActionContext,
  { children, heads }: Recorded,
  { number, steps }: BatchRecord,
): Promise<readonly CommitProposal[]> {
  const changes = [];
  let first: string | undefined;
  for (const { key, title } of steps) {
    const run = childIn(children, number, key);
    const kept = await keptOf(context, run?.id);
    if (run === undefined || kept === undefined) continue;
    first ??= kept.before;
    const files = await patchOf(context, run.id, kept.size.files);
    changes.push({ key, number: promptName(`${key}.txt`)?.number ?? key, title, files });
  }
  const head = heads[String(number)] ?? '';
  const before =
    first === undefined || head === '' ? undefined : await promptsWork(context).changes(head, first);
  return commitProposals(changes, before && 'changed' in before ? before.changed : []);
}

/** Where no patch was kept, or it cannot be read, each file goes whole. */
async function patchOf(
  context: ActionContext,
  run: string,
  files: readonly { readonly path: string }[],
): Promise<readonly FilePatch[]> {
  const text = await promptsWork(context).kept(run, PATCH_FILE);
  const patch = text === undefined ? undefined : readPatch(text);
  if (patch !== undefined && !('problem' in patch)) return patch;
  return files.map(({ path }) => ({ path, what: 'changed', edits: [], whole: true }));
}
