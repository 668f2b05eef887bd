/** How large the minified bundles are, and how much of them is loaded at start. */
import type { Metafile } from 'esbuild';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { loadedWith } from '../../scripts/build/loadedWith.mjs';
import { root } from '../../scripts/paths';
import type { Bench } from './plans';

const KB = 1024;

async function bytes(entry: string, later: boolean): Promise<number[]> {
  const { outputs } = JSON.parse(await readFile(path.join(root, 'dist/meta.json'), 'utf8')) as Metafile;
  const sizes = await Promise.all(loadedWith(entry, outputs, later).map(size));
  return [sizes.reduce((sum, one) => sum + one, 0)];
}

const size = async (file: string): Promise<number> => (await stat(path.join(root, file))).size;

export const benches: readonly Bench[] = [
  {
    name: 'bundle.extension.start',
    unit: 'bytes',
    goal: 350 * KB,
    run: () => bytes('dist/extension.js', false),
  },
  // With all that is loaded when it is first used, parsers and git among them: nothing hides.
  { name: 'bundle.extension', unit: 'bytes', goal: 1000 * KB, run: () => bytes('dist/extension.js', true) },
  { name: 'bundle.cli.start', unit: 'bytes', goal: 350 * KB, run: async () => [await size('dist/cli.js')] },
  {
    name: 'bundle.launcher',
    unit: 'bytes',
    goal: 30 * KB,
    run: async () => [await size('dist/launcher.js')],
  },
];
