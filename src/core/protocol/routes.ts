/** The ways out of a node and what follows from them: reachability, joins of parallel branches. */
import { BUILTIN_ROUTES } from './builtins';
import type { Graph, GraphNode, NodeId } from './graph';

export interface Route {
  /** `next`, `_next` (a built-in action may choose it), `option`, `other` or `fallback`. */
  readonly kind: 'next' | '_next' | 'option' | 'other' | 'fallback';
  /** The option's text, for `option`. */
  readonly option?: string;
  readonly to: NodeId;
}

/** Every known way out, in the order in which a person reads them. A script's own `_next` is not known. */
export function routesOf(node: GraphNode): Route[] {
  const routes: Route[] = node.next.map((to) => ({ kind: 'next', to }));
  if (node.type === 'approval') {
    routes.push(
      ...Object.entries(node.routes).map(([option, to]): Route => ({ kind: 'option', option, to })),
    );
    if (node.onOther !== undefined) routes.push({ kind: 'other', to: node.onOther });
  }
  if (node.type === 'script' && node.runs.kind === 'builtin') {
    const { action } = node.runs;
    const chosen = Object.hasOwn(BUILTIN_ROUTES, action) ? (BUILTIN_ROUTES[action] ?? []) : [];
    routes.push(...chosen.map((to): Route => ({ kind: '_next', to })));
  }
  if ('fallback' in node) routes.push({ kind: 'fallback', to: node.fallback });
  return routes;
}

/** A script beside the graph may lead anywhere. */
export function leadsAnywhere(node: GraphNode): boolean {
  return node.type === 'script' && node.runs.kind === 'file';
}

type Nodes = Pick<Graph, 'nodes'>;

/** Steps from a node to every node that it reaches, itself at 0; `without` is not gone beyond. */
export function distances(
  graph: Nodes,
  from: NodeId,
  without?: NodeId,
  fallbacks = true,
): Map<NodeId, number> {
  const steps = new Map<NodeId, number>([[from, 0]]);
  for (const [id, distance] of steps) {
    const node = graph.nodes.get(id);
    if (!node || id === without) continue;
    for (const { to, kind } of routesOf(node)) {
      const follow = fallbacks || kind !== 'fallback';
      if (follow && graph.nodes.has(to) && !steps.has(to)) steps.set(to, distance + 1);
    }
  }
  return steps;
}

/**
 * Where parallel branches join: the node that all of them reach and that is nearest to the farthest of them;
 * the shorter sum, then the order in the file decides between equals. Ways through fallbacks count only when
 * there is no other. `undefined`: they never meet.
 */
export function joinOf(graph: Nodes, branches: readonly NodeId[]): NodeId | undefined {
  return nearestCommon(graph, branches, false) ?? nearestCommon(graph, branches, true);
}

function nearestCommon(graph: Nodes, branches: readonly NodeId[], fallbacks: boolean): NodeId | undefined {
  const reached = branches.map((branch) => distances(graph, branch, undefined, fallbacks));
  let best: { id: NodeId; far: number; sum: number } | undefined;
  for (const id of graph.nodes.keys()) {
    const steps = reached.map((map) => map.get(id) ?? Infinity);
    const far = Math.max(...steps);
    const sum = steps.reduce((total, one) => total + one, 0);
    if (far === Infinity) continue;
    if (!best || far < best.far || (far === best.far && sum < best.sum)) best = { id, far, sum };
  }
  return best?.id;
}
