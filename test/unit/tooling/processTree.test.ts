import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { descendants, signal } from '../../../scripts/processTree';

describe('the processes below a process', () => {
  it('are found when they lead a session of their own, and end by a signal', async () => {
    const script =
      `const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'],` +
      ` { detached: true, stdio: 'ignore' }); console.log(child.pid);`;
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const child = Number(line.toString('utf8'));
    assert.deepEqual(await descendants(parent.pid ?? 0), [child]);
    const ended = once(parent, 'exit');
    signal(child, 'SIGKILL');
    await ended; // the parent lives only as long as its child
  });

  it('may have ended before the signal', async () => {
    const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
    await once(child, 'exit');
    assert.doesNotThrow(() => {
      signal(child.pid ?? 0, 'SIGTERM');
    });
  });
});
