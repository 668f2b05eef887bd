import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { relative } from 'node:path';
import { DEFAULT_EXCLUDE, DEFAULT_INCLUDE } from '../../../../src/node/plans/defaults';
import { PlanScanner, type PlanScannerOptions } from '../../../../src/node/plans/scanner';
import { notesFormat } from './notesFormat';
import { step, Tree } from './tree';
import { PLAN_FORMATS } from '../../../../src/core/formats/index';

let tree: Tree;

function scannerOf(options: Partial<PlanScannerOptions> = {}): PlanScanner {
  return new PlanScanner({
    folders: [tree.path],
    include: DEFAULT_INCLUDE,
    exclude: DEFAULT_EXCLUDE,
    isIgnored: () => Promise.resolve(new Set()),
    formats: [notesFormat(), ...PLAN_FORMATS],
    ...options,
  });
}

const shown = (scanner: PlanScanner): string[] =>
  scanner.plans.map(({ format, root }) => `${format} ${relative(tree.path, root)}`);

const found = async (options: Partial<PlanScannerOptions> = {}): Promise<string[]> => {
  const scanner = scannerOf(options);
  await scanner.scan();
  return shown(scanner);
};

describe('PlanScanner: plans in and beside each other', () => {
  afterEach(() => tree.remove());

  it('are found at any depth, each once and under its own root', async () => {
    tree = await Tree.make({
      '.notes/a.md': '',
      '.notes/deeper/.notes/never.md': '',
      '.notes/plans/steps/01-never.md': step('pending'),
      'packages/app/.notes/a.md': '',
      'packages/app/plans/steps/01-a.md': step('pending'),
      'packages/app/plans/.notes/a.md': '',
      'packages/app/plans/sub/plans/steps/01-a.md': step('pending'),
      'node_modules/x/.notes/a.md': '',
      'packages/empty/.notes/other.txt': '',
      'packages/empty/.notes/inside/.notes/a.md': '',
    });
    assert.deepEqual(await found(), [
      'notes .notes',
      'notes packages/app/.notes',
      'coyote packages/app/plans',
      'notes packages/app/plans/.notes',
      'coyote packages/app/plans/sub/plans',
      'notes packages/empty/.notes/inside/.notes',
    ]);
    assert.deepEqual(await found({ folders: [tree.at('packages/app'), tree.path] }), [
      'notes packages/app/.notes',
      'coyote packages/app/plans',
      'notes packages/app/plans/.notes',
      'coyote packages/app/plans/sub/plans',
      'notes .notes',
      'notes packages/empty/.notes/inside/.notes',
    ]);
  });

  it('are no plans in samples, fixtures and what a build writes, unless a person says so', async () => {
    const names = ['test/fixtures/x', 'testdata', 'src/__fixtures__', 'docs/examples/a', 'samples', 'dist'];
    tree = await Tree.make(Object.fromEntries(names.map((name) => [`${name}/.notes/a.md`, ''])));
    assert.deepEqual(await found(), []);
    assert.equal((await found({ exclude: [] })).length, names.length);
  });

  it('count where git ignores the own folder of a tool, not where it ignores the folder around', async () => {
    tree = await Tree.make({ '.notes/a.md': '', 'pkg/.notes/a.md': '', 'tmp/clone/.notes/a.md': '' });
    const ignored = [tree.at('.notes'), tree.at('pkg/.notes'), tree.at('tmp/clone')];
    const isIgnored = (paths: readonly string[]): Promise<Set<string>> =>
      Promise.resolve(new Set(paths.filter((path) => ignored.includes(path))));
    assert.deepEqual(await found({ isIgnored }), ['notes .notes', 'notes pkg/.notes']);
  });

  it('count where the workspace folder is itself the plan, also where git ignores it', async () => {
    tree = await Tree.make({ '.notes/a.md': '', 'plans/steps/01-a.md': step('pending') });
    const isIgnored = (paths: readonly string[]): Promise<Set<string>> => Promise.resolve(new Set(paths));
    const folders = [tree.at('.notes'), tree.at('plans')];
    assert.deepEqual(await found({ folders, isIgnored }), ['notes .notes', 'coyote plans']);
  });

  it('are not looked for behind a link that leads out, which is said of a tool’s own folder', async () => {
    tree = await Tree.make({
      'w/code/': '',
      'elsewhere/.notes/a.md': '',
      'elsewhere/plans/steps/01-a.md': '',
    });
    for (const [link, to] of [
      ['.notes', '../elsewhere/.notes'],
      ['code/.notes', '../nowhere'],
      ['plans', '../elsewhere/plans'],
    ] as const)
      await symlink(to, tree.at(`w/${link}`));
    const scanner = scannerOf({ folders: [tree.at('w')] });
    assert.deepEqual(await scanner.scan(), []);
    assert.deepEqual(
      scanner.problems.map(({ code, file }) => `${code} ${relative(tree.path, file)}`).sort(),
      ['link-outside w/.notes', 'link-outside w/code/.notes'],
    );
  });

  it('come and go one by one', async () => {
    tree = await Tree.make({ 'plans/steps/01-a.md': step('pending') });
    const scanner = scannerOf();
    await scanner.scan();
    const after = async (files: Record<string, string>, changed: string): Promise<string[]> => {
      await tree.write(files);
      await scanner.changed([tree.at(changed)]);
      return shown(scanner);
    };
    assert.deepEqual(await after({ 'plans/.notes/a.md': '' }, 'plans/.notes'), [
      'coyote plans',
      'notes plans/.notes',
    ]);
    assert.deepEqual(await after({ 'x/y/.notes/a.md': '' }, 'x/y/.notes/a.md'), [
      'coyote plans',
      'notes plans/.notes',
      'notes x/y/.notes',
    ]);
    assert.deepEqual(
      await after({ 'w/.git': 'gitdir: /r/.git/worktrees/w\n', 'w/.notes/a.md': '' }, 'w/.notes/a.md'),
      ['coyote plans', 'notes plans/.notes', 'notes x/y/.notes'],
    );
  });
});
