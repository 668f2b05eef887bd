/** The beginning of what is foreign and may be long: as much as a document has room for. */

export interface Excerpt {
  readonly text: string;
  readonly cut: boolean;
}

/** At most so many UTF-16 units, and no half of a character at the end. */
export function excerpt(text: string, most: number): Excerpt {
  if (text.length <= most) return { text, cut: false };
  return { text: text.slice(0, most).replace(/[\uD800-\uDBFF]$/, ''), cut: true };
}

/** A list in Markdown with the first so many items, and how many more there are. */
export function shortList(items: readonly string[], most: number): string {
  const shown = items.slice(0, most).map((item) => `- ${item}`);
  return [...shown, ...(items.length > most ? [`- and ${items.length - most} more`] : [])].join('\n');
}
