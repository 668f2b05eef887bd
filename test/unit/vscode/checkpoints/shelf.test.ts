import assert from 'node:assert/strict';
import { AutomaticCheckpoints } from '../../../../src/node/checkpoints/automatic';
import type { Checkpoints, UnfinishedRestore } from '../../../../src/node/checkpoints/ports';
import { CheckpointShelf, type ShelfParts } from '../../../../src/vscode/checkpoints/shelf';
import type { SeenCheckpoints } from '../../../../src/vscode/checkpoints/seen';
import { checkpointsMessage } from '../../../../src/vscode/checkpoints/message';
import { english } from '../english';
import { record } from './values';

const refused = { code: 'not_a_repository', detail: '/n is in no repository.', wayOut: 'Run git init.' };

const denied = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });

describe('the shelf of checkpoints', () => {
  let trusted: boolean;
  let opened: string[];
  let lists: Record<string, string[]>;
  let reports: unknown[];
  let changed: (() => void)[];
  let unfinished: UnfinishedRestore | undefined;
  let watchProblem: string | undefined;
  /** What the system does not let read. */
  let closed: 'records' | 'restores' | undefined;
  let shelf: CheckpointShelf;

  /** A folder's checkpoints: their ids, newest first; a folder that is not in `lists` is in no repository. */
  const parts: ShelfParts = {
    folders: () => ['/a', '/b', '/n'],
    trusted: () => trusted,
    tool: { name: 'stage-runner', version: '1.0.0' },
    open: (folder) => {
      opened.push(folder);
      if (lists[folder] === undefined) return Promise.resolve({ refused });
      const checkpoints = {
        list: () =>
          closed === 'records' && folder === '/a'
            ? Promise.reject(denied)
            : Promise.resolve(
                (lists[folder] ?? []).map((id) => ({
                  record: record(id, 'manual', Number(id)),
                  exists: true,
                  readOnly: false,
                  rebuilt: false,
                })),
              ),
        unfinished: () =>
          closed === 'restores' && folder === '/a' ? Promise.reject(denied) : Promise.resolve(unfinished),
        watchProblem,
        onDidChange: (listener: () => void) => {
          changed.push(listener);
          return () => undefined;
        },
      } as unknown as Checkpoints;
      return Promise.resolve({ checkpoints, automatic: new AutomaticCheckpoints(checkpoints) });
    },
    confirmed: { list: () => [], add: () => Promise.resolve() },
    report: (error) => reports.push(error),
  };

  beforeEach(() => {
    [trusted, opened, reports, changed, unfinished, watchProblem] = [true, [], [], [], undefined, undefined];
    closed = undefined;
    lists = { '/a': ['5', '20'], '/b': ['5', '10', '20'] };
    shelf = new CheckpointShelf(parts);
  });
  afterEach(() => {
    assert.deepEqual(reports, []);
  });

  const ids = ({ checkpoints }: SeenCheckpoints): string =>
    checkpoints.map(({ record: { record_id: id }, folder }) => `${id}${folder}`).join(' ');

  it('shows each checkpoint of several folders once, newest first, and why a folder has none', async () => {
    await shelf.refresh();
    assert.equal(ids(shelf.seen), '5/a 10/b 20/a');
    assert.deepEqual(shelf.seen.problems, [refused]);
  });

  it('keeps the order of a folder’s own list, whose clock may have been set back', async () => {
    lists = { '/a': ['20', '5', '7'], '/b': ['10', '1'] };
    await shelf.refresh();
    assert.equal(ids(shelf.seen), '10/b 1/b 20/a 5/a 7/a');
  });

  for (const [what, shown] of [
    ['records', '5/b 10/b 20/b'],
    ['restores', '5/a 10/b 20/a'],
  ] as const)
    it(`says what may not be read (${what}), and shows the rest`, async () => {
      closed = what;
      await shelf.refresh();
      assert.equal(ids(shelf.seen), shown);
      assert.deepEqual(
        shelf.seen.problems.map(({ code }) => code),
        ['system_error', 'not_a_repository'],
      );
    });

  it('says once why other windows’ changes are not noticed, and what to do about it', async () => {
    watchProblem = '/data cannot be watched: ENOSPC';
    await shelf.refresh();
    assert.deepEqual(shelf.seen.unwatched, [watchProblem]);
    assert.equal(
      checkpointsMessage(shelf.seen, english),
      'No checkpoints: /n is in no repository. Run git init. /data cannot be watched: ENOSPC. What other windows do is shown after “Refresh” in the Stage Map’s title.',
    );
  });

  for (const turns of [0, 1, 2, 3, 4, 5])
    it(`has what was there when it was called, ${turns} turns after a reading was told`, async () => {
      let second: Promise<void> | undefined;
      const stop = shelf.onDidChange(() => {
        stop();
        let left = turns;
        const later = (): void => {
          if (left-- > 0) {
            queueMicrotask(later);
            return;
          }
          lists['/a'] = ['30'];
          lists['/b'] = [];
          second = shelf.refresh();
        };
        later();
      });
      await shelf.refresh();
      while (second === undefined) await Promise.resolve();
      await second;
      assert.equal(ids(shelf.seen), '30/a');
    });

  it('asks no git in Restricted Mode', async () => {
    trusted = false;
    await shelf.refresh();
    assert.deepEqual([opened, shelf.seen.checkpoints], [[], []]);
    await assert.rejects(shelf.open('/a'), /Restricted Mode/);
  });

  it('opens a folder once, and looks again where there was no repository', async () => {
    await shelf.refresh();
    lists['/n'] = ['1'];
    await shelf.refresh();
    assert.deepEqual(opened, ['/a', '/b', '/n', '/n']);
    assert.equal(ids(shelf.seen), '1/n 5/a 10/b 20/a');
  });

  it('follows changes, and reads once more for however many came meanwhile', async () => {
    await shelf.refresh();
    let told = 0;
    shelf.onDidChange(() => {
      told += 1;
    });
    lists['/a'] = [];
    const reading = shelf.refresh();
    for (const tell of [...changed, ...changed]) tell();
    await reading;
    assert.equal(told, 2);
    assert.equal(ids(shelf.seen), '5/b 10/b 20/b');
  });

  it('takes no rollback of its own for one that was cut short, while it is under way', async () => {
    const begun = {
      id: 'r1',
      at: '2026-01-01T00:00:00.000Z',
      checkpoint: { id: '5', name: 'x' },
      safety: { id: '6' },
    };
    const seen: number[] = [];
    shelf.onDidChange((now) => seen.push(now.unfinished.length));
    await shelf.whileRestoring(async () => {
      unfinished = begun;
      await shelf.refresh();
    });
    assert.deepEqual(seen, [0, 1]);
  });

  it('says why when a folder that had checkpoints has none any more', async () => {
    await assert.rejects(shelf.opened('/n'), { message: '/n is in no repository. Run git init.' });
  });
});
