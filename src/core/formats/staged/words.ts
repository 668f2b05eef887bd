/** The words in which plans of the staged formats say how far something is (renn-gsd.md 2.4, 2.5, 3). */
import type { PlanMark } from '../../plan';

const WORDS: readonly (readonly [RegExp, PlanMark])[] = [
  [/^(?:not started|pending|planned|todo|to do|ready|not planned)\b/i, 'pending'],
  [/^(?:superseded|merged)\b/i, 'superseded'],
  [/^(?:complete|completed|done|shipped|verified|passed|✅|✓)/i, 'complete'],
  [/^(?:in[ -]progress|executing|active|started|verifying|partial|🚧)/i, 'in-progress'],
];

/** What a word means as a mark; nothing where it is none of those we know, such as `Deferred`. */
export function markOf(word: string | undefined): { readonly means?: PlanMark } {
  const plain = (word ?? '').replace(/^(?:[*_\s]|[⬜✅🔄🚧📋]️?)+/u, '') || (word ?? '');
  const means = WORDS.find(([pattern]) => pattern.test(plain))?.[1];
  return means === undefined ? {} : { means };
}

const LABEL = /\b(?:SHIPPED|COMPLETED?|DONE|DEFERRED|SUPERSEDED|MERGED INTO(?: \w+){0,2})\b|✅/;

/** A person's mark of completion in a heading: upper case, as people set them. */
export function labelIn(text: string): string | undefined {
  return LABEL.exec(text)?.[0] ?? /\((?:completed|shipped|deferred)[^)]*\)/i.exec(text)?.[0].slice(1, -1);
}

/** The first date of a text, as ISO 8601 UTC. */
export function dateIn(text: string): string | undefined {
  const date = /\b\d{4}-\d{2}-\d{2}\b/.exec(text)?.[0];
  return date === undefined || Number.isNaN(Date.parse(date)) ? undefined : `${date}T00:00:00.000Z`;
}

/**
 * The title in what follows a stage's number: without marks, tags and labels.
 * @param item in a list the title ends where its description begins
 */
export function heading(text: string, item: boolean): string {
  const bold = text.indexOf('**');
  const own = item && bold >= 0 ? text.slice(0, bold) : item ? (text.split(/\s[-–—]\s/, 1)[0] ?? '') : text;
  return own
    .replaceAll('**', '')
    .replace(/^\s*[:.\-–—]\s*/, '')
    .replace(/\[UI\]/g, '')
    .replace(/\((?:INSERTED|completed[^)]*|shipped[^)]*|deferred[^)]*|\d+\/\d+[^)]*)\)/gi, '')
    .replace(/\s*(?:[-–—]\s*)?(?:✅|SHIPPED|COMPLETED?|DONE|DEFERRED|SUPERSEDED|MERGED INTO)\b.*$/, '')
    .replace(/\s*✅.*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
}
