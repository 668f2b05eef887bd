import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { mustRun, run } from './command';
import { buildBundles, packageVsix } from './package';
import { root } from './paths';
import { copyAsRepository, scratchFolder } from './scratch';
import { ensureHost, newest } from './setup/hosts';
import { ToolError } from './toolError';
import { installExtension, startServer, type Server } from './vscodeServer';

const usage = 'npm start [-- [--folder DIR] [--port N] | -- --desktop [DIR]]';

/** `npm start`: the packaged extension in a real VS Code, on a copy of the sample or on a folder of the user's. */
export async function main(args: readonly string[]): Promise<number> {
  const { folder, port, desktop } = readArgs(args);
  if (folder && !existsSync(folder)) throw new ToolError(`There is no folder ${folder}.`);
  if (desktop) await findCode();
  const host = desktop ? undefined : await ensureHost(newest);
  await buildBundles();
  const vsix = await packageVsix();
  const scratch = await scratchFolder('start');
  const workspace = folder ?? path.join(scratch, 'sample');
  if (!folder) await copyAsRepository(path.join(root, 'media/sample'), workspace);
  if (!host) return openDesktop(vsix, workspace);

  const folders = { dataDir: path.join(scratch, 'data'), extensionsDir: path.join(scratch, 'extensions') };
  try {
    await installExtension(host, folders, vsix);
    const server = await startServer({ host, ...folders, ...(port && { port }), workspaceTrust: true });
    console.log(`\n  Stage Runner is open at  ${server.address(workspace)}\n`);
    console.log(`  Folder: ${workspace}\n  VS Code ${host.vscode}. Ctrl+C ends it.\n`);
    return await untilInterrupted(server);
  } finally {
    // The workspace stays: it may hold what somebody has just tried.
    await rm(folders.dataDir, { recursive: true, force: true });
    await rm(folders.extensionsDir, { recursive: true, force: true });
  }
}

function readArgs(args: readonly string[]): { folder?: string; port?: number; desktop: boolean } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { folder: { type: 'string' }, port: { type: 'string' }, desktop: { type: 'boolean' } },
    });
    const folder = values.folder ?? positionals[0];
    const port = Number(values.port ?? 0);
    if (!Number.isInteger(port) || port < 0 || port > 65535)
      throw new Error(`"${values.port}" is not a port`);
    return {
      desktop: values.desktop ?? false,
      ...(folder !== undefined && { folder: path.resolve(folder) }),
      ...(port > 0 && { port }),
    };
  } catch (error) {
    throw new ToolError(`${(error as Error).message}\nUsage: ${usage}`);
  }
}

async function findCode(): Promise<void> {
  if ((await run('code', ['--version'])).code === 0) return;
  throw new ToolError(
    'The "code" command was not found: in VS Code run "Shell Command: Install \'code\' command in PATH", then try again.',
  );
}

async function openDesktop(vsix: string, workspace: string): Promise<number> {
  await mustRun('The extension could not be installed', 'code', ['--install-extension', vsix, '--force']);
  await mustRun('VS Code could not be opened', 'code', [workspace]);
  console.log(`\n  Stage Runner is installed; VS Code opens ${workspace}\n`);
  return 0;
}

/** Waits for Ctrl+C (or a closed terminal), then ends the server and all that it started. */
async function untilInterrupted(server: Server): Promise<number> {
  const interrupted = new Promise<true>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(name, () => {
        resolve(true);
      });
    }
  });
  const byUser = await Promise.race([interrupted, server.ended.then(() => false)]);
  await server.stop();
  if (byUser) return 0;
  console.error(`The VS Code server ended by itself:\n${server.log().trimEnd()}`);
  return 1;
}
