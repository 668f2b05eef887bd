import assert from 'node:assert/strict';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { RennBed, STAGE } from './rennBed';
import { result } from './world';

const PASSED = '---\nstage: 01-walls\nstatus: passed\nscore: 2/2 must-haves verified\n---\n\n# Proof\n';
const MESSAGE = 'docs(stage-01): complete stage execution';

describe('the completion of a renn stage that a crash cut short', () => {
  let bed: RennBed;
  let id: string;
  afterEach(() => bed.close());

  /** Up to a crash as the completion begins; the process goes on for a moment, and nothing of it is written down. */
  async function crashes(before: () => void = () => undefined): Promise<void> {
    bed = await new RennBed().open();
    id = await bed.startStage();
    for (const name of ['The first wall', 'The second wall']) bed.finish(await bed.next(), name);
    const audit = await bed.next();
    bed.world.write({ [`${STAGE}/01-proof.md`]: PASSED });
    before();
    const crashed = new Promise<void>((done) => {
      bed.world.onEvent = (run) => {
        if (run.id !== id || !run.nodes.includes('complete_stage')) return;
        bed.world.onEvent = undefined;
        bed.window.crash();
        done();
      };
    });
    audit.end(result('complete', 'Audited.'));
    await crashed;
  }

  async function goOn(): Promise<void> {
    await bed.crash();
    assert.equal(bed.window.store.run(id)?.stop?.code, 'process_crashed');
    assert.ok('run' in (await bed.window.runner.resume(id, 'Ada')));
    await bed.window.runner.settled(id);
    assert.equal(bed.window.store.run(id)?.stop?.code, 'stage_complete');
  }

  const subjects = (): string[] => bed.git('log', '--format=%s', '--all').split('\n');
  const documents = (): string[] => ['.renn/track.md', '.renn/pulse.md'].map((file) => bed.world.read(file));

  it('writes nothing again and makes no second commit where all of it was done', async () => {
    await crashes();
    while (!subjects().includes(MESSAGE)) await setTimeout(10);
    const [done, head] = [documents(), bed.git('rev-parse', 'HEAD')];
    assert.match(done[1] ?? '', /Stopped at: Stage 01 complete/);
    await goOn();
    assert.deepEqual([documents(), bed.git('rev-parse', 'HEAD')], [done, head]);
    assert.equal(bed.git('status', '--porcelain', '.renn/track.md', '.renn/pulse.md'), '');
  });

  it('commits what was written before, as it was written', async () => {
    await crashes(() => {
      bed.world.write({ '.git/hooks/pre-commit': '#!/bin/sh\necho > .git/met\nexit 1\n' });
      chmodSync(join(bed.world.folder, '.git/hooks/pre-commit'), 0o755);
    });
    while (!existsSync(join(bed.world.folder, '.git/met'))) await setTimeout(10);
    rmSync(join(bed.world.folder, '.git/hooks/pre-commit'));
    const done = documents();
    assert.match(done[1] ?? '', /Stopped at: Stage 01 complete/);
    await goOn();
    assert.deepEqual(documents(), done);
    assert.equal(subjects().filter((subject) => subject === MESSAGE).length, 1);
    assert.equal(bed.git('status', '--porcelain', '.renn/track.md', '.renn/pulse.md'), '');
  });
});
