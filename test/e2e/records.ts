/** What lies on the disk of a workspace copy, as text that tests compare. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { RunEvent } from '../../src/core/events';

export function read(workspace: string, file: string): Promise<string> {
  return readFile(path.join(workspace, file), 'utf8');
}

/** `<state> <file>` of everything that differs from the commit, as `git status --short` has it. */
export async function changedFiles(workspace: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)('git', ['status', '--short', '--untracked-files=all'], {
    cwd: workspace,
  });
  return stdout.split('\n').filter((line) => line !== '');
}

/** The journals of a workspace, the oldest first; empty before the first run. */
export async function journals(workspace: string): Promise<RunEvent[][]> {
  const folder = path.join(workspace, '.git/stage-runner/runs');
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  const files = names.filter((name) => name.endsWith('.jsonl')).sort();
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
  return texts.map((text) =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as RunEvent),
  );
}

/** A run as the nodes that it walked, the answers of people and its end, one a line. */
export function story(events: readonly RunEvent[]): string {
  return events.flatMap(line).join('\n');
}

function line(event: RunEvent): string[] {
  switch (event.type) {
    case 'node_entered':
      return [event.node];
    case 'gate_answered':
      return [`  answered: ${event.answer.choice}`];
    case 'check_ended':
      return [`  ${event.record.check} ${event.record.status}`];
    case 'step_approved':
      return ['  approved'];
    case 'run_ended':
      return [`ended: ${event.output.split('\n')[0] ?? ''}`];
    default:
      return [];
  }
}
