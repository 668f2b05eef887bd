/** Steps that wait for each other. */

/** A node on its way through the search: where it was first met, and the earliest node it leads back to. */
interface Visit {
  readonly key: string;
  readonly targets: readonly string[];
  readonly order: number;
  low: number;
  next: number;
}

/**
 * The steps that wait for themselves, directly or through others: each cycle's members, in the order of the map.
 * Tarjan's strongly connected components with an own stack: linear in steps and edges, and as deep as you like.
 * @param edges for each step the steps that it waits for; names that are no key of the map are passed over
 */
export function cycles(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map([...edges.keys()].map((key, index) => [key, index]));
  const visits = new Map<string, Visit>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const found: string[][] = [];
  const enter = (key: string): Visit => {
    const visit = { key, targets: edges.get(key) ?? [], order: visits.size, low: visits.size, next: 0 };
    visits.set(key, visit);
    open.push(key);
    isOpen.add(key);
    return visit;
  };
  const leave = (visit: Visit): void => {
    if (visit.low !== visit.order) return;
    const members = open.splice(open.lastIndexOf(visit.key));
    for (const member of members) isOpen.delete(member);
    if (members.length > 1 || visit.targets.includes(visit.key)) found.push(members);
  };
  for (const key of edges.keys()) {
    if (!visits.has(key)) walk(enter(key));
  }
  return inOrder(found, order);

  function walk(root: Visit): void {
    const path = [root];
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const target = visit.targets[visit.next++];
      if (target === undefined) {
        path.pop();
        leave(visit);
        const parent = path.at(-1);
        if (parent !== undefined) parent.low = Math.min(parent.low, visit.low);
      } else if (edges.has(target)) {
        const known = visits.get(target);
        if (known === undefined) path.push(enter(target));
        else if (isOpen.has(target)) visit.low = Math.min(visit.low, known.order);
      }
    }
  }
}

function inOrder(found: readonly string[][], order: ReadonlyMap<string, number>): string[][] {
  const place = (key: string | undefined): number => order.get(key ?? '') ?? 0;
  for (const members of found) members.sort((left, right) => place(left) - place(right));
  return [...found].sort((left, right) => place(left[0]) - place(right[0]));
}
