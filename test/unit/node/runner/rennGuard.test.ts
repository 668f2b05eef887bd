import assert from 'node:assert/strict';
import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Run } from '../../../../src/core/run';
import { result } from './world';
import { ONE_BY_ONE, PROJECT, PULSE, RennBed, runFile, STAGE, TRACK } from './rennBed';

const PARALLEL = { parallel: 2, stopAfter: { batches: 1 } } as const;
const NO_AUDIT = { '.renn/config.json': '{ "checks": { "auditor": false } }' };

describe('the files of a renn plan while two runs are at work in one tree', () => {
  let bed: RennBed;
  let stage: string;

  beforeEach(async () => {
    bed = await new RennBed().open({ ...PROJECT, ...NO_AUDIT });
    stage = await bed.startStage(PARALLEL);
  });
  afterEach(() => bed.close());

  function child(number: string): Run {
    const run = bed.window.store
      .runs()
      .find(({ header }) => header.parent?.run === stage && header.step.number === number);
    assert.ok(run, `no run of ${number}`);
    return run;
  }

  /** Does something once the guard of a run's attempt is over, and before anything else of that run. */
  function afterGuardOf(number: string, work: () => void): void {
    bed.world.onEvent = ({ header, attempts }) => {
      if (header.step.number !== number || attempts.at(-1)?.outcome === undefined) return;
      bed.world.onEvent = undefined;
      work();
    };
  }

  const proposals = (number: string): string =>
    bed.window.store
      .events(child(number).id)
      .flatMap((event) => (event.type === 'agent_ended' ? (event.proposals ?? []) : []))
      .join('\n');

  it('have no edit of the other agent taken for ours', async () => {
    const [first, second] = [await bed.next(), await bed.next()];
    afterGuardOf('01-01', () => {
      bed.world.write({
        '.renn/pulse.md': `${PULSE}\nThe other agent was here.\n`,
        // It even says what we are about to write.
        '.renn/track.md': TRACK.replace('- [ ] 01-01', '- [x] 01-01').replace('| 0/2 |', '| 1/2 |'),
      });
    });
    bed.finish(first);
    await bed.window.runner.settled(child('01-01').id);
    assert.match(bed.world.read('.renn/pulse.md'), /Run: 1 of 2[^]*The other agent was here\./);
    assert.deepEqual(bed.notes(child('01-01').id), []);

    bed.finish(second);
    await bed.window.runner.settled(stage);
    assert.match(proposals('01-02'), /^\+The other agent was here\.$/m);
    const pulse = bed.world.read('.renn/pulse.md');
    assert.match(pulse, /Run: 2 of 2 in current stage/);
    assert.equal(pulse.split('\n').length, PULSE.split('\n').length);
    const track = bed.world.read('.renn/track.md');
    assert.match(track, /- \[x\] 01-01: the first\n- \[x\] 01-02: the second/);
    assert.match(track, /\| 1\. Walls \| 2\/2 \|/);
  });

  it('are right in the end where the other agent deleted one', async () => {
    const [first, second] = [await bed.next(), await bed.next()];
    afterGuardOf('01-01', () => {
      bed.world.delete('.renn/track.md');
    });
    bed.finish(first);
    await bed.window.runner.settled(child('01-01').id);
    assert.match(bed.notes(child('01-01').id).join('\n'), /There is no track\.md/);
    bed.finish(second);
    await bed.window.runner.settled(stage);
    assert.match(bed.world.read('.renn/track.md'), /- \[x\] 01-01: the first\n- \[x\] 01-02: the second/);
  });

  it('are not put back to what the other agent made of them by a guard that began after it', async () => {
    const [first, second] = [await bed.next(), await bed.next()];
    const raised = { type: 'decision', title: 'Which', details: 'Which?', options: ['this'] };
    first.end({ kind: 'result', result: { status: 'gate', summary: '', fields: {}, gate: raised } });
    const gate = await bed.window.gates.take();
    const [plan, proof] = [`${STAGE}/01-01-run.md`, `${STAGE}/01-proof.md`];
    bed.world.write({
      [plan]: runFile('01', 1, 'a.txt').replace('Build', 'Tear down'),
      [proof]: '---\nstatus: passed\n---\n',
      '.renn/pulse.md': 'Nothing.\n',
    });
    await bed.window.answer(gate, 'this');
    const third = await bed.next();
    second.end(result('failed', 'No.'));
    await bed.window.runner.settled(child('01-02').id);
    assert.equal(bed.world.read('.renn/pulse.md'), PULSE);

    bed.finish(third);
    const failed = await bed.window.gates.take();
    assert.equal(bed.world.read(plan), PROJECT[plan]);
    assert.ok(!bed.world.has(proof));
    assert.match(bed.world.read('.renn/pulse.md'), /Run: 1 of 2 in current stage/);
    assert.equal(proposals('01-01'), '');
    await bed.window.answer(failed, 'stop');
    await bed.window.runner.settled(stage);
  });
});

