/** Order between steps. */

/**
 * The steps that wait for themselves, directly or through others: each cycle's members, in the order of the map.
 * @param edges for each step the steps that it waits for; names that are no key of the map are passed over
 */
export function cycles(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const reach = new Map<string, Set<string>>();
  for (const key of edges.keys()) reach.set(key, reachable(edges, key));
  const seen = new Set<string>();
  const found: string[][] = [];
  for (const [key, targets] of reach) {
    if (seen.has(key) || !targets.has(key)) continue;
    const members = [...edges.keys()].filter((other) => targets.has(other) && reach.get(other)?.has(key));
    for (const member of members) seen.add(member);
    found.push(members);
  }
  return found;
}

function reachable(edges: ReadonlyMap<string, readonly string[]>, from: string): Set<string> {
  const reached = new Set<string>();
  const queue = [...(edges.get(from) ?? [])];
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    if (reached.has(key) || !edges.has(key)) continue;
    reached.add(key);
    queue.push(...(edges.get(key) ?? []));
  }
  return reached;
}
