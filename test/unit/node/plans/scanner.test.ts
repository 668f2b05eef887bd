import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DEFAULT_EXCLUDE, DEFAULT_INCLUDE } from '../../../../src/node/plans/defaults';
import { stageMap } from '../../../../src/core/stageMap';
import { DISK, type PlanFiles } from '../../../../src/node/plans/planFiles';
import { PlanScanner, type PlanScannerOptions } from '../../../../src/node/plans/scanner';
import { watchTargets } from '../../../../src/node/plans/watch';
import { step, Tree } from './tree';

let tree: Tree;
const removeTree = (): Promise<void> => tree.remove();

function scannerOf(options: Partial<PlanScannerOptions> = {}): PlanScanner {
  const isIgnored = (): Promise<Set<string>> => Promise.resolve(new Set());
  const defaults = { folders: [tree.path], include: DEFAULT_INCLUDE, exclude: DEFAULT_EXCLUDE, isIgnored };
  return new PlanScanner({ ...defaults, ...options });
}

/** The disk, which notes what is read and fails where it is told to. */
function watchedDisk(): PlanFiles & { reads: string[]; broken: Set<string>; torn: Map<string, number> } {
  const reads: string[] = [];
  const broken = new Set<string>();
  /** How many of the next reads of a file give half of it. */
  const torn = new Map<string, number>();
  const guard = (path: string): void => {
    if (broken.has(path)) throw Object.assign(new Error('denied'), { code: 'EACCES' });
  };
  return {
    ...DISK,
    reads,
    broken,
    torn,
    entries(folder) {
      guard(folder);
      return DISK.entries(folder);
    },
    head(file, ...rest) {
      reads.push(file);
      guard(file);
      const read = DISK.head(file, ...rest);
      const left = torn.get(file) ?? 0;
      torn.set(file, left - 1);
      return read && left > 0 ? { ...read, bytes: read.bytes.subarray(0, read.bytes.length / 2) } : read;
    },
  };
}

const TWO = { 'plans/steps/01-a.md': step('complete'), 'plans/steps/02-b.md': step('pending') };
const TWO_SHOWN = ['plans in .', '  01-a complete', '  02-b pending'];

