/** The processes of this machine as a table, from what each system offers without an extra package. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { errorCode } from '../runner/files';

/** One living process; zombies are not listed. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** Leader of its process group; 0 where the system has none (Windows). */
  readonly group: number;
  /** Leader of its session; 0 where it is not told (macOS, Windows). */
  readonly session: number;
  /** When it started, in the system's own notation: tells a reused pid from the same process. */
  readonly start: string;
}

const run = promisify(execFile);

/** All living processes by pid. Throws when the system refuses to say. */
export async function readProcessTable(): Promise<ReadonlyMap<number, ProcessEntry>> {
  const entries = await readEntries();
  return new Map(entries.map((entry) => [entry.pid, entry]));
}

async function readEntries(): Promise<readonly ProcessEntry[]> {
  switch (process.platform) {
    case 'linux':
      return readProc();
    case 'win32':
      return parseCim(
        await output('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', CIM_QUERY]),
      );
    default:
      return parsePs(await output('ps', ['-axo', 'pid=,ppid=,pgid=,stat=,lstart=']));
  }
}

/** One process of Linux without reading the others; `undefined` when it is gone. */
export async function readProcEntry(pid: number): Promise<ProcessEntry | undefined> {
  try {
    return parseStat(await readFile(`/proc/${pid}/stat`, 'latin1'));
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ESRCH') return undefined;
    throw error;
  }
}

async function readProc(): Promise<readonly ProcessEntry[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const entries = await Promise.all(pids.map(readProcEntry));
  return entries.filter((entry) => entry !== undefined);
}

/** A line of `/proc/<pid>/stat` (proc(5)); the command in parentheses may hold any character. */
export function parseStat(text: string): ProcessEntry | undefined {
  const rest = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, parent, group, session] = rest;
  const start = rest[19];
  if (state === undefined || state === 'Z' || state === 'X' || start === undefined) return undefined;
  const pid = Number.parseInt(text, 10);
  return { pid, parent: Number(parent), group: Number(group), session: Number(session), start };
}

/** The output of `ps -axo pid=,ppid=,pgid=,stat=,lstart=`. */
export function parsePs(text: string): readonly ProcessEntry[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.+?)\s*$/.exec(line);
    if (!match || match[4]?.startsWith('Z')) return [];
    const [, pid, parent, group, , start = ''] = match;
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), session: 0, start }];
  });
}

const CIM_QUERY =
  'Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.ParentProcessId) $($_.CreationDate.Ticks)" }';

/** Lines of `<pid> <parent> <start>`, as `CIM_QUERY` prints them. */
export function parseCim(text: string): readonly ProcessEntry[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const match = /^(\d+) (\d+) (\d*)$/.exec(line);
    if (!match) return [];
    const [, pid, parent, start = ''] = match;
    return [{ pid: Number(pid), parent: Number(parent), group: 0, session: 0, start }];
  });
}

/** What a system program prints. Throws when it fails. */
export async function output(program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run(program, args, {
    encoding: 'utf8',
    maxBuffer: 32 * 1024 * 1024,
    windowsHide: true,
    env: { ...process.env, LC_ALL: 'C' },
  });
  return stdout;
}
