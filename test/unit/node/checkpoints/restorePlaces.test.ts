import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { openCheckpoints } from '../../../../src/node/checkpoints/checkpointStore';
import { assertSound, filesOnDisk, newFolder, newRepo, removeFolders, Repo } from './repo';
import { RestoreBed } from './restoreBed';

/** The folder of a worktree, and the git directory that it shares with others. */
type Place = readonly [top: string, commonDir: string];

const PLACES: Readonly<Record<string, () => Place>> = {
  'a linked worktree inside of another': () => {
    const { top } = newRepo();
    return [addWorktree(addWorktree(top, 'trees/side'), 'deep'), join(top, '.git')];
  },
  'a worktree around another': () => {
    const { top } = newRepo();
    addWorktree(top, 'trees/side');
    return [top, join(top, '.git')];
  },
  'a worktree of a bare repository': () => {
    const folder = newFolder();
    newRepo().git('clone', '--quiet', '--bare', '.', join(folder, 'bare'));
    new Repo(join(folder, 'bare')).git('worktree', 'add', '--quiet', join(folder, 'tree'), 'main');
    return [join(folder, 'tree'), join(folder, 'bare')];
  },
  'a submodule': () => {
    const { top } = withSubmodule();
    return [join(top, 'sub'), join(top, '.git/modules/sub')];
  },
};

describe('returning to a checkpoint in', function () {
  this.timeout(20_000);
  afterEach(removeFolders);

  for (const [name, make] of Object.entries(PLACES))
    it(`${name}, and the way back`, async () => {
      const [top, commonDir] = make();
      const ids = Array.from({ length: 9 }, (_, number) => `id${number}`);
      const store = await openCheckpoints({
        folder: top,
        dataFolder: join(commonDir, 'stage-runner'),
        tool: { name: 'stage-runner', version: '0.0.0' },
        settings: () => ({ maxFileSize: 10, tagPrefix: '' }),
        now: () => new Date(),
        newId: () => ids.shift() ?? '',
      });
      assert.ok(!('refused' in store));
      const goTo = async (id: string): Promise<string> => {
        const preview = await store.preview(id);
        assert.ok(!('refused' in preview), JSON.stringify(preview));
        const result = await store.restore(id, preview, 'Test');
        assert.ok('restored' in result, JSON.stringify(result));
        return result.safety.record_id;
      };
      const taken = await store.take({ id: 'then', name: 'then', kind: 'manual', deadlineMs: 60_000 });
      assert.ok('record' in taken, JSON.stringify(taken));
      const then = filesOnDisk(top);
      const repo = new Repo(top).write({ a: 'a2\n', 'new/file': 'n\n' });
      repo.git('add', 'a');
      const now = [filesOnDisk(top), repo.git('status', '--porcelain')];
      const safety = await goTo('then');
      assert.deepEqual(filesOnDisk(top), then);
      await goTo(safety);
      assert.deepEqual([filesOnDisk(top), repo.git('status', '--porcelain')], now);
      assertSound(repo);
      store.dispose();
    });
});

describe('a restore', function () {
  this.timeout(20_000);
  afterEach(removeFolders);

  it('leaves submodules as they are, and says nothing of them', async () => {
    const repo = withSubmodule();
    repo.git('config', 'submodule.recurse', 'true');
    const bed = new RestoreBed(repo.top);
    const target = await bed.take('then');
    repo.write({ a: 'a2\n', 'sub/l': '2\n' });
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.invalid', 'commit', '-qam', '2'], {
      cwd: join(repo.top, 'sub'),
    });
    repo.write({ 'sub/l': '3\n' });
    const { restored } = await bed.restored(target);
    assert.deepEqual(restored, [{ path: 'a', what: 'changed' }]);
    assert.equal(repo.read('sub/l'), '3\n');
    assert.equal(repo.read('a'), 'a\n');
  });

  for (const way of ['came', 'went'] as const)
    it(`leaves a submodule that ${way} since as it is`, async () => {
      const repo = way === 'went' ? withSubmodule() : newRepo();
      const bed = new RestoreBed(repo.top);
      const target = await bed.take('then');
      if (way === 'went') repo.git('rm', '-q', 'sub');
      else addSubmodule(repo);
      const now = filesOnDisk(repo.top);
      const sub = (): string[] => filesOnDisk(repo.top).filter((line) => line.includes(' sub/'));
      const there = sub();
      const { restored, safety } = await bed.restored(target);
      assert.deepEqual(restored, [{ path: '.gitmodules', what: way === 'came' ? 'added' : 'changed' }]);
      assert.deepEqual(sub(), there);
      await bed.restored(safety);
      assert.deepEqual(filesOnDisk(repo.top), now);
      assertSound(repo);
    });
});

function addWorktree(top: string, path: string): string {
  new Repo(top).git('worktree', 'add', '--quiet', path);
  return join(top, path);
}

function withSubmodule(): Repo {
  return addSubmodule(newRepo());
}

function addSubmodule(repo: Repo): Repo {
  const library = newRepo({ a: 'l\n', l: '1\n' });
  repo.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', library.top, 'sub');
  return repo.commit('With a submodule');
}
