/** How large the minified bundles are. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../../scripts/paths';
import type { Bench } from './plans';

const dist = path.join(root, 'dist');
const goals = { extension: 350 * 1024, cli: 350 * 1024, launcher: 30 * 1024 } as const;

const size = async (file: string): Promise<number> => (await stat(path.join(dist, file))).size;

const bundles = Object.entries(goals).map(([name, goal]) => ({
  name: `bundle.${name}`,
  unit: 'bytes',
  goal,
  run: async () => [await size(`${name}.js`)],
}));

export const benches: readonly Bench[] = [
  ...bundles,
  {
    // The parsers and git, which the extension loads when it first needs them: counted apart, so that nothing hides there.
    name: 'bundle.libraries',
    unit: 'bytes',
    goal: 200 * 1024,
    run: async () => {
      const files = await readdir(path.join(dist, 'libraries'));
      const sizes = await Promise.all(files.map((file) => size(`libraries/${file}`)));
      return [sizes.reduce((sum, one) => sum + one, 0)];
    },
  },
];
