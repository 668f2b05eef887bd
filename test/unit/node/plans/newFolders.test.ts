import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { NewFolders } from '../../../../src/node/plans/newFolders';

describe('folders that appeared', () => {
  let root: string;
  let folders: NewFolders;
  let problems: string[];
  let noticed: string[];
  let waiting: { readonly path: string; readonly resolve: () => void }[];

  beforeEach(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'stage-runner-new-folders-')));
    problems = [];
    noticed = [];
    waiting = [];
    folders = new NewFolders(
      (path) => {
        noticed.push(relative(root, path));
        for (const one of waiting) if (one.path === relative(root, path)) one.resolve();
      },
      (problem) => problems.push(problem),
    );
  });

  afterEach(async () => {
    folders.dispose();
    await rm(root, { recursive: true });
  });

  /** Resolves when the path, relative to the root, is told. */
  function told(path: string): Promise<void> {
    return new Promise((resolve) => {
      waiting.push({ path, resolve });
    });
  }

  async function made(...names: string[]): Promise<string> {
    const folder = join(root, ...names);
    await mkdir(folder, { recursive: true });
    return folder;
  }

  it('are watched with all that is in them', async () => {
    const deep = await made('a', 'b', 'c');
    await folders.look([join(root, 'a')]);
    const seen = told('a/b/c/step.md');
    await writeFile(join(deep, 'step.md'), 'one');
    await seen;
    const again = told('a/b/c/step.md');
    await writeFile(join(deep, 'step.md'), 'two');
    await again;
  });

  it('are watched when they come into a watched one, once they are looked at', async () => {
    await made('a');
    await folders.look([join(root, 'a')]);
    const came = told('a/b');
    const deep = await made('a', 'b', 'c');
    await came;
    await folders.look([join(root, 'a/b')]);
    const seen = told('a/b/c/step.md');
    await writeFile(join(deep, 'step.md'), '');
    await seen;
  });

  it('are watched under their new name when they were moved', async () => {
    await made('a', 'b', 'c');
    await folders.look([join(root, 'a')]);
    await rename(join(root, 'a/b'), join(root, 'a/moved'));
    await folders.look([join(root, 'a/b'), join(root, 'a/moved')]);
    noticed = [];
    const seen = told('a/moved/c/step.md');
    await writeFile(join(root, 'a/moved/c/step.md'), '');
    await seen;
    assert.deepEqual(
      noticed.filter((path) => path.startsWith('a/b')),
      [],
    );
  });

  it('are watched anew where others are in their place before anybody looks', async function () {
    if (process.platform !== 'linux') this.skip();
    await made('a', 'b', 'c');
    await folders.look([join(root, 'a')]);
    const gone = Promise.all(['a', 'a/b', 'a/b/c'].map(told));
    await rm(join(root, 'a'), { recursive: true });
    const deep = await made('a', 'b', 'c');
    await folders.look([join(root, 'a')]);
    await gone;
    await folders.look([join(root, 'a'), join(root, 'a/b'), join(root, 'a/b/c')]);
    const seen = told('a/b/c/step.md');
    await writeFile(join(deep, 'step.md'), '');
    await seen;
  });

  for (const [what, name] of [
    ['what installers write', 'node_modules'],
    ['what we write', '.stage-runner'],
  ] as const) {
    it(`are not entered where they hold ${what}`, async () => {
      const never = await made('a', name);
      await made('a', 'z');
      await folders.look([join(root, 'a')]);
      const seen = told('a/z/last.md');
      await writeFile(join(never, 'step.md'), '');
      await writeFile(join(root, 'a/z/last.md'), '');
      await seen;
      assert.deepEqual(
        noticed.filter((path) => path.includes(name)),
        [],
      );
    });
  }

  it('are not followed through links', async () => {
    const elsewhere = await made('elsewhere');
    await made('a', 'z');
    await symlink(elsewhere, join(root, 'a/link'));
    await symlink(elsewhere, join(root, 'link'));
    await folders.look([join(root, 'a'), join(root, 'link')]);
    const seen = told('a/z/last.md');
    await writeFile(join(elsewhere, 'step.md'), '');
    await writeFile(join(root, 'a/z/last.md'), '');
    await seen;
    assert.deepEqual(
      noticed.filter((path) => path.includes('step.md')),
      [],
    );
  });

  it('are told of once where there are more than may be watched, and the others are watched', async () => {
    for (let at = 0; at < 2005; at++) await made('many', String(at));
    await folders.look([join(root, 'many')]);
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', /many\/\d+ and others are not watched: 2000 that appeared are already$/);
    const seen = told('many/more');
    await made('many', 'more');
    await seen;
  });
});
