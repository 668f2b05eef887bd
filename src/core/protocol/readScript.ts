/** Where a script node's work comes from: a file beside the graph, else a built-in action of the same base name. */
import { posix } from 'node:path';
import type { ScriptNode } from './graph';

export interface ScriptPlaces {
  readonly builtins: readonly string[];
  /** Whether a regular file is at this path, relative to the graph's folder, with forward slashes. */
  fileExists(relative: string): boolean;
}

type Found = { readonly runs: ScriptNode['runs'] } | { readonly code: string; readonly problem: string };

/** Nothing outside the graph's folder is looked at (formats/protocol-graph.md, "Built-in actions"). */
export function findScript(script: string, places: ScriptPlaces): Found {
  const relative = posix.normalize(script);
  if (script.includes('\\') || script.includes('\0')) {
    return { code: 'script-path', problem: `script \`${script}\`: write the path with forward slashes` };
  }
  if (
    relative.startsWith('/') ||
    /^[A-Za-z]:/.test(relative) ||
    relative === '..' ||
    /^\.\.\//.test(relative)
  ) {
    return {
      code: 'script-outside',
      problem: `script \`${script}\` leads outside the protocol's folder; put the file beside the protocol`,
    };
  }
  if (places.fileExists(relative)) return { runs: { kind: 'file', file: relative } };
  const action = posix.basename(relative, posix.extname(relative));
  if (places.builtins.includes(action)) return { runs: { kind: 'builtin', action } };
  return {
    code: 'script-missing',
    problem:
      `script \`${script}\` is neither a file beside the protocol nor a built-in action ` +
      `(${places.builtins.join(', ') || 'there are none'})`,
  };
}
