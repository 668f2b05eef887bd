import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { mustRun } from './command';
import { descendants, signal } from './processTree';
import type { Host } from './setup/hosts';
import { ToolError } from './toolError';

/** Machine settings that keep VS Code's own offers out of the way. */
export const quietSettings: Readonly<Record<string, unknown>> = {
  'workbench.startupEditor': 'none',
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

/** Where a server keeps its state; two servers never share them. */
export interface ServerFolders {
  dataDir: string;
  extensionsDir: string;
}

export interface ServerOptions extends ServerFolders {
  host: Host;
  /** Machine settings, merged over {@link quietSettings}. */
  settings?: Readonly<Record<string, unknown>>;
  /** A free one is taken unless named. */
  port?: number;
  /** Ask whether a folder is trusted, as the product does (Restricted Mode). */
  workspaceTrust: boolean;
  /** Honour `extensionTestsPath` in the page's address, and refuse modal dialogs. */
  testDriver?: boolean;
  env?: NodeJS.ProcessEnv;
}

/** A VS Code server that answers on 127.0.0.1. */
export interface Server {
  readonly origin: string;
  readonly port: number;
  readonly pid: number;
  /** What it printed so far. */
  log(): string;
  /** The page's address for a folder (absolute path) or a `.code-workspace` file. */
  address(target: string, query?: Readonly<Record<string, string>>): string;
  /** Fulfilled when the process has ended, however it ended. */
  readonly ended: Promise<void>;
  /** Ends the server and everything that it started: politely, and by force after 5 s. */
  stop(): Promise<void>;
  /** SIGKILL to the server and all its processes, as when the machine stops. */
  kill(): Promise<void>;
}

/** Starts a server and waits until it answers. */
export async function startServer(options: ServerOptions): Promise<Server> {
  await writeSettings(options);
  const port = options.port ?? (await freePort());
  const child = spawn(options.host.node, serverArgs(options, port), {
    cwd: options.host.server,
    env: serverEnv(options.env ?? process.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a process group of its own, which can be ended as a whole
  });
  const ended = once(child, 'close').then(() => undefined);
  let log = '';
  const ready = new Promise<void>((resolve, reject) => {
    const collect = (chunk: Buffer): void => {
      log += chunk.toString('utf8');
      if (log.includes('Web UI available at')) resolve();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', reject);
    void ended.then(() => {
      reject(new ToolError(`VS Code ${options.host.vscode} did not start:\n${log.trimEnd()}`));
    });
  });
  await ready;
  const pid = child.pid ?? 0;
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    port,
    pid,
    log: () => log,
    address: (target, query = {}) => {
      const key = target.endsWith('.code-workspace') ? 'workspace' : 'folder';
      const parameters = new URLSearchParams({ [key]: target, ...query }).toString();
      return `${origin}/?${parameters.replaceAll('%2F', '/')}`; // a slash is fine there, and people read this
    },
    ended,
    stop: () => end(child, ended, 'SIGTERM'),
    kill: () => end(child, ended, 'SIGKILL'),
  };
}

/** Installs a packaged extension for servers that are started on the same folders. */
export async function installExtension(host: Host, folders: ServerFolders, vsix: string): Promise<void> {
  await mustRun(
    `The extension could not be installed in VS Code ${host.vscode}`,
    host.node,
    ['out/server-main.js', '--install-extension', vsix, ...folderArgs(folders)],
    { cwd: host.server, env: serverEnv(process.env) },
  );
}

/** Writes the machine settings of a server; a running one takes them over at once. */
export async function writeSettings(options: Pick<ServerOptions, 'dataDir' | 'settings'>): Promise<void> {
  const folder = path.join(options.dataDir, 'data/Machine');
  await mkdir(folder, { recursive: true });
  const settings = { ...quietSettings, ...options.settings };
  await writeFile(path.join(folder, 'settings.json'), JSON.stringify(settings, undefined, 2));
}

/** A port on 127.0.0.1 that nothing listens on at the moment. */
export async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as net.AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

function serverArgs(options: ServerOptions, port: number): string[] {
  return [
    'out/server-main.js',
    ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token', '--disable-telemetry'],
    ...folderArgs(options),
    ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
    ...(options.testDriver ? ['--enable-smoke-test-driver'] : []),
  ];
}

function folderArgs({ dataDir, extensionsDir }: ServerFolders): string[] {
  return ['--server-data-dir', dataDir, '--extensions-dir', extensionsDir, '--accept-server-license-terms'];
}

/** Without what a surrounding VS Code leaves in the environment of its terminals, and which would confuse a second one. */
function serverEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^(VSCODE_(?!TEST)|ELECTRON_)/.test(name));
  return Object.fromEntries(kept);
}

async function end(child: ChildProcess, ended: Promise<void>, first: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const pid = child.pid;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  // Terminals are sessions of their own, outside the server's process group: note them while their parents still live.
  const others = await descendants(pid);
  signal(-pid, first);
  const force = setTimeout(() => {
    signal(-pid, 'SIGKILL');
  }, 5000);
  await ended;
  clearTimeout(force);
  for (const other of others) signal(other, 'SIGKILL');
}
