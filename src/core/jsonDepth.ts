/** A bound on how deep foreign JSON may be nested: whatever walks or writes it recurses, and a stack is soon used up. */
export const MAX_JSON_DEPTH = 100;

/** Whether a parsed value is nested deeper than that. Looks without recursing. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_JSON_DEPTH) return true;
    level = level.flatMap(childrenOf);
  }
  return false;
}

function childrenOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}
