import { readdirSync, readFileSync } from 'node:fs';
import { run } from './command';

/** Ids of all processes that descend from `pid`, children before grandchildren. */
export async function descendants(pid: number): Promise<number[]> {
  const parents = process.platform === 'linux' ? parentsFromProc() : await parentsFromPs();
  const found = new Set([pid]);
  for (const current of found) {
    for (const [child, parent] of parents) if (parent === current) found.add(child);
  }
  found.delete(pid);
  return [...found];
}

/** Sends a signal to a process, or to a process group when `pid` is negative; one that has ended already is fine. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function parentsFromProc(): Map<number, number> {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // The second field is the program's name in parentheses and may hold anything; the parent is the second one after it.
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch (error) {
      // A process may end between the two reads.
      if (!['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
  return parents;
}

async function parentsFromPs(): Promise<Map<number, number>> {
  const { output } = await run('ps', ['-A', '-o', 'pid=,ppid=']);
  const rows = output.trim().split('\n');
  return new Map(rows.map((row) => row.trim().split(/\s+/).map(Number) as [number, number]));
}
