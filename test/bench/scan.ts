/**
 * What the whole map costs, from an unknown disk to what the view shows: as a ratio to a bare parallel read of the same
 * files in the same process, with every archive opened, and on the generated tree also a second scan, one changed file,
 * the longest time that nothing else had a turn, and memory.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { stageMap, stageMapInPieces } from '../../src/core/stageMap';
import { DEFAULT_EXCLUDE, DEFAULT_INCLUDE } from '../../src/node/plans/defaults';
import { DISK, type PlanFiles } from '../../src/node/plans/planFiles';
import { PlanScanner, type PlanScannerOptions } from '../../src/node/plans/scanner';
import { Work } from '../../src/node/plans/work';
import type { Bench } from './plans';
import { corpora, GENERATED_STEPS, generatedTree, removeTree, type BenchTree } from './trees';

const ROUNDS = 5;

interface Figures {
  readonly coldToBare: number[];
  readonly warmToCold: number[];
  readonly keptToCold: number[];
  /** Milliseconds. */
  readonly cold: number[];
  readonly longestBlock: number[];
  readonly changedFile: number[];
  /** Kilobytes for each 1,000 steps. */
  readonly memory: number[];
}

type Figure = keyof Figures;

function scannerOf(folder: string, options: Partial<PlanScannerOptions> = {}): PlanScanner {
  return new PlanScanner({
    folders: [folder],
    include: DEFAULT_INCLUDE,
    exclude: DEFAULT_EXCLUDE,
    isIgnored: () => Promise.resolve(new Set()),
    openArchives: true,
    ...options,
  });
}

/** As the editor makes it. */
const mapOf = async (scanner: PlanScanner): Promise<unknown> =>
  new Work().through(stageMapInPieces({ plans: await scanner.scan(), runs: [], statusLog: [] }));

/** Every file that a first scan reads. */
async function filesRead(folder: string): Promise<string[]> {
  const names = new Set<string>();
  const head: PlanFiles['head'] = (file, ...rest) => {
    names.add(file);
    return DISK.head(file, ...rest);
  };
  await scannerOf(folder, { files: { ...DISK, head } }).scan();
  return [...names];
}

async function timed(task: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await task();
  return performance.now() - start;
}

/** More at once and the system runs out of descriptors. */
const LANES = 1000;

async function readAll(files: readonly string[]): Promise<void> {
  const left = files.values();
  const lane = async (): Promise<void> => {
    for (const file of left) await readFile(file, 'utf8');
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/** The longest time between two turns of the event loop while a task runs, in milliseconds. */
async function longestBlock(task: () => Promise<unknown>): Promise<number> {
  let [longest, last, over] = [0, performance.now(), false];
  const turn = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!over) setImmediate(turn);
  };
  setImmediate(turn);
  await task();
  over = true;
  turn();
  return longest;
}

/** Changes one step's file and takes it in. */
async function change(scanner: PlanScanner, step: string, round: number): Promise<number> {
  const text = await readFile(step, 'utf8');
  await writeFile(step, text.replace(/Part 25[^"]* does/, `Part 25 of round ${round} does`));
  return timed(async () => {
    const { plans, changed } = await scanner.changed([step]);
    if (!changed) throw new Error('The change was not noticed.');
    stageMap({ plans, runs: [], statusLog: [] });
  });
}

async function measure({ folder, step }: BenchTree): Promise<Figures> {
  const scratch = await mkdtemp(join(tmpdir(), 'stage-runner-kept-'));
  const files = await filesRead(folder);
  const figures: Figures = {
    coldToBare: [],
    warmToCold: [],
    keptToCold: [],
    cold: [],
    longestBlock: [],
    changedFile: [],
    memory: [],
  };
  // First, while nothing else of the tree is in memory.
  if (step !== undefined) figures.memory.push(await memory(folder));
  for (let round = 0; round <= ROUNDS; round += 1) {
    const bare = await timed(() => readAll(files));
    const scanner = scannerOf(folder);
    const cold = await timed(() => mapOf(scanner));
    const warm = await timed(() => mapOf(scanner));
    const changed = step === undefined ? 0 : await change(scanner, step, round);
    const keep = { file: join(scratch, `${round}`), report: console.error };
    const keeping = scannerOf(folder, { keep });
    await keeping.scan();
    await keeping.settled();
    const kept = await timed(() => mapOf(scannerOf(folder, { keep })));
    const block = await longestBlock(() => mapOf(scannerOf(folder)));
    // The first round warms up and is not counted.
    if (round === 0) continue;
    figures.cold.push(cold);
    figures.coldToBare.push(cold / bare);
    figures.warmToCold.push(warm / cold);
    figures.keptToCold.push(kept / cold);
    figures.longestBlock.push(block);
    if (step !== undefined) figures.changedFile.push(changed);
  }
  await rm(scratch, { recursive: true, force: true });
  return figures;
}

/** What a scanner with its plans and their map keeps. */
async function memory(folder: string): Promise<number> {
  setFlagsFromString('--expose-gc');
  const once = runInNewContext('gc') as () => void;
  const collect = (): void => {
    once();
    once();
  };
  collect();
  const before = process.memoryUsage().heapUsed;
  const scanner = scannerOf(folder);
  const map = await mapOf(scanner);
  collect();
  const used = process.memoryUsage().heapUsed - before;
  // Both are needed until here.
  if (scanner.plans.length === 0 || map === undefined) throw new Error('There is no plan.');
  return used / 1024 / (GENERATED_STEPS / 1000);
}

const measured = new Map<string, Promise<Figures>>();

/** All figures of a tree come from the same rounds. */
function figuresOf(tree: () => BenchTree, name: string): Promise<Figures> {
  const known = measured.get(name) ?? measure(tree());
  measured.set(name, known);
  return known;
}

const GOALS: readonly (readonly [Figure, string, string, number])[] = [
  ['coldToBare', 'cold/bareRead', 'ratio', 1],
  ['cold', 'cold', 'ms', 10_000],
  ['warmToCold', 'warm/cold', 'ratio', 0.2],
  ['keptToCold', 'nextWindow/cold', 'ratio', 0.6],
  ['longestBlock', 'longestBlock', 'ms', 16],
];
const GENERATED_GOALS: typeof GOALS = [
  ...GOALS,
  ['changedFile', 'changedFile', 'ms', 5],
  ['memory', 'memory', 'KB for 1,000 steps', 5000],
];

function benchesOf(tree: () => BenchTree, name: string, goals: typeof GOALS): Bench[] {
  return goals.map(([figure, title, unit, goal]) => ({
    name: `map.${name}.${title}`,
    unit,
    goal,
    run: async () => (await figuresOf(tree, name))[figure],
  }));
}

function generated(): BenchTree {
  const tree = generatedTree();
  process.once('exit', () => {
    removeTree(tree);
  });
  return tree;
}

const real = corpora();

/** Said where the real trees are not there to be measured. */
export const absent = real.length === 0 ? 'No real plan trees: ../shared/corpus is absent.' : undefined;

export const benches: readonly Bench[] = [
  ...real.flatMap((tree) => benchesOf(() => tree, tree.name, GOALS)),
  ...benchesOf(generated, 'generated', GENERATED_GOALS),
];
