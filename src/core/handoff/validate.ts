/** What the step-runner's completion gate asks of a handoff, and what its result is (coyote.md 1.4, 1.5). */
import { findBlock, meantWord, scalar } from '../formats/coyote/grammar';
import type { Handoff } from '../plan';

/** The eight sections of a handoff, in the order in which they are written. */
export const HANDOFF_SECTIONS = [
  'Summary',
  'Completed',
  'Not completed',
  'Deviations',
  'Downstream plan updates',
  'Edge cases discovered',
  'Evidence',
  'Notes for next step',
] as const;

/**
 * The completion gate's problems in its own words, without its leading `- ` (see `asList`); empty means valid.
 * As in the original a `result:` line counts anywhere in the text and by its beginning, and a section by the
 * beginning of a level-two heading, in any order.
 * @param text the handoff's text; `undefined` when the file does not exist
 * @param file its path, as it is to appear in the message
 */
export function handoffDefects(text: string | undefined, file: string): string[] {
  if (text === undefined) return [`handoff file does not exist at ${file}`];
  const lines = text.split('\n');
  const defects: string[] = [];
  if (!lines.some((line) => /^result:[ \t\v\f\r]*(complete|partial|blocked)/.test(line))) {
    defects.push("frontmatter is missing 'result: complete|partial|blocked'");
  }
  const headings = lines.flatMap((line) => /^##[ \t\v\f\r]+(.*)$/s.exec(line)?.[1] ?? []);
  for (const section of HANDOFF_SECTIONS) {
    if (!headings.some((heading) => heading.startsWith(section))) {
      defects.push(`missing required section: ## ${section}`);
    }
  }
  return defects;
}

/** Lines as the original lists them: each after `- ` and before a newline. */
export function asList(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}\n`).join('');
}

/**
 * The result that the handoff's author evidently meant: comment, quotes, case, line end and byte order mark do not matter.
 * `undefined` when the front matter has none or another word. See `exactHandoffResult` for what the original reads.
 */
export function handoffResult(text: string): Handoff['result'] {
  const word = meantWord(exactHandoffResult(text.replace(/^\uFEFF/, '')));
  return word === 'complete' || word === 'partial' || word === 'blocked' ? word : undefined;
}

/** The `result` that the original compares with `complete`; empty when there is none (coyote.md 1.4). */
export function exactHandoffResult(text: string): string {
  const block = findBlock(text);
  return (block && scalar(block, 'result')?.exact) ?? '';
}
