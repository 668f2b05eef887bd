/** The commits that are proposed of a batch: what each of its prompts changed, by the patches that were kept. */
import type { BatchRecord } from '../../batch/record';
import { promptName } from '../../formats/prompts/names';
import { commitProposals, type CommitProposal } from '../../formats/prompts/run/commitProposal';
import { PATCH_FILE } from '../../formats/prompts/run/kept';
import { readPatch, type FilePatch } from '../../formats/prompts/run/patch';
import type { ActionContext } from '../action';
import { keptOf, promptsWork, type Recorded } from './recorded';

/**
 * None of a prompt whose work failed there. One that was done after it had failed before is proposed with all of its
 * attempts that were not taken back: the last went on from what the others had left.
 */
export async function proposalsOf(
  context: ActionContext,
  { children, heads, rolledBack }: Recorded,
  { number, steps, results = [] }: BatchRecord,
): Promise<readonly CommitProposal[]> {
  const changes = [];
  let first: string | undefined;
  for (const { id, header } of children) {
    const batch = header.parent?.batch ?? 0;
    const { key, title } = steps.find((step) => step.key === header.step.key) ?? {};
    if (key === undefined || title === undefined || batch > number || rolledBack.includes(batch)) continue;
    const kept = await keptOf(context, id);
    if (kept === undefined) continue;
    first ??= kept.before;
    const files = await patchOf(context, id, kept.size.files);
    changes.push({ key, number: promptName(`${key}.txt`)?.number ?? key, title, files });
  }
  const head = heads[String(number)] ?? '';
  const before =
    first === undefined || head === '' ? undefined : await promptsWork(context).changes(head, first);
  // What failed has its share all the same: its hunks are not those of another prompt.
  const all = commitProposals(changes, before && 'changed' in before ? before.changed : []);
  return all.filter(({ key }) => !results.some(({ step, outcome }) => step === key && outcome !== 'done'));
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
