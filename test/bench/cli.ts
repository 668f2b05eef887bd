/**
 * What a whole process of the command line costs on real trees: beside Node's own start, beside the shell lines by which
 * renn finds and groups the runs of every stage, and beside GSD's own tool where `GSD_TOOLS` names its script.
 */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../scripts/paths';
import type { Bench } from './plans';
import { corpora, type BenchTree } from './trees';

const ROUNDS = 7;
const LARGEST_OUTPUT = 256 * 1024 * 1024;
const run = promisify(execFile);

/**
 * For every stage as renn's workflow does for one (renn-gsd.md 1.2): its folder, its runs by name, which of them have a
 * recap, and each one's batch, autonomous and gap closure.
 */
const SHELL_LINES = `
for folder in .renn/stages/*/; do
  for file in $(ls -1 "$folder"*-run.md 2>/dev/null | sort); do
    recap=$(echo "$file" | sed 's/-run.md$/-recap.md/')
    [ -f "$recap" ] && state=done || state=open
    batch=$(grep -m1 '^batch:' "$file" | sed 's/^batch:[[:space:]]*//')
    autonomous=$(grep -m1 '^autonomous:' "$file" | sed 's/^autonomous:[[:space:]]*//')
    gaps=$(grep -m1 '^gap_closure:' "$file" | sed 's/^gap_closure:[[:space:]]*//')
    echo "$(basename "$file") $state $batch $autonomous $gaps"
  done
done`;

async function timed(file: string, args: readonly string[], cwd: string): Promise<number> {
  const start = performance.now();
  await run(file, args, { cwd, maxBuffer: LARGEST_OUTPUT });
  return performance.now() - start;
}

const map = (folder: string): Promise<number> =>
  timed(process.execPath, [join(root, 'dist/cli.js'), 'map', '--json'], folder);

/** How many times a converted tree is laid out again: renn's lines grow with it, and a real tree is small. */
const COPIES = 20;

/** The stages of a renn tree many times over, in a scratch folder that is removed in the end. */
async function inEnlarged<T>(folder: string, task: (enlarged: string) => Promise<T>): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), 'stage-runner-renn-'));
  try {
    const stages = join('.renn', 'stages');
    for (const stage of await readdir(join(folder, stages)))
      for (let copy = 0; copy < COPIES; copy += 1)
        await cp(join(folder, stages, stage), join(scratch, stages, `${100 + copy}${stage}`), {
          recursive: true,
        });
    return await task(scratch);
  } finally {
    await rm(scratch, { recursive: true });
  }
}

/** Round by round, so that both see the same machine. */
async function ratios(other: () => Promise<number>, folder: string): Promise<number[]> {
  const samples: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) samples.push((await map(folder)) / (await other()));
  return samples;
}

function benchesOf({ name, folder }: BenchTree): Bench[] {
  const gsd = process.env['GSD_TOOLS'];
  const start = (): Promise<number> => timed(process.execPath, ['-e', '0'], folder);
  const inspect = (script: string) => (): Promise<number> =>
    timed(process.execPath, [script, 'query', 'planning', 'inspect'], folder);
  const bench = (beside: string, goal: number | undefined, other: () => Promise<number>): Bench => ({
    name: `cli.${name}/${beside}`,
    unit: 'ratio',
    ...(goal !== undefined && { goal }),
    run: () => ratios(other, folder),
  });
  const shell: Bench = {
    name: `cli.${name}.enlarged/shellLines`,
    unit: 'ratio',
    goal: 0.01,
    run: () => inEnlarged(folder, (large) => ratios(() => timed('sh', ['-c', SHELL_LINES], large), large)),
  };
  return [
    bench('nodeStart', undefined, start),
    // All stages of the other converted tree are put away in archives, where these lines do not look.
    ...(name === 'corpus-renn/carambus' ? [shell] : []),
    ...(name.startsWith('corpus/') && gsd !== undefined ? [bench('gsdInspect', 0.2, inspect(gsd))] : []),
  ];
}

export const benches: readonly Bench[] = corpora().flatMap(benchesOf);
