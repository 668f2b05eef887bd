/** How much a batch changed, and whether a person can still review it (prompts.md 2.4: "diff too large"). */
import { code, count, rows } from './shown';

/** What `readSize` reads is git's answer to `diff` with these and two trees. */
export const SIZE_ARGS = ['--numstat', '-z', '--no-renames', '--no-ext-diff', '--no-textconv'];

/** How much of one file changed. */
export interface FileSize {
  /** Relative to the worktree's top folder, `/`-separated. */
  readonly path: string;
  /** Absent for a binary file, whose lines nobody counts. */
  readonly lines?: { readonly added: number; readonly deleted: number };
}

/** How much changed in all. */
export interface DiffSize {
  readonly files: readonly FileSize[];
  /** Added and deleted. */
  readonly lines: number;
}

/** A diff above neither is reviewable. */
export interface DiffLimits {
  readonly lines: number;
  readonly files: number;
}

/** Where a person set no others. */
export const DEFAULT_LIMITS: DiffLimits = { lines: 800, files: 30 };

/** Reads `--numstat -z`, renames too; what is none of it is said, since a size that leaves something out says nothing. */
export function readSize(text: string): DiffSize | { readonly problem: string } {
  const fields = text.split('\0');
  if (fields.pop() !== '') return { problem: 'git was cut short while it told the size of the changes.' };
  const files: FileSize[] = [];
  for (let at = 0; at < fields.length; at += 1) {
    const [, added, deleted, path = ''] = /^(\d{1,15}|-)\t(\d{1,15}|-)\t(.*)$/s.exec(fields[at] ?? '') ?? [];
    // Of a rename the path is empty, and the old and the new one follow.
    const named = path === '' ? fields[(at += 2)] : path;
    if (added === undefined || deleted === undefined || named === undefined || named === '')
      return { problem: 'What git told about the size of the changes cannot be read.' };
    const isText = added !== '-' && deleted !== '-';
    files.push({
      path: named,
      ...(isText && { lines: { added: Number(added), deleted: Number(deleted) } }),
    });
  }
  return sizeOf(files);
}

/** What these files come to together. */
export function sizeOf(files: readonly FileSize[]): DiffSize {
  return { files, lines: files.reduce((sum, file) => sum + linesOf(file), 0) };
}

/** The files with what changed in each, as lines of a fenced block. */
export function sizeLines({ files }: DiffSize): string {
  const all = files.map(
    ({ path, lines }) => `${path} | ${lines ? `+${lines.added} -${lines.deleted}` : 'binary'}`,
  );
  return rows(
    // A line end in a name would begin a row of its own.
    all.map((line) => line.replace(/\s+/g, ' ')),
    200,
  );
}

/** `41 files, 1204 lines`. */
export function sizeWords({ files, lines }: DiffSize): string {
  return `${count(files.length, 'file')}, ${count(lines, 'line')}`;
}

/** What the gate about a batch says of it beside its size. */
export interface SizedBatch {
  readonly number: number;
  /** The name of its marker. */
  readonly marker: string;
  /** See `smallerSize`. */
  readonly smaller: number | undefined;
  /** What it had changed when a person had it go on all the same; absent before. */
  readonly seen: DiffLimits | undefined;
}

/**
 * Why a batch is too large for a review, as Markdown for a gate; `undefined` where it is not, or a person has seen as much.
 */
export function tooLarge(
  size: DiffSize,
  limits: DiffLimits,
  { number, marker, smaller, seen }: SizedBatch,
): string | undefined {
  const { files, lines } = size;
  const isWithin = (most: DiffLimits): boolean => lines <= most.lines && files.length <= most.files;
  if (isWithin(limits) || (seen && isWithin(seen))) return undefined;
  const largest = [...files].sort((left, right) => linesOf(right) - linesOf(left)).slice(0, 5);
  const offer =
    smaller === undefined
      ? `Its one prompt cannot be split: review it, or go back to ${code(marker)} and stop, make the prompt smaller, and resume.`
      : `A smaller batch is easier to review: go back to ${code(marker)} and run again from there with ` +
        `${count(smaller, 'prompt')} in a batch.`;
  return [
    `Batch ${number} changed ${sizeWords(size)}. ` +
      (seen ? 'It has grown since a person had it go on. ' : '') +
      `More than ${count(limits.files, 'file')} or ${count(limits.lines, 'line')} are hard to review.`,
    `The largest changes:\n\n${largest.map(largestRow).join('\n')}`,
    offer,
  ].join('\n\n');
}

function largestRow(file: FileSize): string {
  return `- ${code(file.path)}: ${file.lines ? count(linesOf(file), 'line') : 'binary'}`;
}

function linesOf({ lines }: FileSize): number {
  return lines === undefined ? 0 : lines.added + lines.deleted;
}
