/** Protocols for tests: loaded from text, walked by results, and shown as text. */
import assert from 'node:assert/strict';
import type { RunEvent } from '../../../../src/core/events';
import { BUILTIN_ACTIONS } from '../../../../src/core/protocol/builtins';
import type { Graph } from '../../../../src/core/protocol/graph';
import { loadGraph } from '../../../../src/core/protocol/load';
import type { LoadedGraph } from '../../../../src/core/protocol/load';
import type { NodeResult, Walk, WalkError } from '../../../../src/core/protocol/walk';

export function load(text: string, files: readonly string[] = []): LoadedGraph {
  return loadGraph(text, {
    file: '/p/graph.yaml',
    builtins: BUILTIN_ACTIONS,
    fileExists: (relative) => files.includes(relative),
  });
}

/** A graph that must load without an error. */
export function graphOf(text: string, files: readonly string[] = []): Graph {
  const { graph, problems } = load(text, files);
  assert.ok(graph, show({ problems, notes: [] }));
  return graph;
}

/** `line:column-line:column severity code`, counted from 1, one problem a line. */
export function show({ problems }: Pick<LoadedGraph, 'problems' | 'notes'>): string {
  return problems
    .map(({ range: { start, end }, severity, code }) => {
      const place = `${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1}`;
      return `${place} ${severity} ${code}`;
    })
    .join('\n');
}

/** The walk, or a failed assertion with the error's text. */
export function walked(walk: Walk | WalkError): Walk {
  assert.ok(!('error' in walk), 'error' in walk ? walk.error.detail : '');
  return walk;
}

export function refused(walk: Walk | WalkError): string {
  assert.ok('error' in walk, 'the walk went on');
  return `${walk.error.code} at ${walk.error.node}: ${walk.error.detail}`;
}

/** `0@a 0.1@b(joining)`, or `ended at x`. */
export function tokens(walk: Walk): string {
  if (walk.ended) return `ended at ${walk.ended.node}`;
  return walk.tokens
    .map(({ id, node, joining }) => `${id}@${node}${joining ? '(joining)' : ''}`)
    .sort()
    .join(' ');
}

/** The journal event of leaving a node. */
export function left(token: string, node: string, result: NodeResult): RunEvent {
  return { type: 'node_left', schema_version: 1, at: '2026-01-01T00:00:00.000Z', token, node, ...result };
}
