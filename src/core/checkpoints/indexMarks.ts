/** Marks of git's index file that keep git from looking at files. */

/** `DIRC`. */
const SIGNATURE = 0x44495243;
const HEADER = 12;
/** Bytes of an entry before the flags, and of a checksum, where names of objects are SHA-1. */
const FLAGS_AT = 60;
const CHECKSUM = 20;
const ASSUME_UNCHANGED = 0x8000;
const EXTENDED = 0x4000;
const SKIP_WORKTREE = 0x4000;
const NAME_LENGTH = 0xfff;

/**
 * Whether no entry of an index file (gitformat-index, versions 2 to 4) is marked `assume-unchanged` or `skip-worktree`.
 * False also where that cannot be told for certain: another version or hash, entries kept in another file, a damaged
 * file. Then git has to be asked.
 */
export function isCertainlyUnmarked(index: Uint8Array): boolean {
  if (index.length < HEADER + CHECKSUM) return false;
  const view = new DataView(index.buffer, index.byteOffset, index.length);
  const version = view.getUint32(4);
  if (view.getUint32(0) !== SIGNATURE || version < 2 || version > 4) return false;
  const end = index.length - CHECKSUM;
  let at = HEADER;
  for (let entry = view.getUint32(8); entry > 0; entry -= 1) {
    // The longest fixed part, so that nothing is read beyond the end.
    if (at + FLAGS_AT + 4 > end) return false;
    const flags = view.getUint16(at + FLAGS_AT);
    const extended = (flags & EXTENDED) !== 0;
    if (extended && version === 2) return false;
    if ((flags & ASSUME_UNCHANGED) !== 0) return false;
    if (extended && (view.getUint16(at + FLAGS_AT + 2) & SKIP_WORKTREE) !== 0) return false;
    const name = at + FLAGS_AT + (extended ? 4 : 2);
    at = version === 4 ? afterShortened(index, name) : afterPadded(index, at, name, flags & NAME_LENGTH);
  }
  return endsWithPlainExtensions(view, at, end);
}

/** Version 4: how much of the name before is kept, as a number of bytes of which only the last is below 128, then the rest. */
function afterShortened(index: Uint8Array, name: number): number {
  let rest = name;
  while ((index[rest] ?? 0) >= 0x80) rest += 1;
  return afterNul(index, rest + 1);
}

/** Versions 2 and 3: the whole name, then one to eight NUL so that an entry is a multiple of eight. */
function afterPadded(index: Uint8Array, entry: number, name: number, length: number): number {
  // A length that does not fit is not told.
  const nameEnd = length < NAME_LENGTH ? name + length : afterNul(index, name) - 1;
  // Where the name is not followed by NUL, this is not the file that it was taken for.
  return index[nameEnd] === 0 ? entry + ((nameEnd - entry + 8) & ~7) : index.length;
}

function afterNul(index: Uint8Array, from: number): number {
  const found = index.indexOf(0, from);
  return found < 0 ? index.length : found + 1;
}

/**
 * Extensions lie end to end up to the checksum, which shows that the entries were read rightly. One whose name begins
 * with a small letter changes what the entries mean (`link`: a split index, `sdir`: a sparse one).
 */
function endsWithPlainExtensions(view: DataView, from: number, end: number): boolean {
  let at = from;
  while (at + 8 <= end) {
    const first = view.getUint8(at);
    if (first < 0x41 || first > 0x5a) return false;
    at += 8 + view.getUint32(at + 4);
  }
  return at === end;
}
