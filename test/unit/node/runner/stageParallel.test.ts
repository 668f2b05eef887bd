import assert from 'node:assert/strict';
import { numberOf, ONE_BY_ONE, PARALLEL, StageBed, type BedStep } from './stageBed';
import { result } from './world';

const THREE: Readonly<Record<string, BedStep>> = {
  '01': { batch: 1 },
  '02': { batch: 1 },
  '03': { batch: 2, needs: ['01'] },
};

describe('the steps of a batch', function () {
  this.timeout(20_000);
  let bed: StageBed;

  async function open(steps: Readonly<Record<string, BedStep>>): Promise<void> {
    bed = new StageBed(steps);
    await bed.open();
  }
  afterEach(() => bed.close());

  /** Pairs of steps whose agents were at work at the same time, by their journals. */
  function together(id: string): string[] {
    const spans = bed.children(id).map(({ header, attempts }) => ({
      number: numberOf(header.step.key),
      from: attempts[0]?.startedAt ?? '',
      to: attempts.at(-1)?.endedAt ?? '9',
    }));
    return spans.flatMap((one, at) =>
      spans
        .slice(at + 1)
        .filter((other) => one.from < other.to && other.from < one.to)
        .map((other) => [one.number, other.number].sort().join('+')),
    );
  }

  it('are at work side by side, and the next batch waits for all', async () => {
    await open(THREE);
    const id = await bed.start();
    const second = await bed.begun('02');
    await bed.does('01');
    await bed.window.runner.settled(bed.child(id, '01').id);
    assert.deepEqual([bed.order().sort(), bed.batches(id)], [['01', '02'], ['[01 02]']]);
    bed.writeRecap('02');
    second.end(result('complete'));
    await bed.does('03');
    await bed.settled(id);
    assert.equal(bed.stop(id), 'ended stage_complete');
    assert.deepEqual(bed.batches(id), ['01 done, 02 done', '03 done']);
    assert.deepEqual(together(id), ['01+02']);
  });

  it('are never at work side by side where one after the other was asked for', async () => {
    await open({ ...THREE, '03': { batch: 1 } });
    const id = await bed.start(ONE_BY_ONE);
    await bed.does('01', '02', '03');
    await bed.settled(id);
    assert.deepEqual([bed.order(), together(id)], [['01', '02', '03'], []]);
    assert.deepEqual(bed.run(id).batches[0]?.notes, []);
  });

  it('wait for each other where they change the same file, and say so', async () => {
    await open({
      '01': { batch: 1, files: ['src/a.ts'] },
      '02': { batch: 1, files: ['src/a.ts', 'src/b.ts'] },
      '03': { batch: 1, files: ['src/c.ts'] },
    });
    const id = await bed.start();
    const [first, third] = [await bed.begun('01'), await bed.begun('03')];
    for (const [call, number] of [
      [first, '01'],
      [third, '03'],
    ] as const) {
      bed.writeRecap(number);
      call.end(result('complete'));
    }
    await bed.does('02');
    await bed.settled(id);
    assert.equal(bed.stop(id), 'ended stage_complete');
    assert.deepEqual(together(id), ['01+03']);
    assert.deepEqual(bed.run(id).batches[0]?.notes, ['01-02 runs after 01-01: both may change src/a.ts.']);
  });

  it('are no more than were allowed', async () => {
    await open({ '01': { batch: 1 }, '02': { batch: 1 }, '03': { batch: 1 } });
    const id = await bed.start({ parallel: 2, stopAfter: 'stage' });
    const [first, second] = [await bed.begun('01'), await bed.begun('02')];
    for (const [call, number] of [
      [second, '02'],
      [first, '01'],
    ] as const) {
      bed.writeRecap(number);
      call.end(result('complete'));
    }
    await bed.does('03');
    await bed.settled(id);
    assert.deepEqual(together(id), ['01+02']);
  });

  it('of groups that only a size makes run one after the other', async () => {
    await open({ '01': { batch: 1 }, '02': { batch: 1 } });
    const id = await bed.start({ ...PARALLEL, batchSize: 2 });
    await bed.does('01', '02');
    await bed.settled(id);
    assert.deepEqual([bed.batches(id), together(id)], [['01 done, 02 done'], []]);
  });

  it('wait for a gate each for itself: its siblings finish, and the next batch waits for it', async () => {
    await open(THREE);
    const id = await bed.start();
    const gate = await bed.asks('01');
    assert.deepEqual([numberOf(gate.step.key), gate.title], ['01', 'Choice']);
    await bed.does('02');
    await bed.window.runner.settled(bed.child(id, '02').id);
    assert.deepEqual([bed.child(id, '01').phase, bed.child(id, '02').phase], ['active', 'ended']);
    assert.deepEqual([bed.batches(id), bed.run(id).gates], [['[01 02]'], []]);
    await bed.window.answer(gate, 'left');
    await bed.does('01', '03');
    await bed.settled(id);
    assert.equal(bed.stop(id), 'ended stage_complete');
    assert.deepEqual(bed.batches(id), ['01 done, 02 done', '03 done']);
  });

  it('may all wait at gates of their own, which are answered in any order', async () => {
    await open(THREE);
    const id = await bed.start();
    const gates = [await bed.asks('01'), await bed.asks('02')];
    const [first, second] = gates;
    assert.ok(first && second && first.run !== second.run);
    await bed.window.answer(second, 'right');
    const call = await bed.begun('02');
    assert.deepEqual(call.task.answers.at(-1)?.answer, 'right');
    bed.writeRecap('02');
    call.end(result('complete'));
    await bed.window.answer(first, 'left');
    await bed.does('01', '03');
    await bed.settled(id);
    assert.equal(bed.stop(id), 'ended stage_complete');
  });

  it('each have what they build said as the batch begins, and what was built as it ends', async () => {
    await open({ '01': { batch: 1 } });
    const id = await bed.start();
    await bed.does('01');
    const { batches } = await bed.settled(id);
    const [batch] = batches;
    assert.deepEqual(
      [batch?.batch, batch?.steps[0]?.builds, batch?.steps[0]?.objective, batch?.results?.[0]?.text],
      ['1', 'Build part 01 of it', 'Build part 01 of it.', 'Part 01 is there.'],
    );
    assert.equal(batch?.results?.[0]?.run, bed.child(id, '01').id);
  });

  it('each have what they enable written down, which is as true when that is done', async () => {
    await open({ '01': { batch: 1 }, '02': { batch: 2, needs: ['01'] } });
    const id = await bed.start();
    await bed.does('01', '02');
    const { batches } = await bed.settled(id);
    const { step } = await bed.step('02');
    assert.deepEqual(
      batches.map(({ enables }) => enables),
      [[`01-02 ${step.title}`], []],
    );
  });
});
