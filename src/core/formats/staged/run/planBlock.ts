/** One block of a run or plan file as it is written: `<objective>` to `</objective>` (renn-gsd.md 1.3). */
import { codeCursor, fencedCode, isFirstOnLine } from '../../planFile/text';

/** The blocks that prompts quote. */
export type BlockName = 'objective' | 'success_criteria';

/** What may open after a block that nobody closed. */
const NEXT =
  /\n[ \t]{0,20}<(?:objective|execution_context|context|tasks?|feature|verification|success_criteria|output)[ >]/;
const LONGEST_BLOCK = 8000;

/** The text inside the first block of a name outside fenced code, at most 8000 characters; empty where there is none. */
export function planBlock(text: string, name: BlockName): string {
  const inCode = codeCursor(fencedCode(text, 0));
  const tag = `<${name}>`;
  for (let at = text.indexOf(tag); at !== -1; at = text.indexOf(tag, at + 1)) {
    if (!isFirstOnLine(text, at) || inCode(at) !== undefined) continue;
    const inner = text.slice(at + tag.length, at + tag.length + LONGEST_BLOCK);
    const close = inner.indexOf(`</${name}>`);
    const next = inner.search(NEXT);
    const ends = [close, next, inner.length].filter((end) => end !== -1);
    return inner.slice(0, Math.min(...ends)).trim();
  }
  return '';
}
