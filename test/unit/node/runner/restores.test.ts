import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunStore } from '../../../../src/node/runner/runStore';
import { EVENTS, journalLines } from '../../core/sampleRun';

/** The sample journal has an event a second from here on. */
const at = (second: number): string => new Date(Date.UTC(2026, 0, 31, 12, 0, second)).toISOString();

describe('runs after a restore', () => {
  let root: string;
  let store: RunStore;
  const worktree = (): string => join(root, 'ws');

  beforeEach(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'restores ')));
    mkdirSync(join(root, 'data', 'runs'), { recursive: true });
    mkdirSync(worktree());
    write('r1', worktree());
    store = new RunStore(join(root, 'data'), { key: () => Promise.resolve(Buffer.alloc(32)) });
    await store.open();
  });
  afterEach(() => {
    store.dispose();
    rmSync(root, { recursive: true, force: true });
  });

  function write(run: string, folder: string): void {
    const events = EVENTS.map((event) => (event.type === 'run_started' ? { ...event, run, folder } : event));
    writeFileSync(join(root, 'data', 'runs', `${run}.jsonl`), `${journalLines(events).join('\n')}\n`);
  }

  function log(...entries: readonly object[]): void {
    const lines = entries.map((entry) => `${JSON.stringify({ schema_version: 1, ...entry })}\n`);
    appendFileSync(join(root, 'data', 'restores.jsonl'), lines.join(''));
  }

  const started = (id: string, second: number, to: number): object => ({
    ...{ type: 'restore_started', id, at: at(second), by: 'Ada', worktree: worktree() },
    checkpoint: { id: `c${to}`, at: at(to), name: `of second ${to}` },
    safety: { id: `s${second}`, at: at(second - 1) },
  });
  const ended = (id: string, second: number, outcome = 'restored'): object => ({
    ...{ type: 'restore_ended', id, at: at(second), outcome, files: 3 },
  });

  const runs = (): string[] =>
    store.runs().map(({ id, phase, stop }) => `${id} ${phase} ${stop?.code ?? ''}`);
  const cut = (): string[] => store.cutRuns().map(({ id, phase }) => `${id} ${phase}`);

  it('do not count for what was taken back, and count again after an undo', async () => {
    log(started('a', 30, 3), ended('a', 31));
    await store.refresh();
    assert.deepEqual(runs(), ['r1 stopped rolled_back']);
    assert.equal(store.events('r1').length, 4);
    assert.equal(store.shown('r1')?.events.length, 4);
    log(started('b', 40, 29), ended('b', 41));
    await store.refresh();
    assert.deepEqual(runs(), ['r1 ended complete']);
    assert.equal(store.events('r1').length, EVENTS.length);
  });

  it('that did not happen any more are known apart from the others', async () => {
    log(started('a', 30, 0), ended('a', 31));
    await store.refresh();
    assert.deepEqual([runs(), cut()], [[], ['r1 ended']]);
    assert.equal(store.run('r1'), undefined);
    assert.equal(store.shown('r1')?.run?.phase, 'ended');
    assert.equal(store.shown('r1')?.events.length, EVENTS.length);
    assert.deepEqual(
      store.events('r1').map(({ type }) => type),
      ['run_started'],
    );
  });

  it('are looked at again when the log grows, by whichever window', async () => {
    const told = new Promise<string>((resolve) => store.onDidChange(resolve));
    log(started('a', 30, 3), ended('a', 31));
    assert.equal(await told, 'r1');
    assert.deepEqual(runs(), ['r1 stopped rolled_back']);
  });

  it('of another worktree are left alone', async () => {
    mkdirSync(join(root, 'other'));
    write('r2', join(root, 'other'));
    log(started('a', 30, 3), ended('a', 31));
    await store.refresh();
    assert.deepEqual(runs().sort(), ['r1 stopped rolled_back', 'r2 ended complete']);
  });

  it('of a folder that was opened by a link belong to the worktree that it leads to', async function () {
    if (process.platform === 'win32') this.skip();
    symlinkSync(worktree(), join(root, 'link'));
    write('r3', join(root, 'link'));
    log(started('a', 30, 3), ended('a', 31));
    await store.refresh();
    assert.deepEqual(runs().sort(), ['r1 stopped rolled_back', 'r3 stopped rolled_back']);
    log(started('b', 50, 49));
    assert.equal((await store.unfinishedRestore(join(root, 'link')))?.started.id, 'b');
  });

  it('know the restore that is not over, by the disk', async () => {
    const unfinished = async (folder: string): Promise<string | undefined> =>
      (await store.unfinishedRestore(folder))?.started.checkpoint.name;
    assert.equal(await unfinished(worktree()), undefined);
    log(started('a', 30, 3));
    assert.equal(await unfinished(join(worktree(), 'packages', 'a')), 'of second 3');
    assert.equal(await unfinished(root), undefined);
    assert.deepEqual(runs(), ['r1 ended complete']);
    log(ended('a', 31, 'refused'));
    assert.equal(await unfinished(worktree()), undefined);
  });

  it('keep the last good state where the log cannot be read, and it is told', async () => {
    log(started('a', 30, 3), ended('a', 31));
    await store.refresh();
    rmSync(join(root, 'data', 'restores.jsonl'));
    mkdirSync(join(root, 'data', 'restores.jsonl'));
    await store.refresh();
    assert.deepEqual(runs(), ['r1 stopped rolled_back']);
    assert.match(
      store
        .unreadable()
        .map(({ unreadable }) => unreadable)
        .join(),
      /^The log of restores cannot be read: /,
    );
  });

  it('tell of lines that cannot be read', async () => {
    appendFileSync(join(root, 'data', 'restores.jsonl'), 'half a li\n');
    await store.refresh();
    assert.match(
      store
        .unreadable()
        .map(({ unreadable }) => unreadable)
        .join(),
      /at lines 1;/,
    );
    assert.deepEqual(runs(), ['r1 ended complete']);
  });
});
