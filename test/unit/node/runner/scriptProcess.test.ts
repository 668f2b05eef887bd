import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { runScript, type ScriptPlace } from '../../../../src/node/runner/scriptProcess';
import { endTree } from '../../../../src/node/processes/endTree';
import { identify } from '../../../../src/node/processes/identity';

describe('a script as a process', function () {
  this.timeout(20_000);
  const place = (change: Partial<ScriptPlace> = {}): ScriptPlace => ({
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'] },
    timeoutSeconds: 20,
    signal: new AbortController().signal,
    whileRecorded: (_pid, work) => work,
    endTree: async (pid) => {
      await endTree(await identify(pid), { terminateAfter: 50, killAfter: 100 });
    },
    ...change,
  });

  it('is not waited for beyond its time because a process that left its tree holds the output open', async function () {
    if (process.platform !== 'linux') this.skip();
    // The process ends by itself soon after the test.
    const daemon = 'setsid sleep 15 & echo "{}"';
    const end = await runScript(['bash', '-c', daemon], place({ timeoutSeconds: 0.3 }));
    assert.match(end.problem ?? '', /took longer than/);
  });

  for (const [what, argv, change] of [
    ['arguments that are too long', [process.execPath, 'x'.repeat(3_000_000)], {}],
    ['a null byte in the state', [process.execPath, '-e', ''], { env: { STATE: 'a\0b' } }],
    ['a working folder that is a file', [process.execPath, '-e', ''], { cwd: __filename }],
  ] as const) {
    it(`fails in words by ${what}`, async () => {
      const { problem } = await runScript(argv, place(change));
      assert.match(problem ?? '', /^it could not be started: /);
    });
  }
});
