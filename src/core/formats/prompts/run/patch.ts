/** A patch as git writes it, read into the stretches of lines that it changes. */

/** What `readPatch` reads is git's answer to `diff` with these and two trees: a person's settings change none of it. */
export const PATCH_ARGS = [
  '--patch',
  '--unified=3',
  '--no-renames',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--src-prefix=a/',
  '--dst-prefix=b/',
];

/** Lines that were put in place of others, without unchanged ones between them. */
export interface Edit {
  /** Lines before it in the older text. */
  readonly from: number;
  readonly removed: number;
  readonly added: number;
  /** Its first line as the patch has it, with `+` or `-`. */
  readonly sample: string;
}

export interface FilePatch {
  /** Relative to the worktree's top folder, `/`-separated. */
  readonly path: string;
  readonly what: 'changed' | 'added' | 'deleted';
  readonly edits: readonly Edit[];
  /** More than lines changed, or nobody can tell which: a binary file, its mode, its kind. */
  readonly whole: boolean;
}

const LONGEST_SAMPLE = 120;

/** Linear in the text. What a changed line says is never taken for a line of the patch itself: hunks are counted. */
export function readPatch(text: string): readonly FilePatch[] | { readonly problem: string } {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const files: FilePatch[] = [];
  let at = 0;
  while (at < lines.length) {
    const path = pathOf(lines[at] ?? '');
    if (path === undefined)
      return { problem: 'The patch cannot be read: it names no file where one begins.' };
    const file = readFile(lines, at + 1, path);
    if (file === undefined) return { problem: `The patch of ${JSON.stringify(path)} is cut short.` };
    files.push(file.patch);
    at = file.end;
  }
  return files;
}

const HEADER = 'diff --git ';

/** Both names are the same, since nothing is renamed: the header is as long before the blank between them as after it. */
function pathOf(line: string): string | undefined {
  const names = line.slice(HEADER.length);
  const half = (names.length - 1) / 2;
  const [old, now] = [names.slice(0, half), names.slice(half + 1)].map(unquoted);
  const fits = line.startsWith(HEADER) && Number.isInteger(half) && old?.startsWith('a/') === true;
  return fits && now === `b/${old.slice(2)}` ? old.slice(2) : undefined;
}

const ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '"': 34,
  '\\': 92,
};

/** git quotes a name with bytes that are not plain text. */
function unquoted(name: string): string {
  if (!name.startsWith('"') || !name.endsWith('"')) return name;
  const bytes = Array.from(name.slice(1, -1).matchAll(/\\([0-7]{3}|.)|[^\\]+/gs), ([part, escape]) =>
    escape === undefined
      ? [...new TextEncoder().encode(part)]
      : [ESCAPES[escape] ?? Number.parseInt(escape, 8)],
  );
  return new TextDecoder().decode(Uint8Array.from(bytes.flat()));
}

const HUNK = /^@@ -(\d{1,10})(?:,(\d{1,10}))? \+(\d{1,10})(?:,(\d{1,10}))? @@/;

function readFile(
  lines: readonly string[],
  first: number,
  path: string,
): { readonly patch: FilePatch; readonly end: number } | undefined {
  const edits: Edit[] = [];
  let what: FilePatch['what'] = 'changed';
  let whole = false;
  let at = first;
  for (; at < lines.length && !lines[at]?.startsWith(HEADER); at += 1) {
    const line = lines[at] ?? '';
    const hunk = HUNK.exec(line);
    if (hunk !== null) {
      const end = readHunk(lines, at, hunk, edits);
      if (end === undefined) return undefined;
      at = end;
    } else if (line.startsWith('new file mode')) what = 'added';
    else if (line.startsWith('deleted file mode')) what = 'deleted';
    else if (/^(?:old mode|new mode|Binary files|GIT binary patch)/.test(line)) whole = true;
  }
  return { patch: { path, what, edits, whole }, end: at };
}

/** Adds the edits of a hunk. @returns its last line; `undefined` where it is shorter than it says */
function readHunk(
  lines: readonly string[],
  header: number,
  [, start = '0', before = '1', , after = '1']: RegExpExecArray,
  edits: Edit[],
): number | undefined {
  let [old, now] = [Number(before), Number(after)];
  let from = old === 0 ? Number(start) : Number(start) - 1;
  let open: { from: number; removed: number; added: number; sample: string } | undefined;
  let at = header;
  while (old > 0 || now > 0) {
    at += 1;
    const line = lines[at];
    if (line === undefined) return undefined;
    const sign = line.charAt(0);
    if (sign === '\\') continue;
    if (sign === '-' || sign === '+') {
      if (open === undefined)
        edits.push((open = { from, removed: 0, added: 0, sample: line.slice(0, LONGEST_SAMPLE) }));
      if (sign === '-') open.removed += 1;
      else open.added += 1;
    } else open = undefined;
    if (sign !== '+') [old, from] = [old - 1, from + 1];
    if (sign !== '-') now -= 1;
  }
  return old === 0 && now === 0 ? at : undefined;
}
