import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { endTree } from '../../../../src/node/processes/endTree';
import { identify, isAlive, processStart } from '../../../../src/node/processes/identity';
import { MARK, noteMarked } from '../../../../src/node/processes/mark';
import { readProcessTable } from '../../../../src/node/processes/processTable';
import { listTree } from '../../../../src/node/processes/tree';

/** Starts a Node script and waits until it has printed the pids that it wants us to know. */
async function start(script: string, detached = false): Promise<{ child: ChildProcess; pids: number[] }> {
  const child = spawn(process.execPath, ['-e', script], { detached, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, pids: line.split(' ').map(Number) };
}

const STAY = 'setInterval(() => {}, 1000);';
const DEAF = `process.on('SIGINT', () => {}); process.on('SIGTERM', () => {}); ${STAY}`;
/** A parent, its child and its grandchild, which ignores all but SIGKILL; prints their pids. */
const FAMILY = `
  const { spawn } = require('node:child_process');
  const deaf = ${JSON.stringify(`${DEAF} console.log(process.pid);`)};
  const middle = "const c = require('node:child_process').spawn(process.execPath, ['-e', " + JSON.stringify(deaf) + "], " +
    "{ stdio: ['ignore', 'pipe', 'inherit'] }); c.stdout.on('data', (d) => console.log(process.pid + ' ' + d)); ${STAY}";
  const child = spawn(process.execPath, ['-e', middle], { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.on('data', (d) => console.log(process.pid + ' ' + String(d).trim()));
  ${STAY}`;

/** Time that passes only by sleeping, and stands still after the last signal: what is killed may take as long as it needs. */
function fastClock(step: number): { now(): number; sleep(): Promise<unknown> } {
  let time = 0;
  return {
    now: () => time,
    sleep: () => {
      time = Math.min(time + step, 10_000);
      return new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('processes', function () {
  this.timeout(20_000);

  it('knows a living process by its start', async () => {
    const { child, pids } = await start(`console.log(process.pid); ${STAY}`);
    const identity = await identify(child.pid ?? 0);
    assert.deepEqual(pids, [identity.pid]);
    assert.equal(await isAlive(identity), true);
    assert.equal(await isAlive({ ...identity, start: 'another' }), false, 'a reused pid is another process');
    assert.equal(await isAlive({ pid: identity.pid }), false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal(await isAlive(identity), false);
    assert.equal(await processStart(identity.pid), undefined);
  });

  it('lists a tree with its grandchildren', async () => {
    const { child, pids } = await start(FAMILY);
    const tree = await listTree(await identify(child.pid ?? 0));
    assert.deepEqual(
      tree.map(({ pid }) => pid),
      pids,
    );
    await endTree(await identify(child.pid ?? 0), { terminateAfter: 0, killAfter: 0 });
  });

  it('ends what can be asked with SIGINT alone', async () => {
    const { child } = await start(`console.log(process.pid); ${STAY}`);
    const end = await endTree(await identify(child.pid ?? 0));
    assert.deepEqual(end, { signals: ['SIGINT'], left: [] });
  });

  it('goes on to SIGTERM and SIGKILL for a grandchild that ignores both', async () => {
    const { child, pids } = await start(FAMILY);
    const said: string[] = [];
    const end = await endTree(await identify(child.pid ?? 0), {
      clock: fastClock(250),
      onProgress: (signal) => said.push(signal),
    });
    assert.deepEqual(end, { signals: ['SIGINT', 'SIGTERM', 'SIGKILL'], left: [] });
    assert.deepEqual(said, end.signals);
    for (const pid of pids) assert.equal(await processStart(pid), undefined, `process ${pid} is left`);
  });

  it('finds a child whose parent died before, by their group', async function () {
    if (process.platform === 'win32') this.skip();
    const { child, pids } = await start(FAMILY, true);
    const root = await identify(child.pid ?? 0);
    process.kill(pids[0] ?? 0, 'SIGKILL');
    await once(child, 'exit');
    const end = await endTree(root, { terminateAfter: 0, killAfter: 0 });
    assert.deepEqual(end, { signals: ['SIGKILL'], left: [] });
    for (const pid of pids) assert.equal(await processStart(pid), undefined, `process ${pid} is left`);
  });

  it('finds by the mark, and not from within: an editor that an agent started does not end itself', async function () {
    if (process.platform !== 'linux') this.skip();
    const env = { ...process.env, [MARK]: 'mine' };
    const child = spawn(process.execPath, ['-e', STAY], { env, stdio: 'ignore' });
    await once(child, 'spawn');
    const { pid = 0 } = child;
    const found = async (mark: string): Promise<number[]> => {
      const noted = new Map<number, string | undefined>();
      await noteMarked(noted, await readProcessTable(), mark);
      return [...noted.keys()];
    };
    try {
      assert.deepEqual(await found('mine'), [pid]);
      assert.deepEqual(await found('min'), []);
      process.env[MARK] = 'mine';
      assert.deepEqual(await found('mine'), []);
    } finally {
      Reflect.deleteProperty(process.env, MARK);
      child.kill();
    }
    await once(child, 'exit');
  });

  it('has nothing to do for a process that is gone', async () => {
    const { child } = await start(`console.log(process.pid);`);
    const root = { pid: child.pid ?? 0, start: 'gone' };
    if (child.exitCode === null) await once(child, 'exit');
    assert.deepEqual(await endTree(root), { signals: [], left: [] });
  });
});
