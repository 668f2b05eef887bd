/** What must hold between the nodes of a protocol before it may run (formats/protocol-graph.md, "Checked before a run"). */
import type { Report } from './fields';
import type { Graph, GraphNode, NodeId } from './graph';
import { distances, joinOf, leadsAnywhere, routesOf } from './routes';
import type { Route } from './routes';
import { placeOf } from './yamlTree';
import type { Tree } from './yamlTree';

/** What the checks look at: the graph and the file it was read from. */
export interface Checked {
  readonly graph: Graph;
  /** Ids in the file, also of nodes that could not be read. */
  readonly declared: ReadonlySet<NodeId>;
  readonly tree: Tree;
  /** The file itself. */
  readonly text: string;
  readonly report: Report;
}

/** `start` and every target are nodes of the file. */
export function checkTargets({ graph, declared, tree, report }: Checked): void {
  const known = [...declared].join(', ');
  if (graph.start !== '' && !declared.has(graph.start)) {
    const at = placeOf(tree, ['start']);
    report('error', 'unknown-start', at, `\`start\` is "${graph.start}", which is no node. Nodes: ${known}.`);
  }
  for (const node of graph.nodes.values()) {
    for (const route of routesOf(node).filter(({ to }) => !declared.has(to))) {
      const built = route.kind === '_next';
      const message = built
        ? `Node "${node.id}" runs a built-in action that may lead to "${route.to}", which is no node here.`
        : `Node "${node.id}" leads to "${route.to}", which is no node. Nodes: ${known}.`;
      report(built ? 'warning' : 'error', 'unknown-target', placeOf(tree, pathOf(node, route)), message);
    }
  }
}

function pathOf(node: GraphNode, route: Route): (string | number)[] {
  const own = ['nodes', node.id];
  if (route.kind === '_next') return [...own, 'script'];
  if (route.kind === 'fallback') return [...own, 'fallback'];
  if (route.kind === 'other') return [...own, 'on_other'];
  if (route.kind === 'option') return [...own, 'routes', route.option ?? ''];
  return node.next.length > 1 ? [...own, 'next', node.next.indexOf(route.to)] : [...own, 'next'];
}

/**
 * An end can be reached, and every node can; a script beside the graph may lead where nothing else does.
 * Of nodes that cannot, the first is named, and not those that follow from it.
 */
export function checkReach({ graph, tree, report }: Checked): void {
  const reached = distances(graph, graph.start);
  const nodes = [...graph.nodes.values()];
  const ends = nodes.filter((node) => node.type === 'end');
  const open = [...reached.keys()].some((id) => {
    const node = graph.nodes.get(id);
    return node !== undefined && leadsAnywhere(node);
  });
  if (ends.length === 0 || (!open && !ends.some(({ id }) => reached.has(id)))) {
    const why =
      ends.length === 0 ? 'There is no end node' : `No end node can be reached from "${graph.start}"`;
    report('error', 'no-end', placeOf(tree, ['nodes']), `${why}: a run could never finish.`);
  }
  const seen = new Set(reached.keys());
  for (const { id, range } of nodes) {
    if (seen.has(id)) continue;
    for (const follower of distances(graph, id).keys()) seen.add(follower);
    const hint = open ? "Only a script's `_next` could lead there." : 'Remove it, or lead to it.';
    report('warning', 'unreachable', range, `Node "${id}" cannot be reached from "${graph.start}". ${hint}`);
  }
}

/** Branches of a `next` list meet again, and no two of them write the same key without a reducer. */
export function checkParallel(checked: Checked): void {
  const { graph, tree, report } = checked;
  for (const node of graph.nodes.values()) {
    if (node.next.length < 2) continue;
    const at = placeOf(tree, ['nodes', node.id, 'next']);
    const join = joinOf(graph, node.next);
    if (join === undefined) {
      const message = `The parallel branches ${node.next.join(', ')} of node "${node.id}" have no common successor to join at.`;
      report('error', 'no-join', at, message);
    } else if (node.next.includes(join)) {
      const message = `Node "${node.id}" lists "${join}" beside branches that lead to it: it is where they join. Remove it.`;
      report('error', 'join-in-list', at, message);
    } else {
      checkWriters(checked, node, join);
    }
  }
}

function checkWriters({ graph, tree, report }: Checked, node: GraphNode, join: NodeId): void {
  const writers = new Map<string, NodeId[]>();
  for (const branch of node.next) {
    const ids = [...distances(graph, branch, join).keys()].filter((id) => id !== join);
    for (const key of new Set(ids.flatMap((id) => writtenKeys(graph.nodes.get(id))))) {
      writers.set(key, [...(writers.get(key) ?? []), branch]);
    }
  }
  for (const [key, branches] of writers) {
    if (branches.length < 2 || Object.hasOwn(graph.reducers, key)) continue;
    const message =
      `The parallel branches ${branches.join(' and ')} of node "${node.id}" both write \`${key}\`: ` +
      'name a reducer for it under `reducers`, or write different keys.';
    report('error', 'parallel-writers', placeOf(tree, ['nodes', node.id, 'next']), message);
  }
}

/** The state keys that a node is known to write; a script may write more. */
export function writtenKeys(node: GraphNode | undefined): string[] {
  if (!node) return [];
  const schema = node.type === 'agent' || node.type === 'llm' ? node.outputSchema?.properties : undefined;
  return [...Object.keys(node.stateUpdates), ...Object.keys(schema ?? {})];
}
