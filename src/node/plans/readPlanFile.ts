/** Reads one plan file: as much as is needed, never through a link that leads out, never what is being written just now. */
import { HEAD_BYTES, type FileText } from '../../core/formats/format';
import { fileProblem, type Problem } from '../../core/problem';
import { MAX_FILE_BYTES } from './defaults';
import { linkTarget, type PlanFiles } from './planFiles';
import { wholeCharacters } from './wholeCharacters';

export interface ReadFile {
  readonly size: number;
  readonly text: FileText;
}

/** A writer that is faster than this many looks will cause another event. */
const LOOKS = 3;

/**
 * @param path the real file to read
 * @param file its absolute path in the plan, for problems
 * @param headOnly whether the first `HEAD_BYTES` are enough; a longer file is else refused above `MAX_FILE_BYTES`
 * @throws the system's errors
 */
export function readPlanFile(
  path: string,
  file: string,
  headOnly: boolean,
  files: PlanFiles,
): ReadFile | Problem {
  const limit = headOnly ? HEAD_BYTES : MAX_FILE_BYTES;
  for (let left = LOOKS; ; left -= 1) {
    const head = files.head(path, limit, headOnly ? 'cut' : 'leave');
    if (head === undefined) return fileProblem('read-failed', 'warning', file, NO_FILE);
    const { size, mtimeMs, bytes } = head;
    if (!headOnly && size > limit) return tooLarge(file, size);
    // Another length than announced: it is being written just now.
    if (bytes.length !== Math.min(size, limit) && left > 1) continue;
    if (isUtf16(bytes)) return fileProblem('file-not-utf8', 'warning', file, NOT_UTF8);
    if (isBinary(file, bytes)) return fileProblem('file-not-text', 'warning', file, NOT_TEXT);
    if (isOldMac(file, bytes)) return fileProblem('file-line-ends', 'warning', file, OLD_MAC);
    const cut = size > bytes.length;
    const text = bytes.toString('utf8', 0, cut ? wholeCharacters(bytes) : bytes.length);
    return { size, text: { text, modified: mtimeMs, ...(cut && { cut }) } };
  }
}

/** Where a file behind a link really lies; a problem when that is outside of the workspace folder, or nowhere. */
export function behindLink(file: string, boundary: string, files: PlanFiles): string | Problem {
  const leads = linkTarget(file, boundary, files);
  return leads === 'inside' ? files.realpath(file) : fileProblem('link-outside', 'warning', file, OUTSIDE);
}

/** By its mark, or by the second half of a first character that any plan may begin with. */
function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  return (
    (first === 0xff && second === 0xfe) ||
    (first === 0xfe && second === 0xff) ||
    (second === 0 && first !== 0)
  );
}

/** As git tells it. What a crash left in a log is another matter: its lines are judged one by one. */
function isBinary(file: string, bytes: Buffer): boolean {
  return isProse(file) && bytes.subarray(0, LOOKED_AT_FOR_NUL).includes(0);
}

/** An editor shows lines in it, and every tool one long line. */
function isOldMac(file: string, bytes: Buffer): boolean {
  return isProse(file) && !bytes.includes(0x0a) && bytes.includes(0x0d);
}

function isProse(file: string): boolean {
  return /\.(?:md|txt)$/i.test(file);
}

const LOOKED_AT_FOR_NUL = 8000;
const NOT_TEXT =
  'This file holds bytes that no text has (NUL) and is not read. Write it again as text, or remove it.';
const NOT_UTF8 =
  'This file is written in UTF-16 and is not read, as no tool here reads it. Save it as UTF-8.';
const OLD_MAC =
  'The lines of this file end with CR alone, which no tool here takes for the end of a line, so it is not read. Save it with LF.';
const NO_FILE = 'This is no regular file any more and is not read.';
const OUTSIDE = 'This link cannot be followed inside the workspace folder and is not read.';

function tooLarge(file: string, size: number): Problem {
  const message = `This file has ${size} bytes, more than ${MAX_FILE_BYTES}, and is not read.`;
  return fileProblem('file-too-large', 'warning', file, message);
}
