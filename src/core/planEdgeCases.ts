/** What an agent may add to a later step's plan: entries at the end of its Edge cases section (coyote.md 1.8). */
import { STEP_SECTIONS } from './formats/coyote/step';
import { fences, headings } from './formats/sections';
import { findSection } from './handoff/sections';

/**
 * The later text, when it only adds entries at the end of the Edge cases section. Otherwise the earlier text with those
 * entries, or without any when there is no such section or what was added is more than entries.
 */
export function withAddedEdgeCases(before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const was = findSection(old, 'Edge cases', STEP_SECTIONS);
  const is = findSection(now, 'Edge cases', STEP_SECTIONS);
  if (was === undefined || is === undefined) return before;
  const kept = trimmedEnd(old.slice(was.heading, was.end));
  const found = trimmedEnd(now.slice(is.heading, is.end));
  const entries = found.slice(kept.length);
  if (!same(kept, found.slice(0, kept.length)) || entries.length === 0 || !onlyEntries(entries))
    return before;
  const outside = (lines: readonly string[], from: number, to: number): string =>
    [...lines.slice(0, from), '', ...lines.slice(to)].join('\n');
  if (outside(old, was.heading, was.end) === outside(now, is.heading, is.end)) return after;
  const eol = before.includes('\r\n') ? '\r' : '';
  const end = was.heading + kept.length;
  return [...old.slice(0, end), ...entries.map((line) => line.trimEnd() + eol), ...old.slice(end)].join('\n');
}

function same(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((line, at) => line.trimEnd() === right[at]?.trimEnd());
}

/** Nothing that would begin another section, end one, or swallow what follows. */
function onlyEntries(lines: readonly string[]): boolean {
  const opensFence = fences(lines).some(({ to }) => to === undefined);
  const rules = lines.some((line) => /^\s*(-{3,}|={3,}|<!--.*)\s*$/.test(line));
  return !opensFence && !rules && headings(lines, 0, STEP_SECTIONS).length === 0;
}

function trimmedEnd(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return lines.slice(0, last + 1);
}
