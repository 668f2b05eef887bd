/** Where each box of a graph stands and which way its arrows go, in pixels. Columns are given; dagre finds the rest. */
import { type EdgeLabel, Graph, type GraphLabel, layout as dagre, type NodeLabel } from '@dagrejs/dagre';
import type { ShownEdge, ShownGraph, ShownNode } from '../core/graphMessages';
import { apartGrid } from './apart';
import { Skyline } from './skyline';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  /** The upper left corners. */
  readonly nodes: ReadonlyMap<string, Point>;
  /** Where an arrow goes along, by its place among the graph's edges. */
  readonly edges: readonly (readonly Point[])[];
  /** Where each column's heading stands, and that of what stands apart. */
  readonly headings: readonly (Point & { readonly text: string })[];
  readonly width: number;
  readonly height: number;
}

export const BOX = { width: 232, height: 66 } as const;
const GAP = { x: 64, y: 14 } as const;
const MARGIN = 24;
const HEADING = 34;
const PITCH = BOX.width + GAP.x;

/** Lays a graph out. Columns are as far apart everywhere, so that a later step is always further to the right. */
export function layout(graph: Pick<ShownGraph, 'nodes' | 'edges' | 'columns' | 'apart'>): Layout {
  const columnOf = new Map(
    graph.nodes.flatMap(({ id, column }) => (column === undefined ? [] : [[id, column]])),
  );
  const { tops, ways, height } = placed(graph, columnOf);
  const nodes = new Map<string, Point>();
  for (const [id, top] of tops) nodes.set(id, { x: left(columnOf.get(id) ?? 0), y: MARGIN + HEADING + top });
  const headings = graph.columns.map((text, at) => ({ text, x: left(at), y: MARGIN + 14 }));
  const linked = graph.columns.length === 0 ? MARGIN : MARGIN + HEADING + height + GAP.y;
  const alone = graph.nodes.filter(({ column }) => column === undefined).map(({ id }) => id);
  const grid = apartGrid(alone, graph.columns.length);
  const top = linked + (alone.length > 0 && graph.apart !== '' ? HEADING : 0);
  for (const { id, column, row } of grid.cells)
    nodes.set(id, { x: left(column), y: top + row * (BOX.height + GAP.y) });
  if (alone.length > 0 && graph.apart !== '') headings.push({ text: graph.apart, x: MARGIN, y: linked + 18 });
  const edges = graph.edges.map((edge, at) => wayOf(edge, ways.get(at) ?? [], nodes, columnOf));
  const bottom = Math.max(0, ...[...nodes.values()].map(({ y }) => y + BOX.height));
  const columns = Math.max(graph.columns.length, grid.columns);
  return { nodes, edges, headings, width: left(columns) - GAP.x + MARGIN, height: bottom + MARGIN };
}

function left(column: number): number {
  return MARGIN + column * PITCH;
}

interface Placed {
  /** By node, from the top of the columns. */
  readonly tops: ReadonlyMap<string, number>;
  /** The heights at which an arrow passes the columns between its ends, by its place among the edges. */
  readonly ways: ReadonlyMap<number, readonly Point[]>;
  readonly height: number;
}

/** What hangs together is laid out for itself and put as high as its columns are free: in the plan's order, and quicker. */
function placed(
  { nodes, edges }: Pick<ShownGraph, 'nodes' | 'edges'>,
  columnOf: ReadonlyMap<string, number>,
): Placed {
  const tops = new Map<string, number>();
  const ways = new Map<number, Point[]>();
  const skyline = new Skyline();
  for (const part of partsOf(nodes, edges)) {
    const found = laidOut(part, columnOf);
    const columns = [...found.columns];
    const top = skyline.place(columns, found.height + GAP.y);
    for (const [id, y] of found.tops) tops.set(id, top + y);
    for (const [at, points] of found.ways)
      ways.set(
        at,
        points.map(({ x, y }) => ({ x, y: top + y })),
      );
  }
  return { tops, ways, height: skyline.height };
}

interface Part {
  readonly nodes: readonly string[];
  readonly edges: readonly (readonly [at: number, edge: ShownEdge])[];
}

