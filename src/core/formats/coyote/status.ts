/** Rewriting the status of a step plan, byte for byte as the step-runner does it (coyote.md 1.3). */
import { findBlock } from './grammar';
import type { StatusEdit, WritableMark } from '../format';

/**
 * Replaces every whole `status:` line of the first front-matter block, comment and carriage return included; every
 * other byte stays. As in the original nothing is written where there is no such line, and a step without one never
 * leaves "pending" on disk. Unlike the original, no newline is added to a file that ends without one.
 */
export function withStatus(text: string, mark: WritableMark): StatusEdit {
  const block = findBlock(text);
  if (block === undefined) return { unchanged: 'There is no front matter, so there is no status to write.' };
  const lines = text.split('\n');
  const first = block.opener + 1;
  const isStatus = (line: string, index: number): boolean =>
    index >= first && index < (block.closer ?? lines.length) && line.startsWith('status:');
  if (!lines.some(isStatus)) return { unchanged: 'The front matter has no status line to write.' };
  const changed = lines.map((line, index) => (isStatus(line, index) ? `status: ${mark}` : line)).join('\n');
  return changed === text ? { unchanged: `The status is ${mark} already.` } : { text: changed };
}
