import { benches as restores } from '../../scripts/bench/restore';
import { benches as snapshots } from '../../scripts/bench/snapshot';
import { buildBundles } from '../../scripts/package';
import { ToolError } from '../../scripts/toolError';
import { benches as activation } from './activation';
import { benches as bundles } from './bundles';
import { benches as commandLine } from './cli';
import { benches as plans, type Bench } from './plans';
import { absent, benches as maps } from './scan';
import { benches as views } from './view';

const all: readonly Bench[] = [
  ...bundles,
  ...plans,
  ...maps,
  ...commandLine,
  ...snapshots,
  ...restores,
  ...activation,
  ...views,
];

/**
 * `npm run bench [-- NAME…]`: one JSON line per figure, `{name, value, unit, goal, samples}`; the value is the median and lower is
 * better. A name selects the figures that begin with it.
 */
export async function main(names: readonly string[]): Promise<number> {
  const wanted = all.filter(
    ({ name }) => names.length === 0 || names.some((start) => name.startsWith(start)),
  );
  if (wanted.length === 0) {
    throw new ToolError(
      `No figure begins with ${names.join(', ')}: ${all.map(({ name }) => name).join(', ')}.`,
    );
  }
  if (absent !== undefined) console.error(absent);
  await buildBundles();
  for (const bench of wanted) {
    const { name, unit, goal } = bench;
    const samples = (await bench.run()).map(rounded);
    console.log(JSON.stringify({ name, value: median(samples), unit, goal, samples }));
  }
  return 0;
}

function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('A bench gave no samples');
  return middle;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
