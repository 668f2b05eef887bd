/** Names of the visible markers of checkpoints: tags `<prefix>-<nn>` (`stageRunner.checkpoints.tagPrefix`). */

/**
 * The names of the next markers, in order: numbered on from the highest that was given. A deleted tag's number is free
 * again only when it was the last.
 * @param tags names of tags that are there, others too
 */
export function nextMarkers(prefix: string, tags: readonly string[], count: number): string[] {
  const start = `${prefix}-`;
  const last = tags.reduce((highest, tag) => {
    const rest = tag.slice(start.length);
    return tag.startsWith(start) && /^\d{1,9}$/.test(rest) ? Math.max(highest, Number(rest)) : highest;
  }, 0);
  return Array.from({ length: count }, (_, at) => `${start}${String(last + 1 + at).padStart(2, '0')}`);
}
