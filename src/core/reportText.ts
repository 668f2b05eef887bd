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

/** A link to a file or folder by its absolute path, named by the path's last two parts. */
export function link(path: string): string {
  const name = path.split(/[\\/]/).slice(-2).join('/');
  const parts = path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  const absolute = parts.replace(/^([A-Za-z])%3A/, '/$1:');
  return `[${inline(name)}](file://${absolute.replaceAll('(', '%28').replaceAll(')', '%29')})`;
}