/** The connected parts of the columns' nodes, by arrows that lead on; in the order of their first nodes. */
function partsOf(nodes: readonly ShownNode[], edges: readonly ShownEdge[]): Part[] {
  const neighbours = new Map<string, string[]>();
  for (const { id, column } of nodes) if (column !== undefined) neighbours.set(id, []);
  const forward = [...edges.entries()].filter(([, edge]) => edge.forward);
  for (const [, { from, to }] of forward) {
    neighbours.get(from)?.push(to);
    neighbours.get(to)?.push(from);
  }
  const partOf = new Map<string, number>();
  const parts: string[][] = [];
  for (const id of neighbours.keys()) {
    if (partOf.has(id)) continue;
    const found = [id];
    partOf.set(id, parts.length);
    for (const one of found)
      for (const other of neighbours.get(one) ?? []) {
        if (partOf.has(other)) continue;
        partOf.set(other, parts.length);
        found.push(other);
      }
    parts.push(found);
  }
  const own = parts.map((): [number, ShownEdge][] => []);
  for (const entry of forward) own[partOf.get(entry[1].from) ?? 0]?.push(entry);
  return parts.map((members, at) => ({ nodes: members, edges: own[at] ?? [] }));
}

interface LaidOut extends Placed {
  readonly columns: readonly number[];
}

/** One connected part, from its own top. */
function laidOut({ nodes, edges }: Part, columnOf: ReadonlyMap<string, number>): LaidOut {
  const columns = nodes.map((id) => columnOf.get(id) ?? 0);
  const first = Math.min(...columns);
  const [only] = nodes;
  if (nodes.length === 1 && only !== undefined)
    return { tops: new Map([[only, 0]]), ways: new Map(), height: BOX.height, columns: [first] };
  const graph = new Graph<GraphLabel, NodeLabel, EdgeLabel>();
  // The ranks are given, which the types of dagre do not know of yet; it counts two to a column.
  const label: GraphLabel = { rankdir: 'LR', nodesep: GAP.y, ranksep: GAP.x };
  graph.setGraph(Object.assign(label, { ranker: 'none' }));
  for (const [at, id] of nodes.entries())
    graph.setNode(id, { ...BOX, rank: 2 * ((columns[at] ?? 0) - first) });
  for (const [at, { from, to }] of edges) graph.setEdge(from, to, { minlen: 1, weight: 1, at });
  dagre(graph);
  const ways = new Map<number, Point[]>();
  for (const edge of graph.edges()) {
    const { at, points = [] } = graph.edge(edge);
    if (typeof at === 'number')
      ways.set(
        at,
        points.map(({ x, y }) => ({ x: x + first * PITCH, y })),
      );
  }
  const tops = new Map(nodes.map((id) => [id, (graph.node(id).y ?? 0) - BOX.height / 2]));
  const last = Math.max(...columns);
  const span = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  return { tops, ways, height: graph.graph().height ?? 0, columns: span };
}

/** An arrow's corners: level along every column that it passes, so that it runs between the boxes. */
function wayOf(
  { from, to, forward }: ShownEdge,
  points: readonly Point[],
  nodes: ReadonlyMap<string, Point>,
  columnOf: ReadonlyMap<string, number>,
): Point[] {
  const [start, end] = [nodes.get(from), nodes.get(to)];
  if (start === undefined || end === undefined) return [];
  const middle = BOX.height / 2;
  const right = (point: Point): Point => ({ x: point.x + BOX.width, y: point.y + middle });
  if (!forward)
    return [right(start), { x: end.x === start.x ? end.x + BOX.width : end.x, y: end.y + middle }];
  const passed: Point[] = [];
  for (let column = (columnOf.get(from) ?? 0) + 1; column < (columnOf.get(to) ?? 0); column += 1) {
    const centre = column * PITCH + BOX.width / 2;
    const point = points.find(({ x }) => Math.abs(x - centre) < 1);
    if (point === undefined) continue;
    const y = MARGIN + HEADING + point.y;
    passed.push({ x: left(column), y }, { x: left(column) + BOX.width, y });
  }
  return [right(start), ...passed, { x: end.x, y: end.y + middle }];
}
