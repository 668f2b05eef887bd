/** What an agent may add to a later step's plan: entries at the end of its Edge cases section (coyote.md 1.8). */
import { STEP_SECTIONS } from './formats/coyoteStep';
import { fences, headings } from './formats/sections';
import { findSection } from './handoff/sections';

/**
 * The earlier text with the entries that the later text adds at the end of its Edge cases section, and nothing else of
 * the later text. The earlier text itself when there is no such section, or when what was added is more than entries.
 * Line ends stay as they were.
 */
export function withAddedEdgeCases(before: string, after: string): string {
  const eol = before.includes('\r\n') ? '\r\n' : '\n';
  const old = before.split(/\r?\n/);
  const section = findSection(old, 'Edge cases', STEP_SECTIONS);
  if (section === undefined) return before;
  const entries = addedEntries(old.slice(section.heading, section.end), after.split(/\r?\n/));
  if (entries.length === 0) return before;
  const kept = trimmedEnd(old.slice(0, section.end));
  const rest = old.slice(section.end);
  return [...kept, ...entries, ...(rest.length === 0 ? [''] : ['', ...rest])].join(eol);
}

/** The lines that follow the old section's own lines in the later text's section; empty when they are not allowed. */
function addedEntries(oldSection: readonly string[], lines: readonly string[]): readonly string[] {
  const section = findSection(lines, 'Edge cases', STEP_SECTIONS);
  if (section === undefined) return [];
  const old = trimmedEnd(oldSection);
  const now = trimmedEnd(lines.slice(section.heading, section.end));
  if (old.some((line, at) => line.trimEnd() !== now[at]?.trimEnd())) return [];
  const entries = now.slice(old.length);
  return onlyEntries(entries) ? entries : [];
}

/** Nothing that would begin another section, close one, or swallow what follows. */
function onlyEntries(lines: readonly string[]): boolean {
  const opensFence = fences(lines).some(({ to }) => to === undefined);
  const rules = lines.some((line) => /^\s*(-{3,}|={3,}|<!--.*)\s*$/.test(line));
  return !opensFence && !rules && headings(lines, 0, STEP_SECTIONS).length === 0;
}

function trimmedEnd(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return lines.slice(0, last + 1);
}
