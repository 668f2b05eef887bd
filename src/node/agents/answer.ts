/** The answer on disk: `result.json` of an attempt, as it is at this moment. */
import { lstat } from 'node:fs/promises';
import * as path from 'node:path';
import type { AgentResult } from '../../core/agentResult';
import { MAX_RESULT, parseResult } from '../../core/agents/result';
import type { AgentTask, AttemptPlace } from '../../core/agentTask';
import { errorCode, readIfThere } from '../runner/files';

export type Answer =
  | { readonly kind: 'none' }
  | { readonly kind: 'result'; readonly result: AgentResult }
  /** Perhaps still being written: most agents write in place. */
  | { readonly kind: 'malformed'; readonly problem: string; readonly raw: string };

const MAX_RAW = 16 * 1024;

export async function readAnswer(task: AgentTask, place: AttemptPlace): Promise<Answer> {
  const file = path.join(place.answers, 'result.json');
  try {
    const stats = await lstat(file);
    if (!stats.isFile()) return malformed('result.json is a link or a folder; it should be a file.');
    if (stats.size > MAX_RESULT)
      return malformed(`result.json has ${stats.size} bytes; at most ${MAX_RESULT} are read.`);
    const text = await readIfThere(file);
    if (text === undefined) return { kind: 'none' };
    const result = parseResult(text, task.schema);
    return 'problem' in result ? malformed(result.problem, text) : { kind: 'result', result };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { kind: 'none' };
    if (errorCode(error) === undefined || !(error instanceof Error)) throw error;
    return malformed(`result.json cannot be read: ${error.message}`);
  }
}

function malformed(problem: string, text = ''): Answer {
  return { kind: 'malformed', problem, raw: text.slice(0, MAX_RAW) };
}
