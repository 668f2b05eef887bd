import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseLines, withArgument } from '../../../../src/node/processes/commandLines';

describe('processes found by an argument', () => {
  it('are those that carry it whole', async () => {
    const mark = `mark=${process.pid}x${Date.now()}`;
    const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)', mark], { stdio: 'ignore' });
    try {
      await once(child, 'spawn');
      assert.deepEqual(
        (await withArgument(mark)).map(({ pid }) => pid),
        [child.pid],
      );
      assert.deepEqual(await withArgument(mark.slice(0, -1)), []);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('are read from what ps and Windows print', () => {
    const text = '  12 git -c a.b=c read-tree\r\n7 \n\nsaid something\n 100 "C:\\git.exe" -c a.b=cd\n';
    assert.deepEqual(parseLines(text), [
      { pid: 12, args: ['git', '-c', 'a.b=c', 'read-tree'] },
      { pid: 7, args: [] },
      { pid: 100, args: ['"C:\\git.exe"', '-c', 'a.b=cd'] },
    ]);
  });
});
