/** `NOTES.md` is appended to, never rewritten (coyote.md 1.6). */
import { diffLines } from 'diff';
import { MAX_EDITS } from './handoff/proposals';

/**
 * The notes as they may stay. When the earlier text is the beginning of the later one, that is the later text; when
 * lines were only inserted, the earlier text with those lines at its end; otherwise, and where there are too many changes to tell, the earlier text.
 */
export function appendedNotes(before: string, after: string): string {
  // Without a final newline, what comes next would go on with somebody else's line.
  if (
    after.startsWith(before) &&
    (before === '' || before.endsWith('\n') || /^\r?\n/.test(after.slice(before.length)))
  )
    return after;
  const parts = diffLines(before, after, { stripTrailingCr: true, maxEditLength: MAX_EDITS });
  if (parts === undefined) return before;
  if (parts.some((part) => part.removed && part.value.trim() !== '')) return before;
  const added = parts.filter((part) => part.added && part.value.trim() !== '').map((part) => part.value);
  if (added.length === 0) return before;
  return `${before.trimEnd()}\n${added.map((text) => `${text.trimEnd()}\n`).join('')}`;
}
