import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { mustRun, run } from '../command';
import { ToolError } from '../toolError';
import { ensureCompiler } from './compiler';
import { installOnce } from './install';
import { ensureRuntime, type Runtime } from './runtime';

/** One VS Code server that we run and test in. */
export interface HostRelease {
  /** The VS Code version, e.g. `1.139.1`. */
  vscode: string;
  /** The npm package that carries it. */
  codeServer: string;
  node: 20 | 24;
  /** Native modules that the server cannot work without and that come without a prebuilt file. */
  compiled: readonly string[];
  /** Native modules that only make things nicer (log files, watchdog). A failed build of these does no harm. */
  optional: readonly string[];
}

/** The oldest VS Code that `engines.vscode` promises. */
export const oldest: HostRelease = {
  vscode: '1.100.3',
  codeServer: '4.100.3',
  node: 20,
  compiled: ['node-pty'],
  optional: ['@vscode/spdlog', 'native-watchdog'],
};

/** The newest VS Code that the package gives. */
export const newest: HostRelease = {
  vscode: '1.139.1',
  codeServer: '4.139.1',
  node: 24,
  compiled: [],
  optional: ['@vscode/spdlog', '@vscode/native-watchdog'],
};

/** All of them, oldest first. */
export const releases: readonly HostRelease[] = [oldest, newest];

/** A VS Code server that is ready to be started. */
export interface Host {
  vscode: string;
  node: string;
  /** Folder with `out/server-main.js`. */
  server: string;
}

/** Installs a VS Code server in `.vscode-test/` unless it is there. */
export async function ensureHost(release: HostRelease): Promise<Host> {
  const runtime = await ensureRuntime(release.node);
  const title = `VS Code ${release.vscode} (code-server ${release.codeServer}, about a minute when new)`;
  const folder = await installOnce(`server-${release.vscode}`, title, (temporary) =>
    fillHost(temporary, release, runtime),
  );
  return { vscode: release.vscode, node: runtime.node, server: serverIn(folder) };
}

async function fillHost(folder: string, release: HostRelease, runtime: Runtime): Promise<void> {
  const what = `VS Code ${release.vscode} could not be installed`;
  const env = {
    ...process.env,
    PATH: `${path.dirname(runtime.node)}${path.delimiter}${process.env['PATH'] ?? ''}`,
    npm_config_nodedir: runtime.prefix,
    npm_config_yes: 'true', // node-pty's install script calls `npx node-gyp`
  };
  await writeFile(path.join(folder, 'package.json'), '{"private": true}\n');
  const fetched = await run('npm', ['install', '--ignore-scripts', `code-server@${release.codeServer}`], {
    cwd: folder,
    env,
  });
  if (fetched.code !== 0) {
    throw new ToolError(
      `${what}: npm could not fetch code-server@${release.codeServer}; check the network and run the same command again.`,
    );
  }
  const server = serverIn(folder);
  // `npm ci` refuses here: the package's lock file is out of step with its package.json.
  await mustRun(what, 'npm', ['install', '--omit=dev', '--ignore-scripts', '--no-audit'], {
    cwd: server,
    env,
  });
  await buildNative(server, release, env);
}

async function buildNative(server: string, release: HostRelease, env: NodeJS.ProcessEnv): Promise<void> {
  for (const name of release.compiled) {
    await ensureCompiler(`VS Code ${release.vscode}`);
    await mustRun(`VS Code ${release.vscode} could not be installed`, 'npm', ['rebuild', name], {
      cwd: server,
      env,
    });
  }
  for (const name of release.optional) {
    const { code } = await run('npm', ['rebuild', name], { cwd: server, env });
    if (code !== 0)
      console.log(`[setup] VS Code ${release.vscode}: ${name} is not built; the server runs without it`);
  }
}

function serverIn(folder: string): string {
  return path.join(folder, 'node_modules/code-server/lib/vscode');
}
