/** What a section of a Markdown text says, for a line or two elsewhere. */
import { shortened } from './planFile/text';
import { headings, sectionLines } from './sections';

const LONGEST = 400;

/** The first paragraph of the first of these sections that has one; a name alone on its line counts where `bare` has it. */
export function firstParagraph(text: string, names: readonly string[], bare: readonly string[] = []): string {
  const lines = text.split(/\r?\n/);
  const all = headings(lines, 0, bare);
  for (const name of names) {
    const found = sectionLines(lines, all, name).join('\n').trim();
    if (found !== '') return found.split(/\n\s*\n/)[0] ?? '';
  }
  return '';
}

/** One line of at most 400 characters, without the marks of its list; empty for a section that says "None". */
export function sectionLine(text: string, name: string): string {
  const lines = text.split(/\r?\n/);
  const said = sectionLines(lines, headings(lines, 0, []), name)
    .join('\n')
    .slice(0, 20 * LONGEST)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => (/^[-*] /.test(line) ? `; ${line.slice(2).trim()}` : ` ${line}`));
  const flat = said
    .join('')
    .replace(/\s+/g, ' ')
    .replace(/\.; /g, '; ')
    .replace(/^[; ]+/, '');
  return /^(?:none|nothing|n\/a)(?:$|[.!]| [-–—(])/i.test(flat) ? '' : shortened(flat, LONGEST);
}