describe('PlanScanner: where plans are found', () => {
  afterEach(removeTree);

  it('takes a bug for no folder that cannot be read', async () => {
    tree = await Tree.make({ 'plans/steps/01-a.md': step('pending') });
    const entries = (): never => {
      throw new TypeError('a bug');
    };
    await assert.rejects(scannerOf({ files: { ...DISK, entries } }).scan(), /a bug/);
  });

  it('at any depth, in order', async () => {
    tree = await Tree.make({
      'z/plans/steps/01-a.md': step('pending'),
      'a/b/c/plans/steps/01-a.md': step('complete'),
      'a/plans/notes/steps/01-a.md': step('pending'),
      'a/planning/steps/01-a.md': step('pending'),
      ...TWO,
    });
    const plans = await scannerOf().scan();
    assert.deepEqual(tree.show(plans), [
      'a/b/c/plans in .',
      '  01-a complete',
      ...TWO_SHOWN,
      'z/plans in .',
      '  01-a pending',
    ]);
  });

  it('not where dependencies, git, fixtures, settings or linked worktrees say no', async () => {
    tree = await Tree.make({
      'node_modules/x/plans/steps/01-a.md': step('pending'),
      '.git/plans/steps/01-a.md': step('pending'),
      'test/fixtures/plans/steps/01-a.md': step('pending'),
      'old/plans/steps/01-a.md': step('pending'),
      'wt/feature/.git': 'gitdir: /r/.git/worktrees/feature\n',
      'wt/feature/plans/steps/01-a.md': step('pending'),
      'sub/.git': 'gitdir: ../.git/modules/sub\n',
      'sub/plans/steps/01-a.md': step('pending'),
      'ignored/plans/steps/01-a.md': step('pending'),
    });
    const asked: string[][] = [];
    const scanner = scannerOf({
      exclude: [...DEFAULT_EXCLUDE, 'old'],
      isIgnored: (paths) => {
        asked.push([...paths]);
        return Promise.resolve(new Set([tree.at('ignored/plans')]));
      },
    });
    assert.deepEqual(tree.show(await scanner.scan()), ['sub/plans in .', '  01-a pending']);
    assert.deepEqual(
      asked.map((paths) => paths.sort()),
      [[tree.at('ignored/plans'), tree.at('sub/plans')]],
    );
  });

  it('in the worktree that is opened itself, and in a plan folder that is opened itself', async () => {
    tree = await Tree.make({ 'feature/.git': 'gitdir: /r/.git/worktrees/feature\n', ...TWO });
    await rename(tree.at('plans'), tree.at('feature/plans'));
    assert.deepEqual(
      await scannerOf({ folders: [tree.at('feature')] })
        .scan()
        .then((p) => p.length),
      1,
    );
    const plans = await scannerOf({ folders: [tree.at('feature/plans')] }).scan();
    assert.deepEqual(tree.show(plans).slice(0, 1), ['feature/plans in feature/plans']);
  });

  it('once, under the innermost of several workspace folders, in their order', async () => {
    tree = await Tree.make({ 'app/plans/steps/01-a.md': step('pending'), ...TWO });
    const folders = [tree.at('app'), tree.path];
    assert.deepEqual(tree.show(await scannerOf({ folders }).scan()), [
      'app/plans in app',
      '  01-a pending',
      ...TWO_SHOWN,
    ]);
  });

  it('behind links only inside the workspace folder, and once', async () => {
    tree = await Tree.make({
      'w/real/work/steps/01-a.md': step('pending'),
      'w/deep/plans/steps/01-a.md': step('pending'),
      'outside/steps/01-a.md': step('pending'),
      'outside/x.md': step('complete'),
    });
    await mkdir(tree.at('w/a'));
    await mkdir(tree.at('w/b'));
    await symlink(tree.at('w/real/work'), tree.at('w/a/plans'));
    await symlink(tree.at('outside'), tree.at('w/b/plans'));
    await symlink(tree.at('w'), tree.at('w/deep/loop'));
    await symlink('self', tree.at('w/deep/self'));
    await symlink(tree.at('w/deep/plans'), tree.at('w/real/plans'));
    await symlink(tree.at('outside/x.md'), tree.at('w/deep/plans/steps/02-b.md'));
    await symlink('01-a.md', tree.at('w/deep/plans/steps/03-c.md'));
    await symlink('nowhere.md', tree.at('w/deep/plans/steps/04-d.md'));
    assert.deepEqual(tree.show(await scannerOf({ folders: [tree.at('w')] }).scan()), [
      'w/a/plans in w',
      '  01-a pending',
      'w/deep/plans in w',
      '  01-a pending',
      '  03-c pending',
      '  ! link-outside w/deep/plans/steps/02-b.md',
    ]);
  });

  it('and a named pipe is not waited for', async function () {
    if (process.platform === 'win32') return this.skip();
    tree = await Tree.make(TWO);
    execFileSync('mkfifo', [tree.at('plans/steps/03-c.md')]);
    assert.deepEqual(tree.show(await scannerOf().scan()), TWO_SHOWN);
  });

  it('nowhere in a folder that is not there, which is said', async () => {
    tree = await Tree.make({});
    const scanner = scannerOf({ folders: [tree.at('gone')] });
    assert.deepEqual(await scanner.scan(), []);
    assert.deepEqual(
      scanner.problems.map(({ code, file }) => [code, file]),
      [['read-failed', tree.at('gone')]],
    );
  });

  it('until the signal aborts', async () => {
    tree = await Tree.make(TWO);
    await assert.rejects(scannerOf().scan({ signal: AbortSignal.abort() }), { name: 'AbortError' });
  });
});

