import assert from 'node:assert/strict';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { changesBetween, fileAt } from '../../../../src/node/checkpoints/diff';
import { emptyRepo, newFolder, newRepo, removeFolders, type Repo } from './repo';
import { RestoreBed } from './restoreBed';

/** The whole `.git` folder: every name, mode, time of change and byte. */
function wholeGit(top: string, below = '.git'): string[] {
  return readdirSync(join(top, below)).flatMap((name) => {
    const path = `${below}/${name}`;
    const status = lstatSync(join(top, path));
    const row = `${status.mode} ${status.mtimeMs} ${path}`;
    if (status.isDirectory()) return [row, ...wholeGit(top, path)];
    return [`${row} ${readFileSync(join(top, path)).toString('latin1')}`];
  });
}

async function takenAndChanged(): Promise<{
  repo: Repo;
  bed: RestoreBed;
  target: Awaited<ReturnType<RestoreBed['take']>>;
}> {
  const repo = newRepo({ a: 'a\n', gone: 'g\n', '.gitignore': 'x\n' });
  const bed = new RestoreBed(repo.top);
  const target = await bed.take('then');
  repo.write({ a: 'a2\n', new: 'n\n', large: '.'.repeat(2000), '.gitignore': 'y\n' }).remove('gone');
  repo.git('add', 'new');
  repo.git('commit', '-q', '-m', 'One: ü');
  repo.git('commit', '-q', '--allow-empty', '-m', 'Two');
  repo.write({ new: 'n2\n' });
  return { repo, bed, target };
}

describe('the preview of a restore', function () {
  this.timeout(20_000);
  afterEach(removeFolders);

  it('tells changes, commits since, and what is left alone', async () => {
    const { repo, bed, target } = await takenAndChanged();
    const { nowTree, branch, compared, ...preview } = await bed.see(target);
    assert.deepEqual(preview, {
      changes: [
        { path: '.gitignore', what: 'changed' },
        { path: 'a', what: 'changed' },
        { path: 'gone', what: 'deleted' },
        { path: 'new', what: 'added' },
      ],
      commitsSince: [
        { sha: repo.git('rev-parse', 'HEAD'), subject: 'Two' },
        { sha: repo.git('rev-parse', 'HEAD~'), subject: 'One: ü' },
      ],
      leftOut: [{ path: 'large', reason: 'too_large', size: 2000 }],
      stays: [],
    });
    assert.deepEqual(branch, {
      name: 'main',
      from: repo.git('rev-parse', 'HEAD'),
      to: target.git?.head,
      leaves: 2,
    });
    assert.equal(nowTree, (await bed.take('now')).git?.tree);
    assert.equal(compared?.thenTree, target.git?.tree);
  });

  it('names what stays although it differs', async () => {
    const repo = newRepo({ a: 'a\n', 'lib/a': 'l\n', 'lib/b': 'l\n', '.gitignore': 'build\n' });
    const bed = new RestoreBed(repo.top);
    const target = await bed.take('then');
    repo.write({ '.gitignore': 'other\n', 'build/x': 'x\n', a: 'a2\n' }).remove('lib');
    emptyRepo(join(repo.top, 'lib')).write({ own: 'o\n' }).commit();
    const { changes, stays, leftOut } = await bed.see(target);
    assert.deepEqual(
      changes.map(({ path }) => path),
      ['.gitignore', 'a'],
    );
    const named = [...stays, ...leftOut.map(({ path }) => path)];
    assert.deepEqual(named.sort(), ['build/x', 'lib/']);
  });

  it('leaves nothing behind: not an object, ref, index, log or file', async () => {
    const { repo, bed, target } = await takenAndChanged();
    const before = wholeGit(repo.top);
    await bed.see(target);
    assert.deepEqual(wholeGit(repo.top), before);
    const limits = { maxFileSize: 1000, maxUntracked: 5 };
    await changesBetween({ folder: repo.top, limits }, target);
    assert.deepEqual(wholeGit(repo.top), before);
  });

  it('reads a repository whose path holds what separates paths', async () => {
    const repo = emptyRepo(join(newFolder(), 'a:b "c" \\d')).write({ a: 'a\n' }).commit();
    const bed = new RestoreBed(repo.top);
    const target = await bed.take('then');
    repo.write({ a: 'a2\n' });
    assert.deepEqual((await bed.see(target)).changes, [{ path: 'a', what: 'changed' }]);
  });
});

