import assert from 'node:assert/strict';
import {
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rename,
  rm,
  symlink,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardSnapshots, restoreFiles, takeSnapshot } from '../../../src/node/planSnapshot';

const NO_RIGHTS = { handoff: false, edgeCases: false };

describe('a snapshot of the plan folder', () => {
  let root: string;
  let outside: string;
  const put = (name: string, text: string | Buffer): Promise<void> => writeFile(join(root, name), text);
  const text = (name: string): Promise<string> => readFile(join(root, name), 'utf8');

  beforeEach(async () => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'snapshot-')));
    root = join(folder, 'plans');
    outside = join(folder, 'outside');
    await mkdir(join(root, 'steps', 'deep'), { recursive: true });
    await mkdir(join(root, 'handoffs'));
    await mkdir(outside);
    await put('plan.md', '# Plan\n');
    await put('other.md', 'not ours');
    await put('steps/01-a.md', '\uFEFFone\r\n');
    await put('steps/deep/02-b.md', 'deeper');
    await put('steps/x.txt', 'no plan');
    await put('handoffs/01-a.md', 'handoff');
  });
  afterEach(async () => {
    await rm(join(root, '..'), { recursive: true, force: true });
  });

  it('holds the texts, byte for byte, and survives JSON', async () => {
    const taken = await takeSnapshot(root);
    assert.deepEqual(taken, {
      schema_version: 1,
      root,
      real: root,
      texts: { 'plan.md': '# Plan\n', 'steps/01-a.md': '\uFEFFone\r\n', 'handoffs/01-a.md': 'handoff' },
      skipped: [],
    });
    assert.deepEqual(JSON.parse(JSON.stringify(taken)), taken);
  });

  it('is empty where there is no plan', async () => {
    assert.deepEqual((await takeSnapshot(join(root, 'nowhere'))).texts, {});
  });

  it('puts back what changed, what is gone, and removes what is new', async () => {
    const before = await takeSnapshot(root);
    await put('plan.md', 'changed');
    await put('steps/02-new.md', 'new');
    await rm(join(root, 'handoffs'), { recursive: true });
    const { restore } = guardSnapshots(before, await takeSnapshot(root), '01-a', NO_RIGHTS);
    const restored = await restoreFiles(root, restore);
    assert.deepEqual(
      restored.changes.map(({ file, what }) => `${file.slice(root.length + 1)}: ${what}`),
      [
        `${join('handoffs', '01-a.md')}: put back after an agent changed it`,
        'plan.md: put back after an agent changed it',
        `${join('steps', '02-new.md')}: removed: an agent may not create it`,
      ],
    );
    assert.deepEqual(await takeSnapshot(root), before);
  });

  it('leaves alone what was no text before', async () => {
    await put('steps/03-c.md', Buffer.from([0xff, 0xfe, 0x00]));
    const before = await takeSnapshot(root);
    assert.deepEqual(before.skipped, ['steps/03-c.md']);
    await put('steps/03-c.md', 'text now');
    assert.deepEqual(guardSnapshots(before, await takeSnapshot(root), '01-a', NO_RIGHTS).restore, []);
  });

  it('replaces a link that took the place of a file, and leaves its target alone', async () => {
    const before = await takeSnapshot(root);
    const target = join(outside, 'precious');
    await writeFile(target, 'precious');
    await unlink(join(root, 'plan.md'));
    await symlink(target, join(root, 'plan.md'));
    const after = await takeSnapshot(root);
    assert.equal(after.texts['plan.md'], undefined);
    await restoreFiles(root, guardSnapshots(before, after, '01-a', NO_RIGHTS).restore);
    assert.equal(await text('plan.md'), '# Plan\n');
    assert.ok(!(await lstat(join(root, 'plan.md'))).isSymbolicLink());
    assert.equal(await readFile(target, 'utf8'), 'precious');
  });

  it('does not write through a folder that became a link', async () => {
    const before = await takeSnapshot(root);
    await rename(join(root, 'steps'), join(outside, 'steps'));
    await writeFile(join(outside, 'steps', '01-a.md'), 'theirs');
    await symlink(join(outside, 'steps'), join(root, 'steps'));
    const after = await takeSnapshot(root);
    const restored = await restoreFiles(root, guardSnapshots(before, after, '01-a', NO_RIGHTS).restore);
    assert.deepEqual(restored.changes, []);
    assert.match(
      restored.problems.join(),
      /01-a\.md could not be put back: .*steps is not a folder any more\./,
    );
    assert.equal(await readFile(join(outside, 'steps', '01-a.md'), 'utf8'), 'theirs');
  });

  it('touches nothing where the plan folder itself became a link to somebody else', async () => {
    const before = await takeSnapshot(root);
    await mkdir(join(outside, 'steps'));
    await writeFile(join(outside, 'steps', '05-theirs.md'), 'theirs');
    await rename(root, `${root}-moved`);
    await symlink(outside, root);
    const { restore, notes } = guardSnapshots(before, await takeSnapshot(root), '01-a', NO_RIGHTS);
    assert.deepEqual(restore, []);
    assert.match(notes.join(), /leads to .*outside since the agent's turn/);
  });

  it('does not read a huge file, and puts a small one back that became one', async () => {
    const before = await takeSnapshot(root);
    await put('plan.md', 'x'.repeat(2 * 1024 * 1024));
    await put('steps/04-huge.md', 'x'.repeat(2 * 1024 * 1024));
    const after = await takeSnapshot(root);
    assert.deepEqual(after.skipped, ['plan.md', 'steps/04-huge.md']);
    const { restore } = guardSnapshots(before, after, '01-a', NO_RIGHTS);
    assert.deepEqual(restore, [{ file: 'plan.md', text: '# Plan\n' }]);
  });

  it('says when something stands in the way, and never leaves the folder', async () => {
    await rm(join(root, 'plan.md'));
    await mkdir(join(root, 'plan.md', 'x'), { recursive: true });
    const restored = await restoreFiles(root, [
      { file: 'plan.md', text: 'x' },
      { file: '../outside/x', text: 'x' },
    ]);
    assert.deepEqual(restored.changes, []);
    assert.match(restored.problems[0] ?? '', /plan\.md could not be put back/);
    assert.match(restored.problems[1] ?? '', /it is outside of/);
  });
});
