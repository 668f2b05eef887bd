/** Proposed changes of other plans in a handoff (coyote.md 1.8: shown as a diff, applied only by a person). */
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { fenced } from './fence';
import { findSection } from './sections';

/** Looking for the shortest difference takes the square of its length: a rewritten file of an agent could hang us. */
export const MAX_EDITS = 1000;

const HEADING = 'Downstream plan updates';

/**
 * A change that an agent made and may not make, as Markdown with a unified diff.
 * @param file the path relative to the plan's folder
 * @param before `undefined` for a new file
 * @param after `undefined` for a deleted file
 */
export function proposal(file: string, before: string | undefined, after: string | undefined): string {
  const name = file.replace(/[\p{Cc}`]/gu, '?');
  const from = before === undefined ? '/dev/null' : `a/${name}`;
  const to = after === undefined ? '/dev/null' : `b/${name}`;
  const patch =
    createTwoFilesPatch(from, to, before ?? '', after ?? '', undefined, undefined, {
      headerOptions: FILE_HEADERS_ONLY,
      maxEditLength: MAX_EDITS,
    }) ?? wholePatch(from, to, before ?? '', after ?? '');
  return `Proposed for \`${name}\`, not applied, for a person to decide:\n\n${fenced(patch, 'diff')}\n`;
}

/** All of one text out and all of the other in: the patch where finding a shorter one would take too long. */
function wholePatch(from: string, to: string, before: string, after: string): string {
  const [old, now] = [linesOf(before), linesOf(after)];
  const range = (lines: readonly string[]): string => `${lines.length === 0 ? 0 : 1},${lines.length}`;
  const changes = [...old.map((line) => `-${line}`), ...now.map((line) => `+${line}`)];
  return [`--- ${from}`, `+++ ${to}`, `@@ -${range(old)} +${range(now)} @@`, ...changes, ''].join('\n');
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/**
 * The handoff with the proposals under "Downstream plan updates", in place of "None" or after what is there. The same
 * proposals are never added twice. Without such a section one is added at the end: a proposal is not lost.
 */
export function withProposals(handoff: string, proposals: string): string {
  const wanted = proposals.trim();
  if (wanted === '') return handoff;
  const lines = handoff.replaceAll('\r\n', '\n').split('\n');
  const section = findSection(lines, HEADING);
  if (section === undefined) return `${handoff.trimEnd()}\n\n## ${HEADING}\n\n${wanted}\n`;
  const body = lines
    .slice(section.heading + 1, section.end)
    .join('\n')
    .trim();
  if (body.includes(wanted)) return handoff;
  const kept = /^none\.?$/i.test(body) ? '' : body;
  const filled = [kept, wanted].filter((part) => part !== '').join('\n\n');
  const rest = lines.slice(section.end);
  const text = [...lines.slice(0, section.heading + 1), '', filled, '', ...rest].join('\n');
  return handoff.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text;
}
