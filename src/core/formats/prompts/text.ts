/** Lines of a prompt, a manifest or a log, and what they are. */
import { fencedLines } from '../sections';

export interface Line {
  readonly text: string;
  /** From 0. */
  readonly at: number;
}

/** The lines outside of fenced code, without the blanks around them. A fence that never ends takes the rest. */
export function proseLines(text: string): Line[] {
  const lines = text.split('\n');
  const inCode = fencedLines(lines);
  return lines.flatMap((raw, at) => {
    const line = raw.trim();
    return inCode(at) || /^(?:`{3}|~{3})/.test(line) ? [] : [{ text: line, at }];
  });
}

/** A longer line is prose, never a heading or a bullet with a key. */
export const LONGEST_LINE = 2000;

/** The title of a Markdown heading. */
export function headingTitle(line: string): string | undefined {
  return line.length > LONGEST_LINE ? undefined : /^#{1,6}[ \t]+(.+)$/.exec(line)?.[1];
}

/** The value of the first bullet `- key: value` among some lines, without its backticks, and where it stands. */
export function bullet(lines: readonly Line[], key: string): Line | undefined {
  for (const { text, at } of lines) {
    if (text.length > LONGEST_LINE || !/^[-*] /.test(text)) continue;
    const rest = text.slice(2).trimStart();
    if (!rest.startsWith(`${key}:`)) continue;
    return {
      text: rest
        .slice(key.length + 1)
        .replaceAll('`', '')
        .trim(),
      at,
    };
  }
  return undefined;
}
