/** Finding a process by an argument that it was started with, where its pid could not be noted in time. */
import { readdir, readFile } from 'node:fs/promises';
import { errorCode } from '../runner/files';
import { identify, type ProcessIdentity } from './identity';
import { output } from './processTable';

/** The living processes of which one argument, without blanks, is exactly this. */
export async function withArgument(argument: string): Promise<readonly ProcessIdentity[]> {
  const lines = process.platform === 'linux' ? await readProc() : parseLines(await printed());
  const meant = lines.filter(({ args, pid }) => args.includes(argument) && pid !== process.pid);
  const found = await Promise.all(meant.map(({ pid }) => identify(pid)));
  return found.filter(({ start }) => start !== undefined);
}

interface CommandLine {
  readonly pid: number;
  readonly args: readonly string[];
}

/** Lines of `<pid> <command line>`, as `ps` and `CIM_QUERY` print them. Arguments with blanks fall apart. */
export function parseLines(text: string): readonly CommandLine[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [pid = '', ...args] = line.trim().split(/\s+/);
    return /^\d+$/.test(pid) ? [{ pid: Number(pid), args }] : [];
  });
}

const CIM_QUERY = 'Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.CommandLine)" }';

function printed(): Promise<string> {
  return process.platform === 'win32'
    ? output('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', CIM_QUERY])
    : output('ps', ['-axwwo', 'pid=,args=']);
}

async function readProc(): Promise<readonly CommandLine[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  return Promise.all(pids.map(async (pid) => ({ pid, args: await argumentsOf(pid) })));
}

/** proc(5); empty when the process is gone, or belongs to somebody who hides it. */
async function argumentsOf(pid: number): Promise<readonly string[]> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'latin1')).split('\0');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(errorCode(error) ?? '')) return [];
    throw error;
  }
}
