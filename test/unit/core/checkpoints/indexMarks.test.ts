import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isCertainlyUnmarked } from '../../../../src/core/checkpoints/indexMarks';

describe('marks of an index', () => {
  const folders: string[] = [];
  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  const names = ['a', 'b/c', 'b/cc', 'b/ccccccc', 'z'.repeat(200), `${'deep/'.repeat(830)}end`];

  /** The index that git writes after these commands, each in blanks. */
  function indexAfter(commands: readonly string[], init: readonly string[] = []): Uint8Array {
    const folder = mkdtempSync(join(tmpdir(), 'stage-runner-test-'));
    folders.push(folder);
    const git = (args: readonly string[], input = ''): string =>
      // What git says of the long name, which the disk cannot have, is left away.
      execFileSync('git', args, { cwd: folder, input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });
    git(['init', '--quiet', ...init]);
    mkdirSync(join(folder, 'b'));
    writeFileSync(join(folder, 'a'), 'text\n');
    const blob = git(['hash-object', '-w', 'a']).trim();
    git(['update-index', '--index-info'], names.map((name) => `100644 ${blob}\t${name}\n`).join(''));
    for (const command of commands) git(command.split(' '));
    return readFileSync(join(folder, '.git/index'));
  }

  const version = (number: number): string => `update-index --index-version ${number}`;
  const cases: readonly [what: string, commands: string[], unmarked: boolean][] = [
    ['none', [], true],
    ['none, with the trees', ['write-tree'], true],
    ['none, version 4', [version(4), 'write-tree'], true],
    ['none in version 3, which a file to be added makes', ['rm -q --cached a', 'add -N a'], true],
    ['none in version 4 with a file to be added', ['rm -q --cached a', 'add -N a', version(4)], true],
    ['none, with what is not tracked', ['update-index --force-untracked-cache', 'status'], true],
    ['assume-unchanged', ['update-index --assume-unchanged b/c'], false],
    ['assume-unchanged, the last', [`update-index --assume-unchanged ${names[4] ?? ''}`], false],
    ['assume-unchanged, version 4', [version(4), 'update-index --assume-unchanged b/cc'], false],
    ['skip-worktree', ['update-index --skip-worktree b/ccccccc'], false],
    ['skip-worktree, version 4', [version(4), 'update-index --skip-worktree a'], false],
    ['a split index', ['update-index --split-index'], false],
  ];
  for (const [what, commands, unmarked] of cases)
    it(what, () => {
      assert.equal(isCertainlyUnmarked(indexAfter(commands)), unmarked);
    });

  it('are not told of an index with longer names of objects', () => {
    assert.equal(isCertainlyUnmarked(indexAfter([], ['--object-format=sha256'])), false);
  });

  it('are not told of a damaged index, wherever it is cut short', () => {
    for (const whole of [indexAfter([]), indexAfter([version(4)])]) {
      for (let length = 0; length < whole.length; length += 1)
        assert.equal(isCertainlyUnmarked(whole.subarray(0, length)), false, `${length} bytes`);
    }
  });
});
