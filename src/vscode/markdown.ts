/** Foreign text inside our Markdown: a plan's words are shown as they are written and mark up nothing. */

/** Escapes all that Markdown could read as markup, links and images included, on one line of at most `limit` characters. */
export function escapeMarkdown(text: string, limit = 400): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const cut = line.length > limit ? `${line.slice(0, limit)}…` : line;
  return cut.replace(/[!-/:-@[-`{-~]/g, '\\$&');
}
