/** The commands for a rollback by hand, pasted into a real shell on real repositories. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BY_HAND_REFS, rollbackCommand } from '../../../../src/core/checkpoints/rollbackCommand';
import { printfLines, shellWord } from '../../../../src/core/shellText';
import {
  assertSound,
  emptyRepo,
  filesOnDisk,
  newFolder,
  newRepo,
  removeFolders,
  Repo,
  untouched,
} from './repo';
import { World } from './store';

const SHELLS = ['sh', 'bash', 'zsh', 'dash', 'busybox'].filter(
  (shell) => spawnSync(shell, ['-c', 'true']).error === undefined,
);

/** What the shell says on stdout; fails where it does. Run from another folder, as a person may. */
function paste(command: string, shell = 'sh'): string {
  const args = shell === 'busybox' ? ['sh', '-s'] : ['-s'];
  return execFileSync(shell, args, { cwd: newFolder(), input: command, encoding: 'utf8', stdio: 'pipe' });
}

function refusal(command: string): string {
  const { status, stderr } = spawnSync('sh', ['-s'], { cwd: newFolder(), input: command, encoding: 'utf8' });
  assert.notEqual(status, 0);
  return stderr;
}

const commandOf = async (world: World, id: string): Promise<string> => {
  const command = rollbackCommand(await world.take(id));
  assert.ok(command !== undefined);
  return command;
};

/** Index, HEAD, refs but ours, and the rest of the git directory. */
const gitSide = (repo: Repo): string[] => {
  const onDisk = new Set(filesOnDisk(repo.top));
  return untouched(repo).filter((line) => !onDisk.has(line) && !line.startsWith('file stage-runner/'));
};

