/**
 * Which commits a batch could become: one for each prompt, `[PROMPT_09] …` (prompts.md 2.4, 2.5), with the files, and
 * the hunks where several prompts changed one file. Nothing is committed here.
 */
import type { PathChange } from '../../../checkpoints/checkpoint';
import { inLine } from '../../../checkpoints/message';
import { append, group } from '../../../group';
import { type Argv, commitCommands } from './commands';
import { stretchesOf, type Stretch } from './ownership';
import type { FilePatch } from './patch';
import { cut } from './shown';

/** What one prompt of a batch changed. */
export interface PromptChange {
  /** `PROMPT_09`. */
  readonly key: string;
  /** The digits as written: the subject names the prompt by them. */
  readonly number: string;
  readonly title: string;
  readonly files: readonly FilePatch[];
}

/** What of a file goes into a commit. */
export interface ProposedFile {
  readonly path: string;
  /** Absent: the whole file. Lines count in the file as it is after the batch. */
  readonly hunks?: readonly Stretch[];
  /** What a person has to know: why it cannot be split, what else is in it. One sentence. */
  readonly note?: string;
}

export interface CommitProposal {
  readonly key: string;
  /** The whole message, one line. */
  readonly message: string;
  readonly files: readonly ProposedFile[];
  /** To be run in the worktree's top folder, one after the other; none where nothing is left to commit. */
  readonly commands: readonly Argv[];
}

/**
 * @param changes in the order in which the prompts ran; of one that was tried again, each attempt
 * @param before what differed from HEAD before the batch; a path `added` there is not in HEAD
 */
export function commitProposals(
  changes: readonly PromptChange[],
  before: readonly PathChange[],
): readonly CommitProposal[] {
  const older = new Map(before.map(({ path, what }) => [path, what]));
  const touched = group(
    changes.flatMap(({ key, files }) => files.map((file) => ({ key, file }))),
    ({ file }) => file.path,
  );
  const taken = new Map<string, ProposedFile[]>();
  for (const [path, touches] of touched)
    for (const { key, file } of shares(path, touches, older.get(path))) append(taken, key, file);
  const prompts = new Map(changes.map((change) => [change.key, change]));
  return [...prompts.values()].map(({ key, number, title }) => {
    const files = taken.get(key) ?? [];
    const message = commitSubject(number, title);
    return { key, message, files, commands: commitCommands(files, message) };
  });
}

/** Cut so that a log shows it whole. */
const LONGEST_SUBJECT = 100;

/** The subject of the commit of a prompt, by its digits as written (prompts.md 2.5). */
export function commitSubject(number: string, title: string): string {
  return cut(`[PROMPT_${number}] ${inLine(title)}`.trim(), LONGEST_SUBJECT);
}

interface Touch {
  readonly key: string;
  readonly file: FilePatch;
}

interface Share {
  readonly key: string;
  readonly file: ProposedFile;
}

/** What of one file goes into whose commit. */
function shares(
  path: string,
  touches: readonly Touch[],
  older: PathChange['what'] | undefined,
): readonly Share[] {
  const [first] = touches;
  const last = touches.at(-1);
  if (first === undefined || last === undefined) return [];
  const isNew = older === 'added' || first.file.what === 'added';
  if (isNew && last.file.what === 'deleted') return [];
  const keys = [...new Set(touches.map(({ key }) => key))];
  if (keys.length === 1 && older === undefined) return [{ key: last.key, file: { path } }];
  const why = unsplittable(touches, older);
  if (why === undefined) return split(path, touches, older);
  const others = keys.length > 1 ? `${keys.join(' and ')} changed it. ` : '';
  const dirty = older === undefined ? '' : 'It had changes before the batch. ';
  return [{ key: last.key, file: { path, note: `${others}${dirty}It goes whole: ${why}.` } }];
}

/** Why `git add --patch` cannot take a part of the file. */
function unsplittable(touches: readonly Touch[], older: PathChange['what'] | undefined): string | undefined {
  if (older === 'deleted') return 'HEAD has it and it was deleted before the batch';
  if (older === 'added' || touches[0]?.file.what === 'added')
    return 'HEAD does not have it, and a new file has one hunk';
  if (touches.some(({ file }) => file.what !== 'changed'))
    return 'it was deleted, made again or became another kind of file';
  if (touches.some(({ file }) => file.whole)) return 'it is no text, or its mode changed';
  return undefined;
}

const OLDER = 'Hunks from before the batch are in it too: leave those out.';

function split(
  path: string,
  touches: readonly Touch[],
  older: PathChange['what'] | undefined,
): readonly Share[] {
  const stretches = stretchesOf(touches.map(({ key, file }) => ({ owner: key, edits: file.edits })));
  const keys = [...new Set(touches.map(({ key }) => key))];
  return keys.flatMap((key, at): Share[] => {
    const later = new Set(keys.slice(at + 1));
    // What several made goes with the last of them: before that it is not whole.
    const hunks = stretches.filter(
      ({ owners }) => owners.includes(key) && !owners.some((other) => later.has(other)),
    );
    if (hunks.length === 0) return [];
    const mixed = hunks.filter(({ owners }) => owners.length > 1);
    const notes = [
      ...(older === undefined ? [] : [OLDER]),
      ...(mixed.length === 0 ? [] : [mixedNote(mixed, keys)]),
    ];
    return [{ key, file: { path, hunks, ...(notes.length > 0 && { note: notes.join(' ') }) } }];
  });
}

function mixedNote(mixed: readonly Stretch[], keys: readonly string[]): string {
  const owners = keys.filter((key) => mixed.some((stretch) => stretch.owners.includes(key)));
  const what = mixed.length === 1 ? 'One hunk is' : `${mixed.length} hunks are`;
  return `${what} of ${owners.join(' and ')} together and cannot be told apart.`;
}
