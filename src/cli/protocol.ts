/** `stage-runner protocol FILE [--json]`: checks a protocol and prints its nodes, routes and problems. */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import type { Problem } from '../core/plan';
import { BUILTIN_ACTIONS } from '../core/protocol/builtins';
import { graphTable } from '../core/protocol/graphTable';
import { loadGraph } from '../core/protocol/load';
import type { LoadedGraph } from '../core/protocol/load';
import { routesOf } from '../core/protocol/routes';
import { besides } from '../node/besides';
import type { Io } from './io';

/** Of the `--json` output. */
const SCHEMA_VERSION = 1;

const USAGE = 'Usage: stage-runner protocol FILE [--json]\n';

/** 0: no errors; 1: the protocol has errors or cannot be read; 2: wrong usage. */
export function protocolCommand(args: readonly string[], io: Io): number {
  const asked = readArgs(args);
  if ('problem' in asked) {
    io.err(`${asked.problem}\n${USAGE}`);
    return 2;
  }
  if (asked.help) {
    io.out(USAGE);
    return 0;
  }
  const file = path.resolve(asked.file);
  const text = readText(file);
  if (typeof text !== 'string') {
    io.err(`${asked.file}: cannot be read: ${text.problem}\n`);
    return 1;
  }
  const loaded = loadGraph(text, {
    file,
    builtins: BUILTIN_ACTIONS,
    fileExists: besides(path.dirname(file)),
  });
  io.out(asked.json ? asJson(file, loaded) : asText(asked.file, loaded));
  return loaded.graph ? 0 : 1;
}

type Asked = { file: string; json: boolean; help: boolean } | { problem: string };

function readArgs(args: readonly string[]): Asked {
  try {
    const options = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [file, more] = positionals;
    const help = values.help === true;
    if (!help && (file === undefined || more !== undefined)) return { problem: 'Name one protocol file.' };
    return { file: file ?? '', json: values.json === true, help };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

function readText(file: string): string | { problem: string } {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

function asText(file: string, { graph, problems, notes }: LoadedGraph): string {
  const lines = [...problems, ...notes].map((problem) => problemLine(file, problem));
  const head = graph ? [`${graph.name}: ${count(graph.nodes.size, 'node')}`, '', graphTable(graph), ''] : [];
  const summary = [count(errors(problems), 'error'), count(problems.length - errors(problems), 'warning')];
  const text = [...head, ...lines, `${summary.join(', ')}.`].join('\n');
  return `${printable(text)}\n`;
}

function problemLine(file: string, { range, severity, code, message }: Problem): string {
  return `${file}:${range.start.line + 1}:${range.start.character + 1} ${severity} ${code} ${message}`;
}

function errors(problems: readonly Problem[]): number {
  return problems.filter(({ severity }) => severity === 'error').length;
}

function count(amount: number, what: string): string {
  return `${amount} ${what}${amount === 1 ? '' : 's'}`;
}

/** Text of a foreign file without what would steer the terminal. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '�');
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
