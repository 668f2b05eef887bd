/** A script beside the graph: state in the environment, one JSON object on standard output (formats/protocol-graph.md). */
import { dirname, extname, join } from 'node:path';
import { isTooDeep, MAX_JSON_DEPTH } from '../../core/jsonDepth';
import type { ScriptNode } from '../../core/protocol/graph';
import type { State, Token } from '../../core/protocol/walk';
import { withoutEditor } from '../processes/environment';
import { failed, PAUSED, type Drive, type Performed } from './drive';
import { writeWhole } from './files';
import { processCare } from './processRecords';
import { runScript } from './scriptProcess';

/** A larger state travels in a file. */
const STATE_IN_ENVIRONMENT = 32 * 1024;

/** What runs a script by its ending; anything else has to be executable by itself. */
const INTERPRETERS: Readonly<Record<string, readonly string[]>> = {
  '.sh': ['bash'],
  '.py': ['python3'],
  '.js': ['node'],
  '.mjs': ['node'],
  '.cjs': ['node'],
};

export async function performScriptFile(
  drive: Drive,
  token: Token,
  node: ScriptNode,
  file: string,
): Promise<Performed> {
  const path = join(dirname(drive.header.protocol.file), file);
  await drive.append({ type: 'script_started', token: token.id, node: node.id, file: path });
  const end = await runScript([...(INTERPRETERS[extname(file)] ?? []), path], {
    cwd: drive.header.folder,
    env: { ...withoutEditor(drive.host.env), ...(await stateVariables(drive, token)) },
    timeoutSeconds: node.timeoutSeconds,
    signal: drive.signal,
    ...processCare(drive),
  });
  if (drive.signal.aborted) return PAUSED;
  const output = end.problem === undefined ? readOutput(end.stdout) : { problem: end.problem };
  const problem = 'problem' in output ? output.problem : undefined;
  await drive.append({
    type: 'script_ended',
    token: token.id,
    node: node.id,
    exitCode: end.exitCode,
    ...(problem !== undefined && { problem }),
  });
  if ('problem' in output)
    return failed(node, { code: 'script_failed', detail: `"${node.id}" failed: ${output.problem}` });
  return { kind: 'left', result: output };
}

async function stateVariables(drive: Drive, token: Token): Promise<Record<string, string>> {
  const variables = Object.fromEntries(
    drive.graph.variables.map(({ name }) => [
      `LLM_AGENT_VAR_${name.toUpperCase()}`,
      asText(token.state[name]),
    ]),
  );
  const state = JSON.stringify(token.state);
  if (Buffer.byteLength(state) <= STATE_IN_ENVIRONMENT) return { ...variables, GRAPH_STATE: state };
  const file = join(drive.folder, `state-${token.id}.json`);
  await writeWhole(file, state);
  return { ...variables, GRAPH_STATE_FILE: file };
}

function readOutput(stdout: string): { updates: State; next?: string } | { problem: string } {
  const text = stdout.trim();
  if (text === '') return { problem: 'it printed nothing; expected one JSON object' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return {
      problem: `it printed no JSON object (${error instanceof Error ? error.message : String(error)})`,
    };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { problem: 'it printed JSON that is no object' };
  if (isTooDeep(value)) return { problem: `it printed JSON that is nested more than ${MAX_JSON_DEPTH} deep` };
  const { _next: next, ...updates } = value as Record<string, unknown>;
  if (next === undefined || next === null || next === '') return { updates };
  return typeof next === 'string' ? { updates, next } : { problem: 'its `_next` is not a text' };
}

function asText(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