describe('the rollback command', function () {
  // Some thirty processes a rollback, on machines that have other work to do.
  this.timeout(30_000);
  afterEach(removeFolders);

  it('returns to the tree byte for byte, leaves what git ignores, and is undone by the same lines', async () => {
    const repo = newRepo({
      '.gitignore': 'ignored\n',
      a: 'a\n',
      'b/c': 'c\n',
      'sp ace\nline': 'x\n',
      gone: 'g\n',
      run: '#!/bin/sh\n',
    });
    repo.write({ a: 'edited\n', 'ünt/racked': 'u\n', ignored: 'i\n' }).remove('gone');
    chmodSync(join(repo.top, 'run'), 0o755);
    symlinkSync('a', join(repo.top, 'link'));
    repo.git('add', 'a');
    const world = new World(repo);
    const command = await commandOf(world, 'one');
    const then = filesOnDisk(repo.top);

    repo.write({ a: 'later\n' }).remove('link');
    repo.write({ 'new/file': 'n\n', gone: 'back\n', link: 'no link\n', 'sp ace\nline': 'y\n' });
    chmodSync(join(repo.top, 'run'), 0o644);
    repo.commit('Later');
    repo.write({ unsaved: 'u\n', ignored: 'i2\n' });
    const later = filesOnDisk(repo.top);
    const git = gitSide(repo);

    const said = paste(command);
    const ignoredThen = then.map((line) => (line === 'file ignored = i\n' ? 'file ignored = i2\n' : line));
    assert.deepEqual(filesOnDisk(repo.top), ignoredThen);
    assert.deepEqual(gitSide(repo), git);
    assertSound(repo);

    const [, safety = ''] = /to=([0-9a-f]{40})\n$/.exec(said) ?? [];
    assert.equal(repo.git('for-each-ref', '--format=%(objectname)', BY_HAND_REFS), safety);
    paste(command.replace(/^to=.*$/m, `to=${safety}`));
    assert.deepEqual(filesOnDisk(repo.top), later);
  });

  it('works in a folder whose name is hostile, in every shell of this machine', async () => {
    for (const shell of SHELLS) {
      const top = join(
        newFolder(),
        `it's "$(touch pwned)" \`id\` !x 100% \\n\t\u001b[201~ ünï -- end-of-rollback`,
      );
      mkdirSync(top);
      const repo = emptyRepo(top).write({ a: 'a\n' }).commit();
      const world = new World(repo);
      const record = await world.take('one', { name: 'x\nend-of-rollback\nrm -rf . !! \u001b[0m' });
      const command = rollbackCommand(record)!;
      assert.doesNotMatch(command, /[^\n -~\u00a0-\uffff]|!/, shell);
      const then = filesOnDisk(top);
      repo.write({ a: 'b\n', c: 'c\n' });
      paste(command, shell);
      assert.deepEqual(filesOnDisk(top), then, shell);
    }
  });

  it('works on an unborn branch and in a linked worktree', async () => {
    const unborn = emptyRepo().write({ a: 'a\n' });
    const main = newRepo();
    const place = join(newFolder(), 'tree');
    main.git('worktree', 'add', '--quiet', place);
    const linked = new Repo(place);
    for (const repo of [unborn, linked]) {
      const then = filesOnDisk(repo.top);
      const command = await commandOf(new World(repo), 'one');
      repo.write({ a: 'b\n', b: 'b\n' });
      paste(command);
      assert.deepEqual(filesOnDisk(repo.top), then);
    }
    assert.deepEqual(filesOnDisk(main.top), ['file a = a\n']);
  });

  it('leaves what the checkpoint has left out as it is now', async () => {
    const hostile = `big '\n%s\\!\nend-of-rollback\n.bin`;
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`cache/${index}`, 'x']));
    const big = Buffer.alloc(2 * 1024 * 1024, 1);
    const world = new World(newRepo({ a: 'a\n', tracked: 'small\n' }), {
      settings: () => ({ maxFileSize: 1, tagPrefix: '' }),
    });
    const { repo } = world;
    repo.write({ [hostile]: big, tracked: big, ...many });
    emptyRepo(join(repo.top, 'nested')).write({ inner: 'i\n' });
    const record = await world.take('one');
    assert.deepEqual(record.left_out.map(({ path }) => path).sort(), [
      hostile,
      'cache/',
      'nested/',
      'tracked',
    ]);
    const command = rollbackCommand(record)!;
    assert.match(command, /\nend-of-rollback\n$/);
    repo.write({ a: 'b\n', 'cache/new': 'n', [hostile]: 'grown small\n', tracked: 'other\n', new: 'n\n' });
    repo.remove('cache/7');
    const now = filesOnDisk(repo.top);
    paste(command);
    const expected = now.flatMap((line) =>
      line === 'file new = n\n' ? [] : [line.replace('a = b\n', 'a = a\n')],
    );
    assert.deepEqual(filesOnDisk(repo.top), expected);
    assertSound(repo);
  });

  it('holds what is in the way and ignored now, so that undoing brings it back', async () => {
    const repo = newRepo({ file: 'f\n', 'folder/inner': 'i\n', same: 's\n' });
    const world = new World(repo);
    const command = await commandOf(world, 'one');
    const then = filesOnDisk(repo.top);
    repo.remove('file', 'folder', 'same').write({ '.gitignore': 'kept\nfolder\nsame\n' }).commit();
    repo.write({
      'file/kept': 'k\n',
      'file/deep/kept': 'k\n',
      folder: 'no folder\n',
      same: 'mine\n',
      kept: 'k\n',
    });
    const later = filesOnDisk(repo.top);
    const said = paste(command);
    assert.deepEqual(filesOnDisk(repo.top), [...then, 'file kept = k\n'].sort());
    const [, safety = ''] = /to=([0-9a-f]{40})\n$/.exec(said) ?? [];
    paste(command.replace(/^to=.*$/m, `to=${safety}`));
    assert.deepEqual(filesOnDisk(repo.top), later);
  });

  it('changes nothing where it cannot hold what is in the way', async () => {
    const repo = newRepo({ file: 'f\n' });
    const command = await commandOf(new World(repo), 'one');
    repo.remove('file').write({ '.gitignore': 'file\n' }).commit();
    emptyRepo(join(repo.top, 'file')).write({ inner: 'i\n' }).commit();
    const now = filesOnDisk(repo.top);
    assert.match(refusal(command), /Nothing was changed\. These are in the way:\nfile\/\n/);
    assert.deepEqual(filesOnDisk(repo.top), now);
    assert.equal(repo.git('for-each-ref', BY_HAND_REFS), '');
  });

  it('changes nothing when the checkpoint or the folder is gone, or the text was cut short', async () => {
    const repo = newRepo();
    const world = new World(repo);
    const record = await world.take('one');
    const command = rollbackCommand(record)!;
    repo.write({ a: 'b\n' });
    const now = filesOnDisk(repo.top);
    const gone = rollbackCommand({ ...record, git: { ...record.git!, sha: '0'.repeat(40) } })!;
    assert.match(refusal(gone), /Not a valid object name/);
    const lines = command.split('\n');
    refusal([...lines.slice(0, -4), lines.at(-2)].join('\n'));
    assert.deepEqual(filesOnDisk(repo.top), now);
    const away = join(newFolder(), 'away');
    renameSync(repo.top, away);
    assert.notEqual(refusal(command), '');
    assert.deepEqual(filesOnDisk(away), now);
    assert.equal(rollbackCommand({ ...record, git: undefined } as unknown as typeof record), undefined);
  });

  it('runs no hook of the repository and heeds nothing that the shell has set for git', async () => {
    const world = new World(newRepo());
    const command = await commandOf(world, 'one');
    const { repo } = world;
    for (const hook of ['post-index-change', 'reference-transaction', 'pre-commit', 'post-checkout']) {
      const file = join(repo.top, '.git/hooks', hook);
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, '#!/bin/sh\ntouch ran\n');
      chmodSync(file, 0o755);
    }
    repo.git('config', 'core.fsmonitor', 'touch ran');
    repo.git('config', 'commit.gpgSign', 'true');
    repo.git('config', 'gpg.program', 'false');
    repo.write({ a: 'b\n' });
    const other = newRepo();
    paste(
      `export GIT_DIR='${other.top}/.git' GIT_WORK_TREE='${other.top}' GIT_INDEX_FILE=/nowhere\n${command}`,
    );
    assert.deepEqual(filesOnDisk(repo.top), ['file a = a\n']);
  });
});

describe('text in commands', () => {
  it('comes out of the shell as it went in', () => {
    for (const text of [
      '',
      'a b',
      "it's",
      '$HOME `id` "x" \\',
      '100% %s',
      'tab\tesc\u001b!',
      '-v\u001b',
      '-',
      '\u202e⁦x',
      'ü大🚀\n.',
    ])
      for (const shell of SHELLS)
        assert.equal(paste(`printf %s ${shellWord(text)}`, shell), text, `${shell}: ${JSON.stringify(text)}`);
  });

  it('comes out as a list, each ended by NUL', () => {
    for (const texts of [['-v'], ['- a', "it's", '100%', 'a\nb'], []])
      for (const shell of SHELLS) {
        const ended = texts.map((text) => `${text}\0`).join('');
        assert.equal(paste(`printf '${printfLines(texts)}'`, shell), ended, `${shell}: ${texts.join(' ')}`);
      }
  });
});
