/** What a window wants of the run of a stage that another window drives. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RequestFiles, type Request } from '../../../../src/node/runner/requestFiles';
import { StageBed } from './stageBed';
import { result, STEP_PROTOCOL, type Call, type Window } from './world';

const WISH = { type: 'stop_asked', by: 'Bo' } as const;

describe('a request of another window', function () {
  this.timeout(20_000);
  let bed: StageBed;
  let other: Window;
  let id: string;
  let call: Call;

  beforeEach(async () => {
    bed = new StageBed({ '01': { batch: 1 }, '02': { batch: 1 }, '03': { batch: 2 } });
    await bed.open();
    id = await bed.start();
    call = await bed.begun('01');
    other = await bed.world.window(STEP_PROTOCOL);
  });
  afterEach(async () => {
    await other.runner.dispose();
    assert.deepEqual(other.problems, []);
    await bed.close();
  });

  const folder = (): string => join(bed.world.data, 'requests');
  const left = (): string[] => readdirSync(folder());
  const finish = (): void => {
    bed.writeRecap('01');
    call.end(result('complete'));
  };
  const aside = (): string => join(bed.world.root, 'aside');
  const files = (key = bed.world.key, at = folder()): RequestFiles =>
    new RequestFiles(at, () => Promise.resolve(key));
  /** The name of a proper request that nobody sees yet. */
  async function made(request: Request): Promise<string> {
    mkdirSync(aside(), { recursive: true });
    return `${id}.${await files(undefined, aside()).leave(id, request, now())}.json`;
  }
  const now = (): string => bed.world.tick().toISOString();
  /** Resolves once the driving window has taken all that lies there. */
  const taken = (): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (left().length > 0) return;
        stop();
        resolve();
      };
      const stop = other.store.requestsChanged.add(look);
      look();
    });

  it('to stop after the batch is honoured by the one that drives', async () => {
    assert.deepEqual(await other.runner.tell(id, WISH), { run: id });
    assert.deepEqual(left(), []);
    finish();
    await bed.does('02');
    const { stop } = await bed.settled(id);
    assert.equal(stop?.detail, 'Bo asked to stop after this batch.');
    assert.deepEqual(bed.batches(id), ['01 done, 02 done']);
  });

  it('to leave a step out stops its run there', async () => {
    const wish = { type: 'step_skipped', step: bed.key('02'), reason: 'later', by: 'Bo' } as const;
    await bed.begun('02');
    assert.deepEqual(await other.runner.tell(id, wish), { run: id });
    finish();
    await bed.does('03');
    await bed.settled(id);
    assert.deepEqual(bed.batches(id), ['01 done, 02 skipped', '03 done']);
  });

  it('to stop now is done with all that the stage started, before it resolves', async () => {
    await bed.begun('02');
    assert.deepEqual(await other.runner.stop(id, 'Bo'), { run: id });
    assert.equal(bed.stop(id), 'stopped user_stopped');
    assert.equal(other.store.run(id)?.stop?.detail, 'Bo stopped the run.');
    assert.deepEqual(
      bed.window.store.runs().filter(({ phase }) => phase === 'active'),
      [],
    );
  });

  it('counts once, also where a crash left its file', async () => {
    const name = await made(WISH);
    for (let times = 0; times < 2; times += 1) {
      copyFileSync(join(aside(), name), join(folder(), name));
      await taken();
    }
    const events = bed.window.store.events(id).map(({ type }) => type);
    assert.equal(events.filter((type) => type === 'stop_asked').length, 1);
    await bed.window.runner.stop(id, 'Ada');
  });

  it('is refused where the driving window does not answer, and is not left behind', async () => {
    // As in a window that knows nothing of requests.
    bed.window.store.requests.of = () => Promise.resolve([]);
    const answer = await other.runner.tell(id, WISH, 20);
    assert.ok('refused' in answer && answer.refused.code === 'another_run_live', JSON.stringify(answer));
    assert.match(answer.refused.detail, /did not answer; ask again, or use that one\.$/);
    assert.deepEqual(left(), []);
    await bed.window.runner.stop(id, 'Ada');
  });

  it('is written down here where nobody drives any more', async () => {
    bed.window.crash();
    assert.deepEqual(await other.runner.tell(id, WISH), { run: id });
    assert.equal(other.store.events(id).at(-1)?.type, 'stop_asked');
    assert.equal(other.runner.drives(id), false);
    await bed.open();
    await bed.window.runner.pickUp(bed.world.folder);
    finish();
    await bed.does('02');
    await bed.settled(id);
    assert.equal(bed.stop(id), 'stopped stopped_after_batch');
  });

  describe('that no window made', () => {
    const forged: Readonly<Record<string, (name: string) => void>> = {
      'without a seal': (name) => {
        writeFileSync(name, JSON.stringify({ schema_version: 1, run: id, request: WISH, at: now() }));
      },
      'that is no JSON': (name) => {
        writeFileSync(name, '{');
      },
      'with another request under its seal': (name) => {
        const text = readFileSync(name, 'utf8');
        writeFileSync(name, text.replace('commit_asked', 'step_skipped').replace('"by"', '"reason":"","by"'));
      },
    };
    for (const [name, forge] of Object.entries(forged))
      it(`${name} does not count, and the journal says so`, async () => {
        const file = await made({ type: 'commit_asked', step: bed.key('02'), by: 'Bo' });
        forge(join(aside(), file));
        copyFileSync(join(aside(), file), join(folder(), file));
        await taken();
        const events = bed.window.store.events(id);
        assert.ok(!events.some(({ type }) => type === 'commit_asked' || type === 'step_skipped'));
        assert.match(JSON.stringify(events.at(-1)), /no window of this editor made; it does not count/);
        await bed.window.runner.stop(id, 'Ada');
      });

    it('with the key of another editor does not count', async () => {
      await files(Buffer.alloc(32, 'x')).leave(id, WISH, now());
      await taken();
      assert.ok(!bed.window.store.events(id).some(({ type }) => type === 'stop_asked'));
      await bed.window.runner.stop(id, 'Ada');
    });

    it('of long ago does nothing', async () => {
      await files().leave(id, WISH, new Date(0).toISOString());
      await taken();
      assert.ok(!bed.window.store.events(id).some(({ type }) => type === 'stop_asked'));
      await bed.window.runner.stop(id, 'Ada');
    });
  });
});
