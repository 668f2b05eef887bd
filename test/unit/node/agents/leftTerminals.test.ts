import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { leftTerminals } from '../../../../src/node/agents/leftTerminals';
import { writeEnd } from '../../../../src/node/launcher/records';
import { identify } from '../../../../src/node/processes/identity';
import { bundleLauncher, TASK, TestStage } from './stage';

describe('terminals left open', function () {
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
  });
  afterEach(() => stage.close());

  /** An attempt of another run whose launcher is this process. */
  async function attempt(
    name: string,
    change: { cwd?: string; ended?: boolean; start?: string },
  ): Promise<void> {
    const { cwd = stage.cwd, ended = true, start } = change;
    const folder = path.join(stage.placeOf(1).records, '../../../r0/attempts', name);
    const launcherIdentity = { ...(await identify(process.pid)), ...(start !== undefined && { start }) };
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'launch.json'), JSON.stringify({ cwd }));
    writeFileSync(path.join(folder, 'start.json'), JSON.stringify({ launcher: launcherIdentity }));
    if (ended) await writeEnd(folder, { exitCode: 0, signal: null, endedAt: '', reason: 'exited' });
  }
  const left = async (): Promise<number[]> => [...(await leftTerminals(stage.placeOf(2)))];

  it('are those whose launcher lives on after the end of its attempt', async () => {
    await attempt('1', {});
    assert.deepEqual(await left(), [process.pid]);
  });

  it('are not those of an agent at work, such as of another branch', async () => {
    const port = stage.port();
    await port.begin(TASK, stage.place);
    await stage.fake.next();
    assert.deepEqual(await left(), []);
    await port.stop(stage.place);
  });

  for (const [name, change] of [
    ['an attempt that has not ended', { ended: false }],
    ['another folder', { cwd: '/elsewhere' }],
    ['a launcher that is gone', { start: 'another process with its pid' }],
  ] as const) {
    it(`are not those of ${name}`, async () => {
      await attempt('1', change);
      assert.deepEqual(await left(), []);
    });
  }

  it('are found beside damaged records', async () => {
    await attempt('1', {});
    await attempt('2', {});
    writeFileSync(path.join(stage.placeOf(1).records, '../../../r0/attempts/1/start.json'), '{');
    assert.deepEqual(await left(), [process.pid]);
    rmSync(path.join(stage.folder, 'data'), { recursive: true });
    assert.deepEqual(await left(), []);
  });
});
