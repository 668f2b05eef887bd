/** What a prompt is for, as far as its text has the sections of custom (prompts.md 2.2). */
import type { StepTexts } from '../stepTexts';
import { sectionOf } from './body';
import { headingTitle, proseLines, type Line } from './text';

export const promptsTexts: StepTexts = {
  /** What stands under "Objective", bare or a heading, else the prose right below the `Title:` line. */
  objective(text) {
    const lines = proseLines(text.replace(/^\uFEFF/, ''));
    const section = lines.findIndex(({ text: line }) => sectionOf(line) === 'objective');
    if (section !== -1) {
      const said = paragraph(lines.slice(section + 1));
      if (said !== '') return said;
    }
    const title = lines.findIndex(({ text: line }) => /^(?:#{1,6} )?\**Title:/.test(line));
    if (title === -1) return '';
    const isBelow = /Title:\**$/.test(lines[title]?.text ?? '');
    const rest = lines.slice(title + 1);
    return paragraph(isBelow ? rest.slice(rest.findIndex((line) => line.text !== '') + 1) : rest);
  },

  /** The log of a prompt is made of what its run answered, and that is said already. */
  outcome: () => '',
};

/** The first lines that are not blank, up to a blank one or what begins a section. */
function paragraph(lines: readonly Line[]): string {
  const from = lines.findIndex(({ text }) => text !== '');
  const rest = from === -1 ? [] : lines.slice(from);
  const end = rest.findIndex(
    ({ text }) => text === '' || headingTitle(text) !== undefined || sectionOf(text) !== undefined,
  );
  return rest
    .slice(0, end === -1 ? undefined : end)
    .map(({ text }) => text)
    .join('\n');
}
