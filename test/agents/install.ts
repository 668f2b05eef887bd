/** The CLIs from the npm registry, in exact versions, kept below `.vscode-test/agents`. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import type { Cli } from './clis';

const run = promisify(execFile);
const cache = path.join(__dirname, '../../.vscode-test/agents');

/** Installs what is missing, with a line on the terminal, and gives the folder with the CLI's program. */
export async function install(cli: Cli): Promise<string> {
  const folder = path.join(cache, cli.id);
  const manifest = path.join(folder, 'node_modules', cli.package, 'package.json');
  if ((await installedVersion(manifest)) !== cli.version) {
    console.log(`Installing ${cli.package}@${cli.version}…`);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
    const spec = `${cli.package}@${cli.version}`;
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    await run(npm, ['install', '--prefix', folder, '--no-audit', '--no-fund', '--save-exact', spec]);
  }
  return path.join(folder, 'node_modules', '.bin');
}

async function installedVersion(manifest: string): Promise<string | undefined> {
  if (!existsSync(manifest)) return undefined;
  return (JSON.parse(await readFile(manifest, 'utf8')) as { version: string }).version;
}
