/** The plural of a format's term: `batch` is "batches". */
export function plural(term: string): string {
  return /(?:s|x|ch|sh)$/.test(term) ? `${term}es` : `${term}s`;
}