describe('what differs between a checkpoint and something newer', function () {
  this.timeout(20_000);
  afterEach(removeFolders);

  it('is told for the working tree, untracked files included, and for another checkpoint', async () => {
    const { repo, bed, target } = await takenAndChanged();
    const request = { folder: repo.top, limits: bed.limits };
    const newer = await bed.take('newer');
    repo.write({ untracked: 'u\n' });
    const told = async (...args: Parameters<typeof changesBetween>): Promise<string> => {
      const changes = await changesBetween(...args);
      assert.ok(!('refused' in changes));
      return changes.map(({ path, what }) => `${what} ${path}`).join(', ');
    };
    const since = 'changed .gitignore, changed a, deleted gone, added new';
    assert.equal(await told(request, target, newer), since);
    assert.equal(await told(request, target), `${since}, added untracked`);
    assert.equal(await told(request, newer), 'added untracked');
  });

  it('is not told where the commit of either is gone; that is', async () => {
    const { repo, bed, target } = await takenAndChanged();
    const newer = await bed.take('newer');
    repo.git('update-ref', '-d', newer.git?.ref ?? '');
    repo.git('gc', '--quiet', '--prune=now');
    const request = { folder: repo.top, limits: bed.limits };
    for (const [then, now] of [[newer], [target, newer]] as const) {
      const changes = await changesBetween(request, then, now);
      assert.ok('refused' in changes);
      assert.equal(changes.refused.code, 'object_missing');
      assert.match(changes.refused.detail, /“newer”/);
    }
  });

  it('is no deletion where a file is ignored now and still there, also in the middle of a merge', async () => {
    const repo = newRepo({ a: 'a\n', config: 'then\n', same: 's\n', gone: 'g\n' });
    const bed = new RestoreBed(repo.top);
    const target = await bed.take('then');
    repo.git('rm', '-q', '--cached', 'config', 'same', 'gone');
    repo.write({ '.gitignore': 'config\nsame\ngone\n', config: 'now\n' }).remove('gone').commit();
    const request = { folder: repo.top, limits: bed.limits };
    const told = async (): Promise<unknown> => {
      const changes = await changesBetween(request, target);
      return 'refused' in changes ? changes : changes.map(({ path, what }) => `${what} ${path}`);
    };
    assert.deepEqual(await told(), ['added .gitignore', 'changed config', 'deleted gone']);
    repo.git('checkout', '-q', '-b', 'side');
    repo.write({ a: 'side\n' }).commit();
    repo.git('checkout', '-q', 'main');
    repo.write({ a: 'main\n' }).commit();
    assert.throws(() => repo.git('merge', '-q', 'side'));
    assert.deepEqual(await told(), ['added .gitignore', 'changed a', 'changed config', 'deleted gone']);
  });

  it('shows a file as a checkout would write it', async () => {
    const repo = newRepo({ a: 'then\n', 'ü b/:c': 'inside\n', '.gitattributes': '*.dos text eol=crlf\n' });
    const bed = new RestoreBed(repo.top);
    repo.write({ 'x.dos': 'one\r\n', bytes: Buffer.from([0, 255, 10]) });
    const target = await bed.take('then');
    repo.write({ a: 'now\n' }).remove('x.dos');
    const shown = async (path: string): Promise<string | undefined> =>
      (await fileAt(repo.top, target, path))?.toString('latin1');
    assert.equal(await shown('a'), 'then\n');
    assert.equal(await shown('ü b/:c'), 'inside\n');
    assert.equal(await shown('x.dos'), 'one\r\n');
    assert.equal(await shown('bytes'), '\0\xff\n');
    assert.equal(await shown('ü b'), undefined);
    assert.equal(await shown('nothing'), undefined);
    repo.git('config', 'filter.gone.smudge', 'false');
    repo.git('config', 'filter.gone.required', 'true');
    repo.write({ '.gitattributes': 'a filter=gone\n' });
    assert.equal(await shown('a'), 'then\n');
  });
});
