/** What activation costs in a real VS Code: the median of five fresh extension hosts. */
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../../scripts/paths';
import { scratchFolder } from '../../scripts/scratch';
import { newest } from '../../scripts/setup/hosts';
import { runInHost } from '../host/run';
import type { Bench } from './plans';

const ROUNDS = 5;

interface Sample {
  activation: number;
  yaml: number;
}

let measuring: Promise<Sample[]> | undefined;

/** Both figures come from the same rounds. */
function samples(): Promise<Sample[]> {
  measuring ??= measure();
  return measuring;
}

async function measure(): Promise<Sample[]> {
  const scratch = await scratchFolder('bench');
  const found: Sample[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const file = path.join(scratch, `${round}.json`);
    const good = await runInHost({
      version: newest.vscode,
      results: path.join(scratch, 'unused.json'),
      testsPath: path.join(root, 'dist/test/bench/activationProbe.js'),
      env: { STAGE_RUNNER_PROBE: file },
    });
    if (!good) throw new Error('The probe failed in the extension host');
    found.push(JSON.parse(await readFile(file, 'utf8')) as Sample);
  }
  await rm(scratch, { recursive: true, force: true });
  return found;
}

export const benches: readonly Bench[] = [
  {
    name: 'activation',
    unit: 'ms',
    goal: 50,
    run: async () => (await samples()).map(({ activation }) => activation),
  },
  {
    name: 'activation/yamlLoad',
    unit: 'ratio',
    goal: 2,
    run: async () => (await samples()).map(({ activation, yaml }) => activation / yaml),
  },
];
