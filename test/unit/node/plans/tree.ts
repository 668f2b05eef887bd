/** A folder on the disk for a test, and the plans found in it as text. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { stepsOf, type Plan } from '../../../../src/core/plan';
import { DISK, type PlanFiles } from '../../../../src/node/plans/planFiles';

/** The disk, with every file as old as the others: a copy of a real tree has the times of copying. */
export const UNTIMED: PlanFiles = {
  ...DISK,
  state(file) {
    const state = DISK.state(file);
    return state && { size: state.size, mtimeMs: 0 };
  },
  head(file, limit, longer) {
    const head = DISK.head(file, limit, longer);
    return head && { size: head.size, bytes: head.bytes, mtimeMs: 0 };
  },
};

export class Tree {
  private constructor(readonly path: string) {}

  static async make(files: Readonly<Record<string, string>>): Promise<Tree> {
    const tree = new Tree(await realpath(await mkdtemp(join(tmpdir(), 'stage-runner-plans-'))));
    await tree.write(files);
    return tree;
  }

  /** Paths that end with `/` are empty folders. */
  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      const path = this.at(name);
      await mkdir(name.endsWith('/') ? path : dirname(path), { recursive: true });
      if (!name.endsWith('/')) await writeFile(path, text);
    }
  }

  at(name: string): string {
    return join(this.path, name);
  }

  /** Each plan with its workspace folder, steps and problems. */
  show(plans: readonly Plan[]): string[] {
    const name = (path: string): string => relative(this.path, path) || '.';
    return plans.flatMap((plan) => [
      `${name(plan.root)} in ${name(plan.folder)}`,
      ...stepsOf(plan).map(({ key, meant }) => `  ${key} ${meant}`),
      ...[...stepsOf(plan).flatMap(({ problems }) => problems), ...plan.problems]
        .filter(({ severity }) => severity !== 'info')
        .map(({ code, file }) => `  ! ${code} ${name(file)}`),
    ]);
  }

  remove(): Promise<void> {
    return rm(this.path, { recursive: true, force: true });
  }
}

export const step = (status: string): string => `---\nstatus: ${status}\n---\n`;
