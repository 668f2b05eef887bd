import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { CONSUMERS } from '../../../../src/core/formats/okstra/files';
import { finishStage, startBatch, type NewRow } from '../../../../src/core/formats/okstra/run/consumerRows';
import { identify } from '../../../../src/node/processes/identity';
import { appendRows } from '../../../../src/node/okstra/consumersFile';
import { STAGES } from './takeInProcess';

const BY = { task: 'me', at: '2026-06-05T01:02:03.004Z', commit: '' };
const ALL = STAGES.map(({ number }) => number);

interface Child {
  readonly child: ChildProcess;
  readonly lines: AsyncIterator<string>;
}

describe('okstra: the log of a plan', function () {
  this.timeout(60_000);
  let folder: string;
  let place: { readonly folder: string; readonly root: string };
  let log: string;
  const children: Child[] = [];

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'okstra log ')));
    place = { folder, root: join(folder, '.okstra/task') };
    log = join(place.root, CONSUMERS);
    mkdirSync(dirname(log), { recursive: true });
  });
  afterEach(async () => {
    for (const { child } of children.splice(0)) await ended(child);
    rmSync(folder, { recursive: true, force: true });
  });

  async function ended(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
  }

  /** A process that is ready. */
  async function started(what: 'race' | 'hold', task: string): Promise<Child> {
    const script = join(import.meta.dirname, 'takeInProcess.ts');
    const child = spawn(process.execPath, ['--import=tsx', script, what, folder, task], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const reader: Interface = createInterface(child.stdout);
    const racer = { child, lines: reader[Symbol.asyncIterator]() };
    children.push(racer);
    assert.equal((await racer.lines.next()).value, 'ready');
    return racer;
  }

  /** Lets all of them go at once, and gives what each took. */
  async function race(racers: readonly Child[]): Promise<number[][]> {
    for (const { child } of racers) child.stdin?.write('go\n');
    return Promise.all(
      racers.map(async ({ lines }) => JSON.parse(String((await lines.next()).value)) as number[]),
    );
  }

  const rows = (): NewRow[] =>
    readFileSync(log, 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as NewRow);
  const lockFiles = (): string[] => readdirSync(dirname(log)).filter((name) => name !== 'consumers.jsonl');
  const take = (patience?: number) =>
    appendRows(
      place,
      (read) => startBatch(read, { stages: STAGES, requested: 'auto', by: BY, underWay: new Set() }),
      patience,
    );

  it('gives every stage to one of two processes that take at the same time', async () => {
    const taken = await race([await started('race', 'a'), await started('race', 'b')]);
    assert.deepEqual(
      taken.flat().sort((left, right) => left - right),
      ALL,
    );
    for (const status of ['started', 'done'])
      assert.deepEqual(
        rows()
          .flatMap((row) => (row.status === status ? [row.stage] : []))
          .sort((left, right) => left - right),
        ALL,
      );
    assert.deepEqual(lockFiles(), []);
  });

  it('takes the lock of a process that was killed away once, whoever finds it', async () => {
    const { child } = await started('hold', 'dead');
    assert.deepEqual(lockFiles(), ['consumers.jsonl.lock']);
    await ended(child);
    const taken = await race([
      await started('race', 'a'),
      await started('race', 'b'),
      await started('race', 'c'),
    ]);
    assert.deepEqual(
      taken.flat().sort((left, right) => left - right),
      ALL,
    );
    assert.deepEqual(lockFiles(), []);
  });

  it('does not wait for ever for a process that lives, and says whom it waited for', async () => {
    const { child } = await started('hold', 'alive');
    const refused = await take(50);
    assert.deepEqual(refused, {
      refused: `Process ${child.pid} has held the lock ${log}.lock for over 0.05 seconds. Try again when it is done; where nobody is at work on this plan, remove that file.`,
    });
    assert.deepEqual(readdirSync(dirname(log)), ['consumers.jsonl.lock']);
  });

  it('is in turn within one process too', async () => {
    const order: string[] = [];
    const wait = (name: string) => async () => {
      order.push(`${name} in`);
      await new Promise(setImmediate);
      order.push(`${name} out`);
      return { rows: [] };
    };
    await Promise.all([
      appendRows(place, wait('a')),
      appendRows(place, wait('a')),
      appendRows(place, wait('a')),
    ]);
    assert.deepEqual(order, ['a in', 'a out', 'a in', 'a out', 'a in', 'a out']);
  });

  it('gives the lock up when the choice throws', async () => {
    await assert.rejects(
      appendRows(place, () => Promise.reject(new Error('no'))),
      /^Error: no$/,
    );
    assert.deepEqual(readdirSync(dirname(log)), []);
  });

  const locks: readonly (readonly [string, string | Promise<string>, boolean])[] = [
    [
      'of a pid that was used again',
      identify(process.pid).then(({ pid }) => JSON.stringify({ pid, start: '0' })),
      true,
    ],
    ['that nobody can read', 'x', false],
    ['with no pid', '{"start":"1"}', false],
    ['with a pid of a group', '{"pid":-1,"start":"1"}', false],
    ['with a pid that is a text', '{"pid":"self","start":"1"}', false],
    ['that is null', 'null', false],
    ['that is empty', '', false],
  ];
  for (const [name, text, goes] of locks)
    it(`${goes ? 'takes' : 'waits for'} a lock ${name}`, async () => {
      writeFileSync(`${log}.lock`, await text);
      const answer = await take(goes ? 10_000 : 20);
      if (goes) assert.ok('stages' in answer, JSON.stringify(answer));
      else assert.match('refused' in answer ? answer.refused : '', /^Somebody unknown has held the lock /);
      assert.deepEqual(lockFiles(), goes ? [] : ['consumers.jsonl.lock']);
    });

  const texts: readonly (readonly [string, string, string])[] = [
    ['an empty file', '', ''],
    ['a last line without an end', '{"stage":9,"status":"started"}', '\n'],
    ['a torn last line', '{"stage":9,"sta', '\n'],
    ['line ends of Windows', '{"stage":9,"status":"started"}\r\n', ''],
    ['rows of another version', '{"stage":9,"status":"reconciled","x":[1]}\n\n\n', ''],
    ['bytes that are no text', '\u00ff\u0000\n', ''],
  ];
  for (const [name, before, between] of texts)
    it(`leaves what is there as it is: ${name}`, async () => {
      writeFileSync(log, before, 'latin1');
      const batch = await take();
      const written = 'rows' in batch ? batch.rows.map((row) => `${JSON.stringify(row)}\n`).join('') : '';
      assert.equal(readFileSync(log, 'latin1'), before + between + written);
      assert.equal(written.split('\n').length, 3);
    });

  it('appends nothing for a refusal or an empty choice, and makes no file', async () => {
    const refused = await appendRows(place, () => ({ refused: 'no' }));
    assert.deepEqual(refused, { refused: 'no' });
    assert.deepEqual(await appendRows(place, () => ({ rows: [] })), { rows: [] });
    assert.deepEqual(readdirSync(dirname(log)), []);
  });

  it('does not start again what is done', async () => {
    await take();
    for (const stage of [1, 2]) await appendRows(place, (read) => finishStage(read, stage, 'c', BY));
    const next = await take();
    assert.deepEqual('stages' in next && next.stages, [3, 4]);
  });

  describe('with links', () => {
    let outside: string;
    before(function () {
      if (process.platform === 'win32') this.skip();
    });
    beforeEach(() => (outside = realpathSync(mkdtempSync(join(tmpdir(), 'elsewhere ')))));
    afterEach(() => rmSync(outside, { recursive: true, force: true }));

    const links: readonly (readonly [string, () => void])[] = [
      [
        'a log that is a link to a file',
        () => {
          writeFileSync(join(outside, 'a'), '');
          symlinkSync(join(outside, 'a'), log);
        },
      ],
      ['a log that is a link to nothing', () => symlinkSync(join(outside, 'new'), log)],
      ['a log that is a folder', () => mkdirSync(log)],
      [
        'a plan run that lies elsewhere',
        () => {
          rmSync(dirname(log), { recursive: true });
          symlinkSync(outside, dirname(log));
        },
      ],
      ['a plan run that is not there', () => rmSync(dirname(log), { recursive: true })],
    ];
    for (const [name, make] of links)
      it(`are refused: ${name}`, async () => {
        make();
        const answer = await take();
        assert.match('refused' in answer ? answer.refused : '', /nothing is written there/);
        assert.deepEqual(
          readdirSync(outside).map((each) => [each, readFileSync(join(outside, each), 'utf8')]),
          name.endsWith('to a file') ? [['a', '']] : [],
        );
      });
  });
});
