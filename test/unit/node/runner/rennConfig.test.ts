import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT, RennBed, STAGE } from './rennBed';
import { result } from './world';

const CONFIG = '.renn/config.json';
const BROKEN = '{ "commit_docs": false, }';
const MENDED = '{ "commit_docs": false }';
const PASSED = '---\nstage: 01-walls\nstatus: passed\nscore: 2/2 must-haves verified\n---\n\n# Proof\n';

describe('a configuration of renn that cannot be read', () => {
  let bed: RennBed;
  afterEach(() => bed.close());

  function stop(id: string): string {
    const { phase, stop } = bed.window.store.run(id) ?? {};
    return `${phase} ${stop?.code}: ${stop?.detail}`;
  }

  async function rests(id: string): Promise<void> {
    await bed.window.runner.settled(id);
    assert.match(stop(id), /^stopped config_unreadable: \.renn\/config\.json cannot be read: .+/);
  }

  async function goesOn(id: string): Promise<void> {
    bed.world.write({ [CONFIG]: MENDED });
    assert.ok('run' in (await bed.window.runner.resume(id, 'Ada')));
  }

  it('has a stage rest before anything is done, which begins once it is mended', async () => {
    bed = await new RennBed().open({ ...PROJECT, [CONFIG]: BROKEN });
    const id = await bed.startStage();
    await rests(id);
    assert.deepEqual([bed.world.agents.calls.length, bed.git('status', '--porcelain')], [0, '']);
    await goesOn(id);
    assert.equal((await bed.next()).task.step.number, '01-01');
  });

  it('has it rest before the audit, and before what the audit leads to', async () => {
    bed = await new RennBed().open({ ...PROJECT, [CONFIG]: MENDED });
    const id = await bed.startStage();
    bed.finish(await bed.next(), 'The first wall');
    const second = await bed.next();
    bed.world.write({ [CONFIG]: BROKEN });
    bed.finish(second, 'The second wall');
    await rests(id);
    await goesOn(id);
    const audit = await bed.next();
    bed.world.write({ [`${STAGE}/01-proof.md`]: PASSED, [CONFIG]: BROKEN });
    const head = bed.git('rev-parse', 'HEAD');
    audit.end(result('complete', 'Audited.'));
    await rests(id);
    await goesOn(id);
    await bed.window.runner.settled(id);
    assert.match(stop(id), /^ended stage_complete: /);
    assert.equal(bed.git('rev-parse', 'HEAD'), head);
  });

  it('has a run by itself fail before its agent begins', async () => {
    bed = await new RennBed().open({ ...PROJECT, [CONFIG]: BROKEN });
    const id = await bed.startRun();
    await bed.window.runner.settled(id);
    assert.match(stop(id), /config\.json cannot be read: /);
    assert.equal(bed.world.agents.calls.length, 0);
  });

  it('has nothing begin where it is a link that leads nowhere', async () => {
    bed = await new RennBed().open();
    symlinkSync('elsewhere.json', join(bed.world.folder, CONFIG));
    for (const start of ['startStage', 'startRun'] as const) {
      const id = await bed[start]();
      await bed.window.runner.settled(id);
      assert.match(stop(id), /config\.json is a link that leads nowhere/);
    }
    assert.equal(bed.world.agents.calls.length, 0);
  });
});
