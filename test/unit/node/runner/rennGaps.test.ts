import assert from 'node:assert/strict';
import { PROJECT, RennBed, runFile, STAGE } from './rennBed';
import { result } from './world';

describe('a renn stage of which only gaps are run', () => {
  let bed: RennBed;
  afterEach(() => bed.close());

  it('runs what closes them, leaves the rest, and is audited where nothing else is left', async () => {
    const closing = runFile('03', 1, 'a.txt').replace('autonomous: true', 'gap_closure: true');
    const recap = '# Stage 1 Run: Recap\n\n**The wall stands.**\n';
    bed = await new RennBed().open({
      ...PROJECT,
      [`${STAGE}/01-01-recap.md`]: recap,
      [`${STAGE}/01-03-run.md`]: closing,
    });
    const gapsOnly = { parallel: 1, stopAfter: 'stage', gapsOnly: true } as const;
    const first = await bed.startStage(gapsOnly);
    const call = await bed.next();
    assert.equal(call.task.step.number, '01-03');
    bed.finish(call);
    await bed.window.runner.settled(first);
    const stop = bed.window.store.run(first)?.stop;
    assert.match(`${stop?.code}: ${stop?.detail}`, /^stage_complete: Not audited, .*: 01-02\./);

    bed.world.write({
      [`${STAGE}/01-02-recap.md`]: recap,
      [`${STAGE}/01-04-run.md`]: closing.replace('run: 03', 'run: 04'),
    });
    const second = await bed.startStage(gapsOnly);
    bed.finish(await bed.next());
    const audit = await bed.next();
    assert.equal(audit.task.node, 'audit');
    audit.end(result('complete', 'Verified.'));
    await bed.window.gates.take();
    await bed.window.runner.stop(second, 'Ada');
  });
});