describe('the plan files of other runs of a renn stage', () => {
  const FILE = `${STAGE}/01-02-run.md`;
  const GATED = `${runFile('02', 2, 'b.txt', '01')}
<task type="checkpoint:human-verify" gate="blocking-human">
<what-built>The wall</what-built>
</task>
`;
  const BARE = runFile('02', 2, 'b.txt', '01');
  let bed: RennBed;
  let stage: string;
  let file: string;

  beforeEach(async () => {
    bed = await new RennBed().open({ ...PROJECT, ...NO_AUDIT, [FILE]: GATED, 'bare.md': BARE });
    file = join(bed.world.folder, FILE);
    stage = await bed.startStage(ONE_BY_ONE);
  });
  afterEach(() => bed.close());

  const ways: Readonly<Record<string, () => void>> = {
    'with a byte that is no text': () => {
      writeFileSync(file, Buffer.concat([Buffer.from(BARE), Buffer.from([0xff])]));
    },
    'to more than is compared': () => {
      writeFileSync(file, BARE + ' '.repeat(1024 * 1024));
    },
    'into a link': () => {
      rmSync(file);
      symlinkSync(join(bed.world.folder, 'bare.md'), file);
    },
  };
  for (const [how, change] of Object.entries(ways))
    it(`lose no gate to an agent that changes them ${how}`, async () => {
      const first = await bed.next();
      change();
      bed.finish(first);
      const second = await bed.next();
      assert.equal(bed.world.read(FILE), GATED);
      bed.finish(second);
      const gate = await bed.window.gates.take();
      assert.equal(gate.title, 'Gates not met');
      await bed.window.runner.stop(stage, 'Ada');
    });

  it('are missed in the journal where they go while an agent is at work', async () => {
    const first = await bed.next();
    bed.world.delete(FILE);
    bed.finish(first);
    // The stage asks whether it goes on without the step.
    await bed.window.gates.take();
    const notes = bed.window.store.runs().flatMap(({ id }) => bed.notes(id));
    assert.ok(
      notes.includes('stages/01-walls/01-02-run.md: went while this agent was at work'),
      notes.join('\n'),
    );
    await bed.window.runner.stop(stage, 'Ada');
  });

  it('are nobody’s to remove where they were no text before', async () => {
    const proof = join(bed.world.folder, STAGE, '01-proof.md');
    await bed.next();
    await bed.window.runner.stop(stage, 'Ada');
    writeFileSync(proof, Buffer.from([0xff]));
    assert.ok('run' in (await bed.window.runner.resume(stage, 'Ada')));
    const again = await bed.next();
    writeFileSync(proof, 'text\n');
    again.end(result('failed', 'No.'));
    await bed.window.gates.take();
    assert.equal(readFileSync(proof, 'utf8'), 'text\n');
    await bed.window.runner.stop(stage, 'Ada');
  });
});
