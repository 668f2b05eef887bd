/** What a prompt changed, between two trees of the worktree. */
import { parseCommandLine } from '../../checkCommand';
import { filesNamed } from '../../formats/prompts/run/named';
import { PATCH_ARGS } from '../../formats/prompts/run/patch';
import { readSize, SIZE_ARGS, type DiffSize } from '../../formats/prompts/run/diffSize';
import type { KeptChanges } from '../../formats/prompts/run/kept';
import { isManifest, type Sides } from '../../formats/prompts/run/manifestKeys';
import { sensitiveChanges, type SensitiveChange } from '../../formats/prompts/run/sensitive';
import type { NoAnswer } from '../workTree';
import type { ActionContext } from '../action';
import { promptsWork } from './recorded';
import { agreedIn } from './requested';
import { CHECKS } from './verifyPrompt';
import type { TreeChange } from './promptsWork';

/** What a prompt changed, with what each path has now. */
export interface PromptChanges extends KeptChanges {
  readonly changed: readonly TreeChange[];
}

/** From a tree to the worktree as it is. */
export async function changesSince(
  context: ActionContext,
  before: string,
): Promise<PromptChanges | NoAnswer> {
  const now = await context.tree.capture();
  if ('refused' in now) return now;
  const { tree: after } = now;
  const changes = await promptsWork(context).changes(before, after);
  if ('refused' in changes) return changes;
  const size = await sizeBetween(context, before, after);
  return 'refused' in size ? size : { before, after, size, changed: changes.changed };
}

/** How much differs between two trees. */
export async function sizeBetween(
  context: ActionContext,
  from: string,
  to: string,
): Promise<DiffSize | NoAnswer> {
  const answer = await promptsWork(context).diff(from, to, SIZE_ARGS);
  if ('refused' in answer) return answer;
  const size = readSize(answer.text);
  return 'problem' in size ? { refused: size.problem } : size;
}

/** A patch with more lines is of use to nobody; each file then counts as a whole. */
const MOST_PATCH_LINES = 100_000;

/** The patch; `undefined` where it is too long to be kept, or git does not give it. */
export async function patchBetween(
  context: ActionContext,
  { before, after, size }: KeptChanges,
): Promise<string | undefined> {
  if (size.lines > MOST_PATCH_LINES) return undefined;
  const answer = await promptsWork(context).diff(before, after, PATCH_ARGS);
  return 'text' in answer ? answer.text : undefined;
}

/**
 * What of it touches what other work rests on, the files that commands name which check it too; of a manifest, only what
 * is more than words about the package.
 */
export async function sensitiveIn(
  context: ActionContext,
  { before, after, changed }: PromptChanges,
  globs: readonly string[],
): Promise<readonly (SensitiveChange & TreeChange)[]> {
  const work = promptsWork(context);
  const texts = new Map<string, Sides>();
  for (const { path } of changed) {
    if (!isManifest(path)) continue;
    const [old, now] = [await work.textAt(before, path), await work.textAt(after, path)];
    texts.set(path, { ...(old !== undefined && { before: old }), ...(now !== undefined && { after: now }) });
  }
  return sensitiveChanges(changed, globs, texts, await namedIn(context, after));
}

/** What the project's checks name, and the requested commands that a person has agreed to in this run. */
async function namedIn(context: ActionContext, tree: string): Promise<ReadonlyMap<string, string>> {
  const { header, journals, projectDir } = context;
  const at = await context.tree.prefix();
  if ('refused' in at) return new Map();
  const found = await Promise.all(CHECKS.map((check) => context.findCheck(check)));
  const agreed = header.parent ? agreedIn(journals.events(header.parent.run)) : [];
  const asked = agreed.flatMap((display) => {
    const argvs = parseCommandLine(display);
    return 'problem' in argvs ? [] : [{ display, argvs }];
  });
  const { prefix } = at;
  const manifest = await promptsWork(context).textAt(tree, `${prefix}package.json`);
  const commands = [...found.flatMap((one) => ('argvs' in one ? [one] : [])), ...asked];
  return filesNamed(commands, { folder: projectDir, prefix, manifest });
}
