/** Pieces of text in Markdown pages. */
/** Foreign text within a line: nothing in it is taken as Markdown. */
export function inline(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*[\]<]|^[#>+-]|(?<!\w)_|_(?!\w)/g, '\\$&');
}

/** `2026-01-31 12:00:05 UTC`; what is no time stays as it is. */
export function time(iso: string): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)/.exec(iso);
  return match ? `${match[1] ?? ''} ${match[2] ?? ''} UTC` : inline(iso);
}

/**
 * The path of a file or folder as code. No link: VS Code's preview takes no `file:` target and would show its brackets,
 * and one without a scheme counts from the workspace folder, where records do not lie.
 */
export function pathText(path: string): string {
  const text = path.replace(/\s+/g, ' ');
  const runs = Array.from(text.matchAll(/`+/g), (run) => run[0].length);
  const ticks = '`'.repeat(Math.max(0, ...runs) + 1);
  return runs.length === 0 ? `${ticks}${text}${ticks}` : `${ticks} ${text} ${ticks}`;
}

/** A chapter of a page; nothing where none of its parts says anything. */
export function section(title: string, parts: readonly string[]): string {
  const filled = parts.filter((part) => part !== '');
  return filled.length === 0 ? '' : [`## ${title}`, ...filled].join('\n\n');
}
