/** `stage-runner protocol FILE [--json]`: checks a protocol and prints its nodes, routes and problems. */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { BUILTIN_ACTIONS } from '../core/protocol/builtins';
import { graphTable } from '../core/protocol/graphTable';
import { loadGraph } from '../core/protocol/load';
import type { LoadedGraph } from '../core/protocol/load';
import { routesOf } from '../core/protocol/routes';
import { besides } from '../node/besides';
import { isSystemError } from '../node/plans/planFiles';
import { readArgs } from './args';
import type { Io } from './io';
import { count, printable, problemCount, problemLine } from './text';

/** Of the `--json` output. */
const SCHEMA_VERSION = 1;

const USAGE = {
  line: 'stage-runner protocol FILE [--json]',
  needs: 'one protocol file',
  flags: ['json'],
} as const;

/** 0: no errors; 1: the protocol has errors or cannot be read; 2: wrong usage. */
export function protocolCommand(args: readonly string[], io: Io): number {
  const asked = readArgs(args, USAGE, io);
  if ('exit' in asked) return asked.exit;
  const file = path.resolve(asked.name);
  const text = readText(file);
  if (typeof text !== 'string') {
    io.err(`${asked.name}: cannot be read: ${text.problem}\n`);
    return 1;
  }
  const loaded = loadGraph(text, {
    file,
    builtins: BUILTIN_ACTIONS,
    fileExists: besides(path.dirname(file)),
  });
  io.out(asked.flags.has('json') ? asJson(file, loaded) : asText(asked.name, loaded));
  return loaded.graph ? 0 : 1;
}

function readText(file: string): string | { problem: string } {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { problem: error.message };
  }
}

function asText(file: string, { graph, problems, notes }: LoadedGraph): string {
  const lines = [...problems, ...notes].map((problem) => problemLine(file, problem));
  const head = graph ? [`${graph.name}: ${count(graph.nodes.size, 'node')}`, '', graphTable(graph), ''] : [];
  const text = [...head, ...lines, `${problemCount(problems)}.`].join('\n');
  return `${printable(text)}\n`;
}

function asJson(file: string, { graph, problems, notes }: LoadedGraph): string {
  const nodes = [...(graph?.nodes.values() ?? [])].map((node) => ({
    id: node.id,
    type: node.type,
    description: node.description,
    routes: routesOf(node),
    line: node.range.start.line + 1,
  }));
  const protocol = graph && { name: graph.name, description: graph.description, start: graph.start, nodes };
  return `${JSON.stringify({ schema_version: SCHEMA_VERSION, file, protocol, problems, notes }, null, 2)}\n`;
}
