/** A record's time, shorter: `2026-01-31 09:05 UTC`. */
export function when(at: string): string {
  return at.replace(/^(.{10})T(.{5}).*$/, '$1 $2 UTC');
}
