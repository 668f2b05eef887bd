import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import * as path from 'node:path';
import {
  type LaunchRecord,
  readRecords,
  RECORD_VERSION,
  writeLaunch,
} from '../../../../src/node/launcher/records';
import { processStart } from '../../../../src/node/processes/identity';
import { MARK } from '../../../../src/node/processes/mark';
import { bundleLauncher, TestStage } from '../agents/stage';

/** 53 million bytes between two lines. */
const PRINT_MUCH = `
  const write = (text) => new Promise((resolve) => process.stdout.write(text, resolve));
  (async () => {
    await write('first\\n');
    for (let count = 0; count < 53; count++) await write('x'.repeat(1_000_000));
    await write('\\nSTEP_COMPLETE\\n');
  })();`;

describe('the launcher', function () {
  this.timeout(20_000);
  let launcher: string;
  let stage: TestStage;
  before(async () => {
    launcher = await bundleLauncher();
  });
  after(() => {
    rmSync(path.dirname(launcher), { recursive: true });
  });
  beforeEach(async () => {
    stage = await TestStage.open(launcher);
    mkdirSync(stage.place.records, { recursive: true });
  });
  afterEach(() => stage.close());

  async function start(
    change: Partial<LaunchRecord>,
  ): Promise<{ child: ChildProcess; printed: Promise<string> }> {
    await writeLaunch(stage.place.records, {
      schema_version: RECORD_VERSION,
      argv: stage.fake.argv(),
      cwd: stage.cwd,
      env: {},
      mark: 'attempt-1',
      mode: 'headless',
      terminateAfter: 200,
      killAfter: 400,
      title: 'Step 02, with Fake agent.',
      createdAt: new Date().toISOString(),
      ...change,
    });
    return again();
  }

  function again(): { child: ChildProcess; printed: Promise<string> } {
    const file = path.join(stage.place.records, 'launch.json');
    const child = spawn(process.execPath, [launcher, file], { stdio: ['ignore', 'pipe', 'pipe'] });
    stage.terminals.children.push(child);
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => (text += data.toString()));
    return { child, printed: once(child, 'close').then(() => text) };
  }

  it('records the start of itself and of the agent, and the end', async () => {
    const { child, printed } = await start({});
    const agent = await stage.fake.next();
    await agent.print('hello\n');
    await agent.exit(3);
    const text = await printed;
    const { start: started, end } = await readRecords(stage.place.records);
    assert.equal(started?.launcher.pid, child.pid);
    assert.equal(started?.child?.pid, agent.hello.pid);
    assert.deepEqual([end?.exitCode, end?.signal, end?.reason], [3, null, 'exited']);
    assert.equal(child.exitCode, 3);
    assert.equal(readFileSync(path.join(stage.place.records, 'output.log'), 'utf8'), 'hello\n');
    assert.match(text, /\[Stage Runner\] Step 02, with Fake agent\.[^]*hello[^]*The agent has left/);
  });

  it('keeps the beginning and the end of an output that is very long', async () => {
    const { printed } = await start({
      argv: [process.execPath, '-e', PRINT_MUCH],
    });
    await printed;
    const log = readFileSync(path.join(stage.place.records, 'output.log'), 'latin1');
    assert.ok(log.length < 51 * 1024 * 1024);
    assert.match(log.slice(0, 20), /^first\nx+$/);
    assert.match(
      log.slice(-1_100_000),
      /x\n\[\d+ bytes of the output are left out here\.\]\nx+\nSTEP_COMPLETE\n$/,
    );
  });

  it('goes on with the agent when the disk is full, and says what is missing', async function () {
    if (process.platform !== 'linux') this.skip();
    symlinkSync('/dev/full', path.join(stage.place.records, 'output.log'));
    const { printed } = await start({});
    const agent = await stage.fake.next();
    await agent.print('one\n');
    await agent.print('two\n');
    await agent.exit(0);
    assert.match(await printed, /one\ntwo\n[^]*Not all of the agent's output could be kept: ENOSPC/);
    assert.equal((await readRecords(stage.place.records)).end?.reason, 'exited');
  });

  it('starts nothing a second time', async () => {
    const { printed } = await start({});
    await (await stage.fake.next()).exit(0);
    await printed;
    const second = again();
    assert.match(await second.printed, /nothing is started a second time/);
    assert.equal(second.child.exitCode, 1);
    assert.equal(stage.fake.unseen, 0);
  });

  it('takes Ctrl+C for a stop of a headless agent, which has a process group of its own', async function () {
    if (process.platform === 'win32') this.skip();
    const { child, printed } = await start({});
    const agent = await stage.fake.next();
    const deaf = await agent.startDeafChild();
    child.kill('SIGINT');
    await printed;
    assert.equal((await readRecords(stage.place.records)).end?.reason, 'stopped');
    assert.equal(child.exitCode, 0);
    for (const pid of [agent.hello.pid, deaf]) assert.equal(await processStart(pid), undefined);
  });

  it('leaves Ctrl+C to an interactive agent', async function () {
    if (process.platform === 'win32') this.skip();
    const { child, printed } = await start({ mode: 'interactive' });
    const agent = await stage.fake.next();
    child.kill('SIGINT');
    await agent.print('still here');
    await agent.exit(0);
    await printed;
    assert.equal((await readRecords(stage.place.records)).end?.reason, 'exited');
  });

  it('ends what an agent leaves behind in its process group', async function () {
    if (process.platform === 'win32') this.skip();
    const { printed } = await start({});
    const agent = await stage.fake.next();
    const deaf = await agent.startDeafChild();
    await agent.exit(0);
    await printed;
    assert.equal(await processStart(deaf), undefined);
  });

  it('ends what an agent leaves behind outside of its tree, and nothing that carries another mark', async function () {
    if (process.platform !== 'linux') this.skip();
    const { printed } = await start({ env: { [MARK]: 'of the agent’s own' } });
    const agent = await stage.fake.next();
    const daemon = await agent.startDaemon();
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      env: { ...process.env, [MARK]: 'attempt-11' },
      stdio: 'ignore',
    });
    stage.terminals.children.push(other);
    await agent.exit(0);
    await printed;
    assert.equal(await processStart(daemon), undefined);
    assert.notEqual(await processStart(other.pid ?? 0), undefined);
  });

  it('passes the record’s environment on, and not the editor’s own', async () => {
    process.env['ELECTRON_RUN_AS_NODE'] = '1';
    process.env['VSCODE_IPC_HOOK'] = '/run/editor.sock';
    try {
      const { printed } = await start({});
      const agent = await stage.fake.next();
      assert.deepEqual([agent.hello.electron, agent.hello.editor], [null, null]);
      await agent.exit(0);
      await printed;
    } finally {
      delete process.env['ELECTRON_RUN_AS_NODE'];
      delete process.env['VSCODE_IPC_HOOK'];
    }
  });

  it('records that the agent could not be started with arguments that are too long', async function () {
    if (process.platform !== 'linux') this.skip();
    const { printed } = await start({ argv: [process.execPath, 'x'.repeat(200_000)] });
    assert.match(await printed, /its arguments are too long/);
    assert.equal((await readRecords(stage.place.records)).end?.reason, 'not_started');
  });

  it('says when the working folder is not there', async () => {
    const { child, printed } = await start({ cwd: path.join(stage.folder, 'gone') });
    assert.match(await printed, /its working folder .*gone is not there/);
    assert.equal(child.exitCode, 1);
    assert.equal((await readRecords(stage.place.records)).end?.reason, 'not_started');
  });
});
