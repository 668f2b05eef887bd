import assert from 'node:assert/strict';
import { refOf } from '../../../../src/core/checkpoints/checkpoint';
import { gitCommand, type GitCommand } from '../../../../src/node/checkpoints/gitCommand';
import { filesOnDisk, newRepo, removeFolders, type Repo } from './repo';
import { RestoreBed } from './restoreBed';

describe('bytes that git does not give back', function () {
  this.timeout(20_000);
  afterEach(removeFolders);

  /** Changes, returns and undoes: everything has to be as it was. */
  async function thereAndBack(repo: Repo, change: () => void): Promise<string> {
    const bed = new RestoreBed(repo.top);
    const target = await bed.take('then');
    const then = filesOnDisk(repo.top);
    change();
    const now = filesOnDisk(repo.top);
    const { safety } = await bed.restored(target);
    assert.deepEqual(filesOnDisk(repo.top), then);
    repo.git('gc', '--quiet', '--prune=now');
    await bed.restored(safety);
    assert.deepEqual(filesOnDisk(repo.top), now);
    assert.equal(repo.git('rev-parse', `${refOf(safety.record_id)}^`), repo.git('rev-parse', 'HEAD'));
    const exact = safety.git?.exact;
    return exact === undefined ? '' : repo.git('ls-tree', '-r', '--name-only', exact);
  }

  it('come back where a filter leaves them out of what is committed', async () => {
    const repo = newRepo({ '.gitattributes': '*.nb filter=strip\n', 'a.nb': 'code\n', b: 'b\n' });
    repo.git('config', 'filter.strip.clean', 'grep -v OUTPUT');
    repo.git('config', 'filter.strip.smudge', 'cat');
    const held = await thereAndBack(repo, () =>
      repo.write({ 'a.nb': 'code 2\nOUTPUT of a night\n', 'new\n.nb': 'new\nOUTPUT\n', b: 'c\n' }),
    );
    assert.equal(held, 'a.nb\n"new\\n.nb"');
  });

  it('come back by another Undo when the first was cut short before they were written', async () => {
    const repo = newRepo({ '.gitattributes': '*.nb filter=strip\n', 'a.nb': 'code\n', b: 'b\n' });
    repo.git('config', 'filter.strip.clean', 'grep -v OUTPUT');
    repo.git('config', 'filter.strip.smudge', 'cat');
    const bed = new RestoreBed(repo.top);
    const target = await bed.take('then');
    repo.write({ 'a.nb': 'code 2\nOUTPUT\n', 'c.nb': 'c\nOUTPUT\n', b: 'b2\n' });
    const now = filesOnDisk(repo.top);
    const { safety } = await bed.restored(target);
    const dies: GitCommand = (asked) =>
      asked.args.slice(0, 2).join(' ') === 'cat-file blob'
        ? Promise.resolve({ code: 'killed', stdout: Buffer.alloc(0), stderr: '' })
        : gitCommand(asked);
    await new RestoreBed(repo.top, dies).refused(safety);
    assert.equal(repo.read('a.nb'), 'code 2\n');
    assert.equal((await bed.unfinished())?.checkpoint.id, safety.record_id);

    const preview = await bed.see(safety);
    assert.deepEqual(preview.changes, [
      { path: 'a.nb', what: 'changed' },
      { path: 'c.nb', what: 'changed' },
    ]);
    await bed.restored(safety, { preview });
    assert.deepEqual(filesOnDisk(repo.top), now);
    assert.equal(await bed.unfinished(), undefined);
    assert.deepEqual((await bed.see(safety)).changes, []);
  });

  it('are held of a file whose other bytes a checkpoint brings back', async () => {
    const repo = newRepo({ '.gitattributes': '*.nb filter=strip\n', 'a.nb': 'code\n' });
    repo.git('config', 'filter.strip.clean', 'grep -v OUTPUT');
    repo.git('config', 'filter.strip.smudge', 'cat');
    const bed = new RestoreBed(repo.top);
    const target = await bed.take('then');
    repo.write({ 'a.nb': 'code 2\nOUTPUT\n' });
    const { safety } = await bed.restored(target);
    repo.write({ 'a.nb': 'code 2\nOUTPUT of today\n' });
    const second = await bed.restored(safety);
    assert.equal(repo.read('a.nb'), 'code 2\nOUTPUT\n');
    await bed.restored(second.safety);
    assert.equal(repo.read('a.nb'), 'code 2\nOUTPUT of today\n');
  });

  it('come back where line ends are made the same', async () => {
    const repo = newRepo({ '.gitattributes': '* text=auto\n', a: 'a\n' });
    const held = await thereAndBack(repo, () => repo.write({ a: 'a\r\nb\n', new: 'x\r\n', same: 'x\n' }));
    assert.equal(held, 'a\nnew');
  });

  it('are not held again where a checkout gives them back', async () => {
    const repo = newRepo({ '.gitattributes': 'a filter=twist\nnew filter=twist\n' });
    repo.git('config', 'filter.twist.clean', 'tr a-z A-Z');
    repo.git('config', 'filter.twist.smudge', 'tr A-Z a-z');
    repo.write({ a: 'a\n' }).commit();
    assert.equal(await thereAndBack(repo, () => repo.write({ a: 'b\n', new: 'n\n' })), '');
  });
});
