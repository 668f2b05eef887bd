/** Proposed changes of other plans in a handoff (coyote.md 1.8: shown as a diff, applied only by a person). */
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { fenced } from './fence';
import { findSection } from './sections';

const HEADING = 'Downstream plan updates';

/**
 * A change that an agent made and may not make, as Markdown with a unified diff.
 * @param file the path relative to the plan's folder
 * @param before `undefined` for a new file
 * @param after `undefined` for a deleted file
 */
export function proposal(file: string, before: string | undefined, after: string | undefined): string {
  const name = file.replace(/[\p{Cc}`]/gu, '?');
  const patch = createTwoFilesPatch(
    before === undefined ? '/dev/null' : `a/${name}`,
    after === undefined ? '/dev/null' : `b/${name}`,
    before ?? '',
    after ?? '',
    undefined,
    undefined,
    { headerOptions: FILE_HEADERS_ONLY },
  );
  return `Proposed for \`${name}\`, not applied, for a person to decide:\n\n${fenced(patch, 'diff')}\n`;
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
