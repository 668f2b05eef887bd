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

  it('has given its answer when it ends, though a process that left its tree holds the output open', async function () {
    if (process.platform !== 'linux') this.skip();
    // The process ends by itself soon after the test.
    const end = await runScript(['bash', '-c', 'setsid sleep 15 & echo "{}"'], place());
    assert.deepEqual(end, { exitCode: 0, stdout: '{}\n' });
  });

  it('ends when it prints too much, with all that it says of itself in words', async () => {
    const chatter = `process.stderr.write('x'.repeat(5_000_000)); process.stdout.write('ü'.repeat(10))`;
    assert.deepEqual(await runScript([process.execPath, '-e', chatter], place()), {
      exitCode: 0,
      stdout: 'ü'.repeat(10),
    });
    const flood = `setInterval(() => process.stdout.write('x'.repeat(1_000_000)), 1)`;
    const { problem } = await runScript([process.execPath, '-e', flood], place());
    assert.equal(problem, 'it printed more than 4 MiB');
  });

  it('tells by what it was ended, and its last words', async function () {
    if (process.platform === 'win32') this.skip();
    const { problem } = await runScript(['bash', '-c', 'echo oh >&2; kill -KILL $$'], place());
    assert.equal(problem, 'it was ended by SIGKILL: oh');
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
