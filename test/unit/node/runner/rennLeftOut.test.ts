import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT, RennBed, runFile, STAGE } from './rennBed';
import { result } from './world';

const PASSED = '---\nstage: 01-walls\nstatus: passed\nscore: 1/1 must-haves verified\n---\n\n# Proof\n';

describe('a renn stage that goes on without a run whose file has gone', () => {
  let bed: RennBed;
  afterEach(() => bed.close());

  it('names it at its end, also where the audit passed', async () => {
    const second = `${STAGE}/01-02-run.md`;
    bed = await new RennBed().open({ ...PROJECT, [second]: runFile('02', 2, 'b.txt') });
    const id = await bed.startStage();
    const first = await bed.next();
    rmSync(join(bed.world.folder, second));
    bed.finish(first);
    const gate = await bed.window.gates.take();
    // The prompt shows no more than its beginning.
    assert.match(gate.question, /^The files of these runs are gone:\n\n- 01-walls\/01-02-run\n/);
    await bed.window.answer(gate, 'go on without them');
    const audit = await bed.next();
    bed.world.write({ [`${STAGE}/01-proof.md`]: PASSED });
    audit.end(result('complete', 'Audited.'));
    await bed.window.runner.settled(id);
    const { code, detail } = bed.window.store.run(id)?.stop ?? {};
    assert.deepEqual(
      [code, detail],
      [
        'stage_complete',
        'Left out: 01-walls/01-02-run. Next is stage 2 (Roof): plan it with “/renn.plan-stage 2”.',
      ],
    );
  });
});