describe('PlanScanner: following changes', () => {
  afterEach(removeTree);

  it('reads only what changed', async () => {
    tree = await Tree.make({ ...TWO, 'other/plans/steps/01-a.md': step('pending') });
    const files = watchedDisk();
    const scanner = scannerOf({ files });
    await scanner.scan();
    assert.equal(files.reads.splice(0).length, 3);
    await tree.write({ 'plans/steps/02-b.md': step('in-progress') });
    const { plans, changed } = await scanner.changed([tree.at('plans/steps/02-b.md')]);
    assert.deepEqual(files.reads.splice(0), [tree.at('plans/steps/02-b.md')]);
    assert.deepEqual(
      [changed, tree.show(plans).slice(2)],
      [true, ['plans in .', '  01-a complete', '  02-b in-progress']],
    );
    await scanner.scan();
    assert.deepEqual(files.reads, []);
  });

  it('takes in a plan as it is now by its folder, and reads nothing else', async () => {
    const gsd = '.planning/phases/01-base/01-01-PLAN.md';
    tree = await Tree.make({ ...TWO, 'other/plans/steps/01-a.md': step('pending'), [gsd]: '# Plan' });
    const files = watchedDisk();
    const scanner = scannerOf({ files });
    await scanner.scan();
    files.reads.splice(0);
    await tree.write({ 'plans/steps/02-b.md': step('in-progress'), 'plans/steps/03-c.md': step('pending') });
    await tree.write({ 'other/plans/steps/01-a.md': step('complete') });
    const { plans } = await scanner.changed([tree.at('plans')]);
    assert.deepEqual(files.reads.splice(0).sort(), [
      tree.at('plans/steps/02-b.md'),
      tree.at('plans/steps/03-c.md'),
    ]);
    assert.ok(tree.show(plans).join('\n').includes('  02-b in-progress\n  03-c pending'));
    await tree.write({ [gsd]: '# Another plan' });
    await scanner.changed([tree.at('.planning')]);
    assert.deepEqual(files.reads, [tree.at(gsd)]);
  });

  it('reads a named file even when size and time are the same', async () => {
    tree = await Tree.make({ 'plans/steps/01-a.md': step('pending') });
    const file = tree.at('plans/steps/01-a.md');
    await utimes(file, 1, 1);
    const scanner = scannerOf();
    await scanner.scan();
    await writeFile(file, step('blockd?'));
    await writeFile(file, step('complet'));
    await utimes(file, 1, 1);
    const { changed } = await scanner.changed([file]);
    assert.equal(changed, true);
  });

  it('says when nothing changed', async () => {
    tree = await Tree.make({ ...TWO, 'plans/x.txt': '1', 'src/a.ts': '' });
    const scanner = scannerOf();
    await scanner.scan();
    for (const name of ['plans/steps/01-a.md', 'plans/x.txt', 'src/a.ts', 'dist/plans/steps/01-a.md']) {
      assert.equal((await scanner.changed([tree.at(name)])).changed, false, name);
    }
  });

  it('takes in new, renamed and deleted files, folders and plans', async () => {
    tree = await Tree.make(TWO);
    const scanner = scannerOf();
    await scanner.scan();
    const after = async (name: string): Promise<string[]> => {
      const { plans } = await scanner.changed([tree.at(name)]);
      return tree.show(plans);
    };
    await tree.write({ 'plans/steps/03-c.md': step('pending') });
    assert.deepEqual(await after('plans/steps/03-c.md'), [...TWO_SHOWN, '  03-c pending']);
    await rm(tree.at('plans/steps/03-c.md'));
    assert.deepEqual(await after('plans/steps/03-c.md'), TWO_SHOWN);
    await tree.write({ 'new/plans/steps/01-n.md': step('pending') });
    assert.deepEqual(await after('new/plans/steps/01-n.md'), [
      'new/plans in .',
      '  01-n pending',
      ...TWO_SHOWN,
    ]);
    await rm(tree.at('new'), { recursive: true });
    assert.deepEqual(await after('new'), TWO_SHOWN);
    await rename(tree.at('plans/steps'), tree.at('plans/was'));
    await tree.write({ 'plans/steps/01-a.md': step('pending') });
    assert.deepEqual(await after('plans/steps'), ['plans in .', '  01-a pending']);
    await rm(tree.at('plans/steps'), { recursive: true });
    assert.deepEqual(await after('plans/steps'), []);
  });

  it('does one thing after the other', async () => {
    tree = await Tree.make(TWO);
    const scanner = scannerOf();
    const first = scanner.scan();
    const aborted = scanner.scan({ signal: AbortSignal.abort() });
    const change = scanner.changed([tree.at('plans/steps/01-a.md')]);
    await assert.rejects(aborted);
    assert.deepEqual([(await first).length, (await change).changed], [1, false]);
  });
});

