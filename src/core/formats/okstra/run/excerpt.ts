/** The beginning of a foreign text, as much as a document has room for. */

export interface Excerpt {
  readonly text: string;
  readonly cut: boolean;
}

/** At most so many UTF-16 units, and no half of a character at the end. */
export function excerpt(text: string, most: number): Excerpt {
  if (text.length <= most) return { text, cut: false };
  return { text: text.slice(0, most).replace(/[\uD800-\uDBFF]$/, ''), cut: true };
}
