/**
 * `worker.ts SEED COUNT`: so many spoiled states of a workspace with a plan of every format, each taken in by a scanner
 * that goes on. Prints a line of JSON `{at, slowest, slowestAt, of}` now and then, and says by its exit code whether all was well;
 * whoever started it ends it when no line comes.
 */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { isWithin } from '../../src/core/isWithin';
import { stepsOf, type Plan } from '../../src/core/plan';
import { stageMap } from '../../src/core/stageMap';
import { DEFAULT_EXCLUDE, DEFAULT_INCLUDE } from '../../src/node/plans/defaults';
import { DISK, type PlanFiles } from '../../src/node/plans/planFiles';
import { PlanScanner } from '../../src/node/plans/scanner';
import { spoilFolders, type Spoiled } from './folders';
import { Random } from './random';
import { spoiled } from './texts';
import { RealTexts, writeTrees } from './trees';

const SECRET = 'FROM-OUTSIDE';
/** One spoiled state takes this many milliseconds at most, also on a machine that is busy. */
const DEADLINE = 5000;
/** Every so many the scanner that goes on is compared with one that begins. */
const COMPARED = 100;
/** What a scanner that goes on may know better than one that begins. */
const REMEMBERED = [
  'read-failed',
  'file-empty',
  'file-line-ends',
  'file-not-text',
  'file-not-utf8',
  'file-too-large',
  'link-outside',
];

class Bed {
  readonly base = realpathSync(mkdtempSync(join(tmpdir(), 'stage-runner-hostile-')));
  readonly folder = join(this.base, 'w');
  readonly outside = join(this.base, 'outside/plans/steps/01-a.md');
  readonly files = writeTrees(this.folder);
  readonly scanner = this.newScanner();
  private readonly real = new RealTexts();

  constructor() {
    mkdirSync(dirname(this.outside), { recursive: true });
    writeFileSync(this.outside, `---\ntitle: ${SECRET}\nphase: ${SECRET}\n---\n\n# ${SECRET}\n`);
  }

  newScanner(): PlanScanner {
    const guard = (path: string): void => {
      if (!isWithin(this.folder, path) || path.endsWith('secrets.json'))
        throw new Error(`${path} was opened.`);
    };
    const files: PlanFiles = {
      ...DISK,
      entries: (folder) => (guard(folder), DISK.entries(folder)),
      head: (file, ...rest) => (guard(file), DISK.head(file, ...rest)),
    };
    return new PlanScanner({
      folders: [this.folder],
      include: DEFAULT_INCLUDE,
      exclude: DEFAULT_EXCLUDE,
      isIgnored: () => Promise.resolve(new Set()),
      commits: () => Promise.resolve([]),
      openArchives: true,
      files,
    });
  }

  spoil(random: Random): Spoiled {
    const file = join(this.folder, random.of(this.files));
    if (random.below(10) === 0) return spoilFolders(file, this.outside, random);
    const before = readFileSync(file);
    const real = random.below(2) === 0 ? this.real.like(file, random) : undefined;
    writeFileSync(file, spoiled(real ?? before, random));
    return {
      paths: [file],
      undo: () => {
        writeFileSync(file, before);
      },
    };
  }

  /** Takes in some changes; how long that took, in milliseconds. */
  async takeIn(paths: readonly string[]): Promise<number> {
    const start = performance.now();
    const { plans } = await this.scanner.changed(paths);
    stageMap({ plans, runs: [], statusLog: [] });
    const took = performance.now() - start;
    if (took > DEADLINE) throw new Error(`It took ${took} ms.`);
    check(plans);
    return took;
  }

  /** A scanner that begins must see the same. */
  async compare(): Promise<void> {
    const plans = await this.newScanner().scan();
    const ours = await this.scanner.scan();
    if ([...plans, ...ours].some(isRemembered)) return;
    if (!isDeepStrictEqual(plans, ours)) throw new Error('What was followed is not what is there.');
  }

  remove(): void {
    rmSync(this.base, { recursive: true, force: true });
  }
}

function check(plans: readonly Plan[]): void {
  const text = JSON.stringify(plans);
  if (text.includes(SECRET) || text.includes('HELD-BACK'))
    throw new Error('Something was read that must not be.');
  for (const plan of plans) {
    const keys = stepsOf(plan).map(({ key }) => key);
    if (new Set(keys).size !== keys.length) throw new Error(`${plan.id} has a step twice.`);
  }
}

function isRemembered(plan: Plan): boolean {
  const problems = [
    ...plan.problems,
    ...plan.stages.flatMap((stage) => [
      ...(stage.problems ?? []),
      ...stage.steps.flatMap((step) => step.problems),
    ]),
  ];
  return problems.some(({ code }) => REMEMBERED.includes(code));
}

async function main(seed: number, count: number): Promise<void> {
  const random = new Random(seed);
  const bed = new Bed();
  await bed.scanner.scan();
  if (bed.scanner.plans.length < 8) throw new Error(`Only ${bed.scanner.plans.length} plans are found.`);
  let [slowest, slowestAt, of] = [0, 0, ''];
  let before: Spoiled | undefined;
  for (let at = 1; at <= count; at += 1) {
    before?.undo();
    const now = bed.spoil(random);
    try {
      const took = await bed.takeIn([...(before?.paths ?? []), ...now.paths]);
      if (took > slowest) [slowest, slowestAt, of] = [took, at, relative(bed.folder, now.paths[0] ?? '')];
      if (at % COMPARED === 0) await bed.compare();
    } catch (error) {
      throw new Error(`Seed ${seed}, number ${at}, ${now.paths.join()}: ${String(error)}`, { cause: error });
    }
    before = now;
    if (at % COMPARED === 0 || at === count) console.log(JSON.stringify({ at, slowest, slowestAt, of }));
  }
  bed.remove();
}

void main(Number(process.argv[2]), Number(process.argv[3]));