describe('PlanScanner: when reading fails', () => {
  afterEach(removeTree);

  it('keeps what was last good, says so, and recovers', async () => {
    tree = await Tree.make(TWO);
    const files = watchedDisk();
    const scanner = scannerOf({ files });
    const file = tree.at('plans/steps/02-b.md');
    await scanner.scan();
    await tree.write({ 'plans/steps/02-b.md': step('complete') });
    files.broken.add(file);
    const { plans, changed } = await scanner.changed([file]);
    const failed = [...TWO_SHOWN, '  ! read-failed plans/steps/02-b.md'];
    assert.deepEqual([changed, tree.show(plans)], [true, failed]);
    assert.deepEqual(tree.show(await scanner.scan()), failed);
    files.broken.clear();
    const other = await scanner.changed([tree.at('plans/steps/01-a.md')]);
    assert.deepEqual(tree.show(other.plans), ['plans in .', '  01-a complete', '  02-b complete']);
  });

  it('shows a step of which nothing was ever read', async () => {
    tree = await Tree.make(TWO);
    const files = watchedDisk();
    files.broken.add(tree.at('plans/steps/02-b.md'));
    assert.deepEqual(tree.show(await scannerOf({ files }).scan()), [
      'plans in .',
      '  01-a complete',
      '  02-b unrecognised',
      '  ! read-failed plans/steps/02-b.md',
    ]);
  });

  for (const [what, folder, changed] of [
    ['the steps folder', 'plans/steps', 'plans/steps/01-a.md'],
    ['the plan folder', 'plans', 'plans/plan.md'],
  ] as const) {
    it(`keeps a plan when ${what} cannot be listed`, async () => {
      tree = await Tree.make(TWO);
      const files = watchedDisk();
      const scanner = scannerOf({ files });
      await scanner.scan();
      files.broken.add(tree.at(folder));
      const shown = [...TWO_SHOWN, `  ! read-failed ${folder}`];
      assert.deepEqual(tree.show((await scanner.changed([tree.at(changed)])).plans), shown);
      assert.deepEqual(tree.show(await scanner.scan()).slice(0, 3), TWO_SHOWN);
    });
  }

  it('says of no step that it has no handoff where the folder of the handoffs cannot be listed', async () => {
    tree = await Tree.make({
      ...TWO,
      'plans/handoffs/01-a.md': '---\nresult: complete\n---\n',
      '.gsd/milestones/M001/slices/S01/S01-PLAN.md': '- [x] **T01: Types**\n- [ ] **T02: Store**\n',
      '.gsd/milestones/M001/slices/S01/tasks/T01-SUMMARY.md': '# Done',
    });
    const files = watchedDisk();
    files.broken.add(tree.at('plans/handoffs'));
    files.broken.add(tree.at('plans/steps/02-b.md'));
    files.broken.add(tree.at('.gsd/milestones/M001/slices/S01/tasks'));
    const { plans } = stageMap({ plans: await scannerOf({ files }).scan(), runs: [], statusLog: [] });
    assert.deepEqual(
      plans.flatMap(({ steps }) =>
        steps.map(({ step: { title }, status, decidedBy }) => `${title} ${status}: ${decidedBy.says}`),
      ),
      [
        'a unknown: handoffs/ could not be read',
        'b unknown: its file could not be read',
        'Types unknown: tasks/ could not be read',
        'Store unknown: tasks/ could not be read',
      ],
    );
  });

  it('keeps a file that is emptied while it is written', async () => {
    tree = await Tree.make(TWO);
    const scanner = scannerOf();
    const file = tree.at('plans/steps/01-a.md');
    await scanner.scan();
    await writeFile(file, '');
    assert.deepEqual(tree.show((await scanner.changed([file])).plans), [
      ...TWO_SHOWN,
      '  ! file-empty plans/steps/01-a.md',
    ]);
    await writeFile(file, step('pending'));
    assert.deepEqual(tree.show((await scanner.changed([file])).plans), [
      'plans in .',
      '  01-a pending',
      '  02-b pending',
    ]);
  });

  it('reads again what was half written', async () => {
    tree = await Tree.make(TWO);
    const files = watchedDisk();
    files.torn.set(tree.at('plans/steps/01-a.md'), 2);
    assert.deepEqual(tree.show(await scannerOf({ files }).scan()), TWO_SHOWN);
  });

  it('does not take UTF-16 for text', async () => {
    tree = await Tree.make(TWO);
    const text = step('complete');
    await writeFile(tree.at('plans/steps/03-c.md'), `\ufeff${text}`, 'utf16le');
    await writeFile(tree.at('plans/steps/04-d.md'), text, 'utf16le');
    assert.deepEqual(tree.show(await scannerOf().scan()), [
      ...TWO_SHOWN,
      '  03-c unrecognised',
      '  04-d unrecognised',
      '  ! file-not-utf8 plans/steps/03-c.md',
      '  ! file-not-utf8 plans/steps/04-d.md',
    ]);
  });

  it('does not take other bytes for text', async () => {
    tree = await Tree.make({ ...TWO, '.planning/phases/01-a/01-01-PLAN.md': 'PK\u0003\u0004\0\0# One\n' });
    await writeFile(tree.at('plans/steps/03-c.md'), `\x7fELF\u0002\0${step('complete')}`);
    const plans = await scannerOf().scan();
    assert.deepEqual(tree.show(plans.filter(({ format }) => format === 'coyote')), [
      ...TWO_SHOWN,
      '  03-c unrecognised',
      '  ! file-not-text plans/steps/03-c.md',
    ]);
    const staged = plans.filter(({ format }) => format === 'gsd');
    assert.deepEqual(
      stageMap({ plans: staged, runs: [], statusLog: [] }).plans.flatMap(({ steps }) =>
        steps.map(({ status }) => status),
      ),
      ['unknown'],
    );
  });

  it('does not take lines that end with CR alone for one line', async () => {
    tree = await Tree.make({
      ...TWO,
      'plans/steps/03-c.md': step('complete').replaceAll('\n', '\r'),
      'plans/steps/04-d.md': `${step('pending')}\r`,
    });
    assert.deepEqual(tree.show(await scannerOf().scan()), [
      ...TWO_SHOWN,
      '  03-c unrecognised',
      '  04-d pending',
      '  ! file-line-ends plans/steps/03-c.md',
    ]);
  });

  it('does not read a file that is too large', async () => {
    tree = await Tree.make({ ...TWO, 'plans/steps/03-c.md': 'x'.repeat(1024 * 1024 + 1) });
    const files = watchedDisk();
    assert.deepEqual(tree.show(await scannerOf({ files }).scan()), [
      ...TWO_SHOWN,
      '  03-c unrecognised',
      '  ! file-too-large plans/steps/03-c.md',
    ]);
  });
});

