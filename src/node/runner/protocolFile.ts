/** A run's protocol: read and checked at the start, kept beside the journal, and from then on taken from there. */
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { builtinActions } from '../../core/actions';
import type { RunStarted } from '../../core/events';
import type { Graph } from '../../core/protocol/graph';
import { loadGraph } from '../../core/protocol/load';
import type { Stop } from '../../core/stops';
import { besides } from '../besides';
import { readIfThere } from './files';

export interface Protocol {
  readonly graph: Graph;
  readonly text: string;
  readonly sha256: string;
}

/** Reads and checks a protocol file. */
export async function readProtocol(file: string): Promise<Protocol | { readonly stop: Stop }> {
  const text = await readIfThere(file);
  return text === undefined ? broken(`There is no protocol at ${file}.`) : check(text, file);
}

/** The protocol as it was when the run began; scripts lie beside the file that it came from. */
export async function keptProtocol(
  runFolder: string,
  { protocol }: RunStarted,
): Promise<Protocol | { readonly stop: Stop }> {
  const text = await readIfThere(keptFile(runFolder));
  if (text === undefined) return broken(`The run has lost its copy of the protocol, ${keptFile(runFolder)}.`);
  if (sha256(text) !== protocol.sha256)
    return broken(`The run's copy of the protocol, ${keptFile(runFolder)}, was changed since the start.`);
  return check(text, protocol.file);
}

export function keptFile(runFolder: string): string {
  return join(runFolder, 'graph.yaml');
}

function check(text: string, file: string): Protocol | { readonly stop: Stop } {
  const { graph, problems } = loadGraph(text, {
    file,
    builtins: Object.keys(builtinActions),
    fileExists: besides(dirname(file)),
  });
  if (graph) return { graph, text, sha256: sha256(text) };
  const [first] = problems.filter(({ severity }) => severity === 'error');
  if (first === undefined) throw new Error(`${file} gave neither a graph nor an error`);
  return broken(`${file}:${first.range.start.line + 1}: ${first.message}`);
}

function broken(detail: string): { readonly stop: Stop } {
  return { stop: { code: 'protocol_error', detail } };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
