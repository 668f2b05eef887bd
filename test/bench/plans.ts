/** What reading plans costs: 200 step plans in four plans, half of them with a handoff, in a tree of other files. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stageMap } from '../../src/core/stageMap';
import { DEFAULT_EXCLUDE, DEFAULT_INCLUDE } from '../../src/node/plans/defaults';
import { DISK, type PlanFiles } from '../../src/node/plans/planFiles';
import { PlanScanner } from '../../src/node/plans/scanner';

export interface Bench {
  readonly name: string;
  readonly unit: string;
  /** At most this much is wanted; absent for a figure that is only told. */
  readonly goal?: number;
  /** One sample a round. */
  run(): Promise<number[]>;
}

const ROUNDS = 5;
const PLANS = 4;
const STEPS = 50;

const sections = [
  'Objective',
  'Context',
  'Tasks',
  'Acceptance criteria',
  'Test commands',
  'Edge cases',
  'Out of scope',
];
const prose = 'Words that say what is to be done, and why, and how one sees that it is done.\n'.repeat(6);
const stepText = (number: number): string =>
  `---\nstep: ${number}\ntitle: "Step ${number}: a title"\ndepends_on: [${number > 1 ? number - 1 : ''}]\n` +
  `status: ${number <= STEPS / 2 ? 'complete' : 'pending'}\n---\n\n` +
  sections.map((name) => `## ${name}\n${name === 'Test commands' ? '- `npm test`\n' : prose}`).join('\n');
const handoffText = (number: number): string =>
  `---\nstep: ${number}\nresult: complete\n---\n\n## Summary\n${prose}`;

interface Workspace {
  readonly folder: string;
  /** Every file that a scan reads. */
  readonly files: readonly string[];
}

async function makeWorkspace(): Promise<Workspace> {
  const folder = await mkdtemp(join(tmpdir(), 'stage-runner-bench-'));
  const texts = new Map<string, string>();
  for (let plan = 0; plan < PLANS; plan += 1) {
    const root = join(folder, `packages/p${plan}/plans`);
    for (let number = 1; number <= STEPS; number += 1) {
      const name = `${String(number).padStart(2, '0')}-a-step.md`;
      texts.set(join(root, 'steps', name), stepText(number));
      if (number <= STEPS / 2) texts.set(join(root, 'handoffs', name), handoffText(number));
    }
  }
  const files = [...texts.keys()];
  for (let index = 0; index < 2000; index += 1) {
    texts.set(join(folder, `src/f${index % 100}/file${index}.ts`), 'export {};\n');
  }
  for (const [file, text] of texts) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return { folder, files };
}

function scannerOf(folder: string, files: PlanFiles = DISK): PlanScanner {
  const isIgnored = (): Promise<Set<string>> => Promise.resolve(new Set());
  return new PlanScanner({
    folders: [folder],
    include: DEFAULT_INCLUDE,
    exclude: DEFAULT_EXCLUDE,
    isIgnored,
    files,
  });
}

async function timed(task: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await task();
  return performance.now() - start;
}

const firstTree = (folder: string): Promise<number> =>
  timed(async () => stageMap({ plans: await scannerOf(folder).scan(), runs: [], statusLog: [] }));

const bareRead = ({ files }: Workspace): Promise<number> =>
  timed(() => Promise.all(files.map((file) => readFile(file, 'utf8'))));

/** Changes one step file and takes it in. */
async function change(scanner: PlanScanner, { files }: Workspace, round: number): Promise<number> {
  const file = files[0] ?? '';
  await writeFile(file, stepText(1).replace('a title', `title ${round}`));
  return timed(async () => {
    const { plans, changed } = await scanner.changed([file]);
    if (!changed) throw new Error('The change was not noticed.');
    stageMap({ plans, runs: [], statusLog: [] });
  });
}

/** A sample a round, on one workspace; the first round warms up and is not counted. */
async function rounds(sample: (workspace: Workspace, round: number) => Promise<number>): Promise<number[]> {
  const workspace = await makeWorkspace();
  try {
    const samples: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) samples.push(await sample(workspace, round));
    return samples.slice(1);
  } finally {
    await rm(workspace.folder, { recursive: true, force: true });
  }
}

export const benches: readonly Bench[] = [
  {
    name: 'plans.firstTree',
    unit: 'ms',
    goal: 300,
    run: () => rounds(({ folder }) => firstTree(folder)),
  },
  {
    name: 'plans.firstTree/bareRead',
    unit: 'ratio',
    goal: 10,
    run: () =>
      rounds(async (workspace) => {
        const bare = await bareRead(workspace);
        return (await firstTree(workspace.folder)) / bare;
      }),
  },
  {
    name: 'plans.changedFile/firstTree',
    unit: 'ratio',
    goal: 0.2,
    run: () =>
      rounds(async (workspace, round) => {
        const scanner = scannerOf(workspace.folder);
        const first = await timed(() => scanner.scan());
        return (await change(scanner, workspace, round)) / first;
      }),
  },
  {
    name: 'plans.changedFile.reads',
    unit: 'files',
    goal: 1,
    run: () =>
      rounds(async (workspace, round) => {
        let reads = 0;
        const head: PlanFiles['head'] = (...asked) => {
          reads += 1;
          return DISK.head(...asked);
        };
        const scanner = scannerOf(workspace.folder, { ...DISK, head });
        await scanner.scan();
        reads = 0;
        await change(scanner, workspace, round);
        return reads;
      }),
  },
];