describe('plans on the disk', () => {
  afterEach(removeTree);

  it('name the folders to watch, none of them deep', async () => {
    tree = await Tree.make(TWO);
    const [plan] = await scannerOf().scan();
    assert.ok(plan);
    assert.deepEqual(watchTargets(plan), [
      { folder: tree.at('plans'), pattern: '*.md' },
      { folder: tree.at('plans/steps'), pattern: '*.md' },
      { folder: tree.at('plans/handoffs'), pattern: '*.md' },
    ]);
  });

  it('of a real project are read', async function () {
    tree = await Tree.make({});
    const sample = resolve('..', 'shared', 'samples', 'coyote');
    if (!existsSync(join(sample, 'plans'))) {
      if (this.test) this.test.title += ' (absent: ../shared/samples/coyote)';
      return this.skip();
    }
    const plans = await scannerOf({ folders: [sample] }).scan();
    assert.equal(plans[0]?.title, 'Fetch client hardening');
    assert.deepEqual(
      plans[0].stages[0]?.steps.map(({ key, mark, dependsOn, testCommands, handoff }) => ({
        step: `${key} ${mark}`,
        waits: dependsOn.flatMap(({ reason }) => reason ?? []),
        tests: testCommands,
        handoff: handoff && [handoff.result, ...handoff.defects],
      })),
      [
        {
          step: '01-extract-transport complete',
          waits: [],
          tests: ['npm test -- client'],
          handoff: ['complete'],
        },
        { step: '02-retry-policy pending', waits: [], tests: ['npm test'], handoff: undefined },
        {
          step: '03-metrics pending',
          waits: ['step 2: no handoff found (step not executed?)'],
          tests: [],
          handoff: undefined,
        },
      ],
    );
  });
});
