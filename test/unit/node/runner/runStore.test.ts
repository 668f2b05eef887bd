import { execFileSync } from 'node:child_process';
import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { RunEvent } from '../../../../src/core/events';
import { claim, currentOwner, release, type Owner } from '../../../../src/node/runner/owner';
import { RunStore } from '../../../../src/node/runner/runStore';
import { EVENTS, eventsOf, GATE, journalLines } from '../../core/sampleRun';

const KEY = Buffer.alloc(32, 'k');
const answer = { choice: 'approve', by: 'Ada', window: 'w1', at: '2026-01-31T12:00:00.000Z' };

describe('the store of runs', () => {
  let data: string;
  let store: RunStore;
  const opened: RunStore[] = [];
  async function open(): Promise<RunStore> {
    const one = new RunStore(data, { key: () => Promise.resolve(KEY) });
    opened.push(one);
    await one.open();
    return one;
  }
  const journal = (): string => join(data, 'runs', 'r1.jsonl');
  const note = eventsOf([...EVENTS.slice(0, 1), { type: 'note', text: 'zwölf' }])[1] as RunEvent;

  beforeEach(async () => {
    data = realpathSync(mkdtempSync(join(tmpdir(), 'store ')));
    store = await open();
  });
  afterEach(() => {
    for (const one of opened.splice(0)) one.dispose();
    rmSync(data, { recursive: true, force: true });
  });

  it('appends whole lines and gives the run with each', async () => {
    for (const event of eventsOf(EVENTS)) await store.append('r1', event);
    const written = readFileSync(journal(), 'utf8').trimEnd().split('\n').map(parse);
    const orders = written.map(({ order }) => Number(order));
    const [first = 0] = orders;
    assert.deepEqual(
      orders,
      EVENTS.map((_, index) => first + index),
    );
    const expected = journalLines(EVENTS).map((line, index) => ({ ...parse(line), order: first + index }));
    assert.deepEqual(written, expected);
    assert.equal(store.run('r1')?.phase, 'ended');
    assert.equal(store.events('r1').length, EVENTS.length);
  });

  it('makes the data folder for its owner alone, and leaves one that is there as it is', async function () {
    if (process.platform === 'win32') this.skip();
    const modeOf = async (folder: string): Promise<number> => {
      const one = new RunStore(folder, { key: () => Promise.resolve(Buffer.alloc(32)) });
      await one.open();
      one.dispose();
      return statSync(folder).mode & 0o777;
    };
    const present = join(data, 'present');
    mkdirSync(present);
    chmodSync(present, 0o750);
    assert.equal(await modeOf(present), 0o750);
    assert.equal(await modeOf(join(data, 'made')), 0o700);
  });

  it('takes no run from a journal of another name, nor an id that leads out of the folder', async () => {
    const [first = ''] = journalLines(EVENTS.slice(0, 1));
    writeFileSync(join(data, 'runs', 'copy.jsonl'), `${first}\n`);
    writeFileSync(join(data, 'runs', 'evil.jsonl'), `${first.replace('"r1"', '"../../evil"')}\n`);
    await store.refresh();
    assert.deepEqual(store.runs(), []);
    assert.deepEqual(
      store.unreadable().map(({ unreadable }) => unreadable),
      [
        'It tells of run "r1", whose journal it is not.',
        'It tells of run "../../evil", whose journal it is not.',
      ],
    );
  });

  it('closes a torn line before it appends', async () => {
    writeFileSync(journal(), `${journalLines(EVENTS.slice(0, 1)).join('\n')}\n{"type":"no`);
    await store.append('r1', note);
    assert.deepEqual(
      store.run('r1')?.damaged.map(({ line }) => line),
      [2],
    );
    assert.equal(store.events('r1').length, 2);
  });

  it('reads only what is new, never half a line, and a character that came in two halves', async () => {
    const whole = Buffer.from(`${journalLines(EVENTS.slice(0, 1)).join('\n')}\n${JSON.stringify(note)}\n`);
    const cut = whole.indexOf('ö') + 1;
    writeFileSync(journal(), whole.subarray(0, cut));
    await store.refresh();
    assert.equal(store.events('r1').length, 1);
    appendFileSync(journal(), whole.subarray(cut));
    await store.refresh();
    assert.deepEqual(store.events('r1')[1], note);
    assert.deepEqual(store.run('r1')?.damaged, []);
  });

  it('notices what another window writes', async () => {
    const other = await open();
    const changed = new Promise<string>((resolve) => store.onDidChange(resolve));
    await other.append('r1', eventsOf(EVENTS)[0] as RunEvent);
    assert.equal(await changed, 'r1');
    assert.equal(store.run('r1')?.id, 'r1');
  });

  it('a journal that went away is no run any more, one that was replaced is read anew', async () => {
    for (const event of eventsOf(EVENTS)) await store.append('r1', event);
    writeFileSync(journal(), `${journalLines(EVENTS.slice(0, 1)).join('\n')}\n`);
    await store.refresh();
    assert.equal(store.run('r1')?.phase, 'active');
    rmSync(journal());
    await store.refresh();
    assert.deepEqual(store.runs(), []);
  });

  it('names journals that cannot be read', async () => {
    writeFileSync(journal(), 'rubbish\n');
    await store.refresh();
    assert.deepEqual(
      store.unreadable().map(({ file }) => file),
      [journal()],
    );
  });

  it('one answer counts, and waiting ends with it in every window', async () => {
    await store.openGate(GATE);
    const other = await open();
    const signal = new AbortController().signal;
    const waits = [store, other].map((one) => one.waitForAnswer(GATE, signal, unexpected));
    const all = await Promise.all(
      [store, other, store].map((one, index) => one.answerGate('g1', { ...answer, choice: `way ${index}` })),
    );
    assert.equal(all.filter((one) => 'recorded' in one).length, 1);
    const [here, there] = await Promise.all(waits);
    assert.deepEqual(here, there);
    assert.ok(
      all.every(
        (one) =>
          'recorded' in one || ('alreadyAnswered' in one && one.alreadyAnswered.choice === here?.choice),
      ),
    );
    assert.deepEqual(readdirSync(join(data, 'gates')).sort(), ['g1.answer.json', 'g1.json']);
  });

  it('an answer that does not fit is refused and leaves nothing behind', async () => {
    await store.openGate(GATE);
    const refused = await store.answerGate('g1', { ...answer, choice: 'reject' });
    assert.deepEqual(refused, { refused: '"reject" needs a reason that is not empty.' });
    assert.equal(await store.answerOf(GATE), undefined);
    assert.match(JSON.stringify(await store.answerGate('g2', answer)), /not there any more/);
    await assert.rejects(store.answerGate('../g1', answer), /no id of a gate/);
  });

  it('leaves what a newer version wrote as it is: a gate takes no answer, an answer is not set aside', async () => {
    await store.openGate({ ...GATE, schema_version: 99 });
    const refused = await store.answerGate('g1', answer);
    assert.ok('refused' in (refused as object) && /newer version/.test(JSON.stringify(refused)));
    assert.deepEqual(readdirSync(join(data, 'gates')), ['g1.json']);

    await store.openGate({ ...GATE, id: 'g2' });
    const newer = JSON.stringify({ schema_version: 99, gate: 'g2', chosen: ['approve'] });
    writeFileSync(join(data, 'gates', 'g2.answer.json'), newer);
    assert.equal(await store.answerOf({ ...GATE, id: 'g2' }), undefined);
    assert.match(JSON.stringify(await store.answerGate('g2', answer)), /refused.*newer version/);
    assert.equal(readFileSync(join(data, 'gates', 'g2.answer.json'), 'utf8'), newer);
  });

  it('the end of waiting answers nothing', async () => {
    await store.openGate(GATE);
    const controller = new AbortController();
    const waiting = store.waitForAnswer(GATE, controller.signal, unexpected);
    controller.abort();
    assert.equal(await waiting, undefined);
    assert.equal(await store.answerOf(GATE), undefined);
  });

  it('keeps drafts until the answer', async () => {
    await store.openGate(GATE);
    await store.writeDraft('g1', 'half a thou');
    assert.equal(await store.readDraft('g1'), 'half a thou');
    await store.writeDraft('g1', '');
    assert.equal(await store.readDraft('g1'), '');
  });

  it('only one of several takes the place of a dead owner', async () => {
    const owner = (pid: number): Owner => ({
      schema_version: 1,
      pid,
      start: 's',
      window: 'w',
      run: 'r1',
      folder: '/ws',
    });
    const folder = join(data, 'runs', 'r1');
    const lives = ({ pid }: { pid: number }): Promise<boolean> => Promise.resolve(pid !== 1);
    assert.deepEqual(await claim(folder, owner(1), lives), { number: 1 });
    const claims = await Promise.all([2, 3, 4, 5].map((pid) => claim(folder, owner(pid), lives)));
    const won = claims.filter((one) => 'number' in one);
    assert.deepEqual(won, [{ number: 2 }]);
    const present = await currentOwner(folder);
    assert.ok(present && claims.every((one) => 'number' in one || one.heldBy?.pid === present.pid));
    await release(folder, 2, present);
    assert.equal((await currentOwner(folder))?.closed, true);
    assert.deepEqual(await claim(folder, owner(6), lives), { number: 3 });
    await release(folder, 3);
    assert.deepEqual(await claim(folder, owner(7), lives), { number: 3 });
  });

  it('takes no line for written that the disk had room for only in part', function () {
    // Windows has no limit of a file's size to play a full disk with.
    if (process.platform === 'win32') this.skip();
    const file = join(data, 'limited.jsonl');
    const files = resolve(__dirname, '../../../../src/node/runner/files.ts');
    const script = `require(process.argv[1]).appendLine(process.argv[2], 'x'.repeat(9000))
      .then(() => 'written', String).then((word) => process.stdout.write(word))`;
    const command = 'ulimit -f 4; exec "$0" --require=tsx/cjs -e "$@"';
    const args = ['-c', command, process.execPath, script, files, file];
    const env = { ...process.env, TSX_DISABLE_CACHE: '1' };
    assert.match(execFileSync('bash', args, { encoding: 'utf8', env }), /EFBIG/);
  });
});

function unexpected(name: string): Promise<void> {
  return Promise.reject(new Error(`${name} was set aside`));
}

function parse(line: string): Record<string, unknown> {
  return JSON.parse(line) as Record<string, unknown>;
}
