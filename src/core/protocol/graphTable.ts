/** A protocol as a table for people: each node, its type and where it leads. */
import type { Graph, GraphNode } from './graph';
import { routesOf } from './routes';
import type { Route } from './routes';

/** Lines of three aligned columns; the start node is marked. */
export function graphTable(graph: Graph): string {
  const rows = [...graph.nodes.values()].map((node) => [
    `${node.id === graph.start ? '>' : ' '} ${node.id}`,
    kindOf(node),
    routesText(node),
  ]);
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** `script`, `script file`, `agent coder`: the type with what decides how it runs. */
function kindOf(node: GraphNode): string {
  if (node.type === 'script') return node.runs.kind === 'file' ? 'script file' : 'script built-in';
  return node.type === 'agent' ? `agent ${node.agent}` : node.type;
}

function routesText(node: GraphNode): string {
  if (node.type === 'end') return `ends with ${firstLine(node.output)}`;
  const next = node.next.length > 1 ? [`→ all of ${node.next.join(', ')}`] : node.next.map((to) => `→ ${to}`);
  const others = routesOf(node).filter(({ kind }) => kind !== 'next' && kind !== '_next');
  const chosen = routesOf(node).filter(({ kind }) => kind === '_next');
  const action = chosen.length > 0 ? [`chooses ${chosen.map(({ to }) => to).join(' | ')}`] : [];
  const file = node.type === 'script' && node.runs.kind === 'file' ? ['may choose any node'] : [];
  return [...next, ...action, ...file, ...others.map(routeText)].join('; ');
}

function routeText({ kind, option, to }: Route): string {
  if (kind === 'option') return `${JSON.stringify(option)} → ${to}`;
  return kind === 'other' ? `other text → ${to}` : `on failure → ${to}`;
}

function firstLine(text: string): string {
  return text.trimStart().split('\n')[0] ?? '';
}
