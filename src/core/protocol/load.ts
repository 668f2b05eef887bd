/** Loads a protocol from YAML and checks it (formats/protocol-graph.md). Runs nothing, reads no file. */
import { capital } from '../capital';
import type { Problem, Range, Severity } from '../problem';
import { checkParallel, checkReach, checkTargets } from './checkGraph';
import type { Checked } from './checkGraph';
import { checkTemplates } from './checkTemplates';
import { Fields } from './fields';
import type { Report } from './fields';
import type { Graph, GraphNode, NodeId, Reducer } from './graph';
import { MODEL_KEYS, MODEL_KEYS_WHY, readNode } from './readNode';
import type { ScriptPlaces } from './readScript';
import { REDUCERS } from './reducers';
import { plain, readYaml } from './yamlTree';
import type { Tree } from './yamlTree';

/** For what concerns the file as a whole. */
const TOP: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

export interface LoadContext extends ScriptPlaces {
  /** Absolute path of the file, for the problems. */
  readonly file: string;
}

export interface LoadedGraph {
  /** Present when no problem is an error. */
  readonly graph?: Graph;
  /** Errors and warnings, in the order of the file. */
  readonly problems: readonly Problem[];
  /** Keys of the schema that have no effect here, with severity `info`. */
  readonly notes: readonly Problem[];
}

/** The graph of a protocol file, with every problem at its place. */
export function loadGraph(text: string, context: LoadContext): LoadedGraph {
  const found: Problem[] = [];
  const report: Report = (severity, code, range, message) => {
    found.push({ code, severity, file: context.file, range, message: capital(message) });
  };
  const { tree, faults } = readYaml(text);
  for (const { severity, code, range, message } of faults) report(severity, code, range, message);
  const read = tree && readGraph(tree, text, context, report);
  if (read && !hasErrors(found)) {
    checkReach(read);
    checkParallel(read);
  }
  if (!tree && found.length === 0) {
    report('error', 'empty', TOP, 'The file is empty; expected a protocol with name, start and nodes.');
  }
  const sorted = found.sort((a, b) => byPlace(a, b));
  const problems = sorted.filter(({ severity }) => severity !== 'info');
  const notes = sorted.filter(({ severity }) => severity === 'info');
  return { ...(read && !hasErrors(found) && { graph: read.graph }), problems, notes };
}

function readGraph(tree: Tree, text: string, context: LoadContext, report: Report): Checked | undefined {
  if (tree.kind !== 'map') {
    report('error', 'wrong-type', tree.range, 'The file holds no map; expected name, start and nodes.');
    return undefined;
  }
  const fields = new Fields(tree, 'The protocol', report, TOP);
  const nodes = fields.subMap('nodes');
  if (!fields.has('nodes')) report('error', 'missing-key', TOP, 'The protocol has no `nodes`.');
  const graph: Graph = {
    name: fields.requiredText('name'),
    description: fields.text('description')?.trim() ?? '',
    version: readVersion(fields, report),
    variables: readVariables(fields, report),
    settings: readSettings(fields),
    initialState: readInitialState(fields),
    start: fields.requiredText('start'),
    nodes: readNodes(nodes, context, report),
    reducers: readReducers(fields, report),
  };
  fields.ignore(TOP_LEVEL_AGENT_KEYS, MODEL_KEYS_WHY);
  fields.finish();
  const declared = new Set(nodes?.map.entries.keys());
  const checked: Checked = { graph, declared, tree, text, report };
  checkTargets(checked);
  checkTemplates(checked);
  return checked;
}

const TOP_LEVEL_AGENT_KEYS = [
  'global_tools',
  'mcp_servers',
  'conversation_starters',
  'max_concurrent_jobs',
  'can_spawn_agents',
  'max_concurrent_agents',
  'max_agent_depth',
  ...MODEL_KEYS,
];

function readVersion(fields: Fields, report: Report): string {
  const version = fields.text('version') ?? '1.0';
  if (version !== '1.0') {
    const message = `\`version\` is "${version}"; this product reads only "1.0".`;
    report('error', 'unknown-version', fields.range('version'), message);
  }
  return version;
}

function readVariables(fields: Fields, report: Report): Graph['variables'] {
  return (fields.list('variables')?.items ?? []).flatMap((item, index) => {
    if (item.kind !== 'map') {
      report('error', 'wrong-type', item.range, 'A variable is a map with name, description and default.');
      return [];
    }
    const variable = new Fields(item, `variable ${index + 1}`, report);
    const [name, description] = [variable.requiredText('name'), variable.text('description')?.trim() ?? ''];
    const value = variable.get('default');
    variable.finish();
    return [{ name, description, ...(value && { default: plain(value) }) }];
  });
}

function readSettings(fields: Fields): Graph['settings'] {
  const settings = fields.subMap('settings');
  const timeoutSeconds = settings?.seconds('timeout');
  const maxConcurrency = settings?.whole('max_concurrency', 1);
  const maxLoopIterations = settings?.whole('max_loop_iterations', 1) ?? 100;
  settings?.ignore(['log_state_snapshots'], 'the journal of a run always keeps the state');
  settings?.ignore(['validate_before_run'], 'a protocol is always checked before a run');
  settings?.finish();
  return {
    maxLoopIterations,
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    ...(maxConcurrency !== undefined && { maxConcurrency }),
  };
}

function readInitialState(fields: Fields): Graph['initialState'] {
  const state = fields.subMap('initial_state');
  return state ? (plain(state.map) as Record<string, unknown>) : {};
}

function readReducers(fields: Fields, report: Report): Graph['reducers'] {
  const named = Object.entries(fields.textMap('reducers'));
  const known = named.filter((entry): entry is [string, Reducer] => REDUCERS.some((one) => one === entry[1]));
  for (const [key, name] of named.filter((entry) => !REDUCERS.some((one) => one === entry[1]))) {
    const at = fields.subMap('reducers')?.range(key) ?? fields.range('reducers');
    const message = `The reducer of \`${key}\` is \`${name}\`; expected one of ${REDUCERS.join(', ')}.`;
    report('error', 'unknown-reducer', at, message);
  }
  return Object.fromEntries(known);
}

function readNodes(nodes: Fields | undefined, places: ScriptPlaces, report: Report): Map<NodeId, GraphNode> {
  const read = [...(nodes?.map.entries ?? new Map<string, never>())].map(
    ([id, { key, value }]): [NodeId, GraphNode | undefined] => {
      if (!/^[A-Za-z0-9][\w.-]*$/.test(id)) {
        report('error', 'bad-id', key, `"${id}" is no node id: use letters, digits, \`_\`, \`-\` and \`.\`.`);
      }
      if (value.kind === 'map')
        return [id, readNode(id, new Fields(value, `node "${id}"`, report, key), places, report)];
      report('error', 'wrong-type', key, `Node "${id}" is not a map of keys and values.`);
      return [id, undefined];
    },
  );
  return new Map(read.filter((entry): entry is [NodeId, GraphNode] => entry[1] !== undefined));
}

function hasErrors(problems: readonly { readonly severity: Severity }[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

function byPlace(a: Problem, b: Problem): number {
  return a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character;
}
