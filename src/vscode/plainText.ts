/** Foreign text where the editor reads icons and links out of plain strings: quick picks, notifications, the status bar. */

/** Controls, and the marks that turn the direction of writing around. */
// eslint-disable-next-line no-control-regex -- these are what is taken out
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g;

/** One line of at most `limit` characters in which `$(icon)` and `[text](link)` are nothing but characters. */
export function plainText(text: string, limit = 120): string {
  const line = text.replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim();
  const cut = line.length > limit ? `${line.slice(0, limit)}…` : line;
  return cut.replace(/\$\(/g, '$ (').replace(/\]\(/g, '] (');
}
