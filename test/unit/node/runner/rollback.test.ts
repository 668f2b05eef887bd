import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { CheckpointBed } from './checkpointBed';
import { result } from './world';

describe('a rollback and runs', function () {
  this.timeout(10_000);
  let bed: CheckpointBed;

  beforeEach(async () => {
    bed = new CheckpointBed();
    await bed.open();
  });
  afterEach(() => bed.close());

  const at = (): string => bed.world.tick().toISOString();
  const entry = { schema_version: 1, id: 'back' };
  function log(line: object): void {
    appendFileSync(join(bed.world.data, 'restores.jsonl'), `${JSON.stringify({ ...entry, ...line })}\n`);
  }
  function begin(to: string): void {
    log({
      ...{ type: 'restore_started', at: at(), by: 'Bo', worktree: bed.world.folder },
      checkpoint: { id: 'c', at: to, name: 'before step 01' },
      safety: { id: 's', at: at() },
    });
  }
  const end = (): void => {
    log({ type: 'restore_ended', at: at(), outcome: 'restored', files: 1 });
  };
  const refusal = {
    refused: {
      code: 'restore_unfinished',
      detail: '',
    },
  };
  beforeEach(() => {
    refusal.refused.detail = `In ${bed.world.folder}, Bo began to go back to “before step 01”, and that is not over.`;
  });

  it('that is not over lets no run start, nor go on', async () => {
    const run = await bed.start();
    await bed.world.agents.next();
    await bed.window.runner.stop(run, 'Ada');
    begin(at());
    assert.deepEqual(await bed.window.runner.start({ ...bed.world.plan(), by: 'Ada' }), refusal);
    assert.deepEqual(await bed.window.runner.resume(run, 'Ada'), refusal);
    assert.equal(await bed.window.runner.liveRun(bed.world.folder), undefined);
    end();
    assert.deepEqual(await bed.window.runner.resume(run, 'Ada'), { run });
    await bed.world.agents.next();
  });

  it('that is not over lets no run be picked up; that happens by itself when it is over', async () => {
    const run = await bed.start();
    const call = await bed.world.agents.next();
    begin(at());
    await bed.crash();
    await bed.window.runner.pickUp(bed.world.folder);
    assert.deepEqual([bed.window.runner.drives(run), bed.window.store.run(run)?.phase], [false, 'active']);
    call.end(result('complete'));
    end();
    await bed.window.gates.take();
    assert.deepEqual([bed.window.runner.drives(run), bed.window.store.run(run)?.phase], [true, 'active']);
  });

  it('is to wait for an agent that works on without its window', async () => {
    const run = await bed.start();
    const call = await bed.world.agents.next();
    await bed.crash();
    assert.equal(await bed.window.runner.liveRun(bed.world.folder), run);
    assert.equal(await bed.window.runner.liveRun(join(bed.world.root, 'elsewhere')), undefined);
    call.end(result('complete'));
    assert.equal(await bed.window.runner.liveRun(bed.world.folder), undefined);
  });

  it('that took the run back leaves it as it is for good, its gate too, and the next attempt has the next number', async () => {
    const run = await bed.start();
    const gate = await bed.toTheGate();
    await bed.window.runner.stop(run, 'Ada');
    const { header } = bed.window.store.run(run) ?? {};
    const entered = bed.window.store.events(run).find(({ type }) => type === 'node_entered');
    assert.ok(header && entered);
    begin(entered.at);
    end();
    await bed.window.store.refresh();
    assert.equal(bed.window.store.run(run)?.stop?.code, 'rolled_back');
    await bed.window.answer(gate, 'yes it is');
    const refused = await bed.window.runner.resume(run, 'Ada');
    assert.ok('refused' in refused && refused.refused.code === 'rolled_back');
    await bed.window.runner.pickUp(bed.world.folder);
    assert.equal(bed.window.runner.drives(run), false);
    const next = await bed.start();
    assert.equal(bed.window.store.run(next)?.header.attempt, 2);
    const again = await bed.toTheGate();
    assert.notEqual(again.id, gate.id);
    assert.equal(bed.window.store.run(next)?.gates.at(-1)?.answer, undefined);
  });

  it('that took all of the run back still counts it', async () => {
    const run = await bed.start();
    await bed.toTheEnd(run);
    begin(bed.window.store.run(run)?.header.at ?? '');
    end();
    await bed.window.store.refresh();
    assert.equal(bed.window.store.run(run), undefined);
    assert.ok('refused' in (await bed.window.runner.resume(run, 'Ada')));
    const next = await bed.start();
    assert.equal(bed.window.store.run(next)?.header.attempt, 2);
    await bed.world.agents.next();
  });
});
