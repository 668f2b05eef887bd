import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckCommand } from '../../../../src/core/checks';
import { endTree } from '../../../../src/node/processes/endTree';
import { identify } from '../../../../src/node/processes/identity';
import { runCheck, type CheckPlace } from '../../../../src/node/checks/run';

const node = (script: string, env: Readonly<Record<string, string>> = {}): CheckCommand['argvs'][number] => ({
  argv: [process.execPath, '-e', script],
  env,
});

const command = (...argvs: CheckCommand['argvs']): CheckCommand => ({
  check: 'test',
  source: 'settings',
  display: 'the tests',
  argvs,
});

describe('running a check', function () {
  this.timeout(20_000);
  let folder: string;
  const place = (change: Partial<CheckPlace> = {}): CheckPlace => ({
    cwd: folder,
    timeoutSeconds: 60,
    outputFile: join(folder, 'out', 'check.log'),
    signal: new AbortController().signal,
    env: process.env,
    whileRecorded: (_pid, work) => work,
    endTree: async (pid) => {
      await endTree(await identify(pid));
    },
    ...change,
  });
  const logged = (): Promise<string> => readFile(join(folder, 'out', 'check.log'), 'utf8');

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'check-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('records exit code, duration, decisive lines and the whole output', async () => {
    const script =
      'console.log("2 passing"); console.error("\\u001b[31m1 failing\\u001b[0m"); process.exitCode = 3';
    const record = await runCheck(command(node(script)), place());
    const { durationMs, lines, ...rest } = record;
    assert.deepEqual(rest, {
      check: 'test',
      source: 'settings',
      display: 'the tests',
      status: 'failed',
      exitCode: 3,
      outputFile: join(folder, 'out', 'check.log'),
    });
    // Two streams arrive in any order.
    assert.deepEqual([...lines].sort(), ['1 failing', '2 passing']);
    assert.ok(durationMs !== undefined && durationMs > 0);
    assert.match(await logged(), /^\$ .*\n/);
    assert.ok((await logged()).includes('\u001b[31m1 failing'));
  });

  it('runs a sequence until the first failure, each with its own settings', async () => {
    const record = await runCheck(
      command(
        node('console.log("one " + process.env.WHICH)', { WHICH: '1' }),
        node('console.log("two " + process.env.WHICH); process.exit(1)', { WHICH: '2' }),
        node('console.log("three")'),
      ),
      place(),
    );
    assert.equal(record.status, 'failed');
    assert.deepEqual(record.lines, ['one 1', 'two 2']);
  });

  it('gives nothing of the editor to a command that does not name it itself', async () => {
    const names =
      'console.log(Object.keys(process.env).filter((name) => /^(VSCODE|ELECTRON)_/.test(name)).join())';
    const env = { ...process.env, VSCODE_IPC_HOOK: '/run/editor.sock', ELECTRON_RUN_AS_NODE: '1' };
    const record = await runCheck(command(node(names, { VSCODE_PID: '1' })), place({ env }));
    assert.deepEqual(record.lines, ['VSCODE_PID']);
  });

  it('fails with the reason when the system refuses the arguments', async () => {
    const record = await runCheck(command({ argv: ['x'.repeat(200_000)], env: {} }), place());
    assert.equal(record.status, 'failed');
    assert.match(record.lines.join(' '), /could not be started|ENAMETOOLONG|E2BIG/);
    assert.equal((await runCheck(command(node('')), place({ cwd: __filename }))).status, 'failed');
  });

  it('passes when all of a sequence pass', async () => {
    const record = await runCheck(command(node('1'), node('console.log("done")')), place());
    assert.deepEqual([record.status, record.exitCode, record.lines], ['passed', 0, ['done']]);
  });

  it('gives no standard input: a program that reads it meets the end', async () => {
    const script = 'process.stdin.on("end", () => console.log("no input")).resume()';
    const record = await runCheck(command(node(script)), place());
    assert.deepEqual(record.lines, ['no input']);
  });

  it('fails with the reason when the program is not there', async () => {
    const record = await runCheck(command({ argv: ['no-such-program-here', '-x'], env: {} }), place());
    assert.deepEqual([record.status, record.exitCode], ['failed', null]);
    assert.match(record.lines.join('\n'), /^"no-such-program-here" could not be started: .*ENOENT/);
    assert.match(await logged(), /could not be started/);
  });

  it('passes text as it is: nothing of it is a shell', async () => {
    const evil = '$(touch hit); `touch hit` && touch hit | "x" %PATH% *';
    const argv = [process.execPath, '-e', 'console.log(process.argv[1])', evil];
    const record = await runCheck(command({ argv, env: {} }), place());
    assert.deepEqual(record.lines, [evil]);
    await assert.rejects(readFile(join(folder, 'hit')), { code: 'ENOENT' });
  });

  it('does not wait for a background process that keeps the output open', async () => {
    const script = `
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'],
        { stdio: ['ignore', 'inherit', 'inherit'], detached: true });
      child.unref();
      console.log(child.pid);`;
    const record = await runCheck(command(node(script)), place());
    assert.equal(record.status, 'passed');
    const pid = Number(record.lines[0]);
    assert.ok(process.kill(pid, 'SIGKILL'));
  });

  it('throws when the output cannot be written', async () => {
    await writeFile(join(folder, 'out'), 'a file where a folder is needed');
    await assert.rejects(runCheck(command(node('1')), place()), { code: 'EEXIST' });
  });

  describe('that does not end', () => {
    let server: Server;
    let port: number;
    beforeEach(async () => {
      server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      assert.ok(address !== null && typeof address === 'object');
      port = (address satisfies AddressInfo).port;
    });
    afterEach(() => {
      server.close();
    });

    /** Stays until it is killed; its connection tells when it runs and when it is gone. */
    const stays = (): string =>
      `require('node:net').connect(${port.toString()}, '127.0.0.1').on('error', () => {})`;
    const twoConnections = async (): Promise<Socket[]> => {
      const sockets: Socket[] = [];
      while (sockets.length < 2) {
        const [socket] = (await once(server, 'connection')) as [Socket];
        sockets.push(socket.on('error', () => undefined).resume());
      }
      return sockets;
    };
    const withChild = (): CheckCommand =>
      command(
        node(`
          console.log('started');
          require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(stays())}]);
          ${stays()}`),
      );

    it('is ended with everything it started when it is stopped', async () => {
      const stop = new AbortController();
      const running = runCheck(withChild(), place({ signal: stop.signal }));
      const sockets = await twoConnections();
      const gone = Promise.all(sockets.map((socket) => once(socket, 'close')));
      stop.abort();
      const record = await running;
      await gone;
      assert.deepEqual([record.status, record.exitCode], ['failed', null]);
      assert.equal(record.lines.at(-1), 'stopped before it ended');
    });

    it('throws when its tree cannot be ended', async () => {
      const stop = new AbortController();
      let pid = 0;
      const endTree = (root: number): Promise<void> => {
        pid = root;
        return Promise.reject(new Error('no right to'));
      };
      const running = runCheck(command(node(stays())), place({ signal: stop.signal, endTree }));
      await once(server, 'connection');
      stop.abort();
      await assert.rejects(running, /no right to/);
      process.kill(pid, 'SIGKILL');
    });

    it('is ended with everything it started when its time is up', async () => {
      const running = runCheck(withChild(), place({ timeoutSeconds: 1.5 }));
      const gone = twoConnections().then((sockets) => Promise.all(sockets.map((s) => once(s, 'close'))));
      const record = await running;
      await gone;
      assert.equal(record.status, 'timed_out');
      assert.equal(record.lines[0], 'started');
    });
  });
});
