import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CONSUMERS } from '../../../../src/core/formats/okstra/files';
import type { Drive } from '../../../../src/node/runner/drive';
import { noteOkstra, protectOkstra } from '../../../../src/node/okstra/guard';
import { noteWritten, writtenFile } from '../../../../src/node/okstra/written';

const ROW = '{"impl_task_key":"stage-runner/r1","stage":1,"status":"started"}\n';
const FORGED = '{"impl_task_key":"demo/x","stage":1,"status":"done"}\n';

describe('okstra: the log and the sidecars around an agent’s turn', () => {
  let folder: string;
  let drive: Pick<Drive, 'header' | 'folder'>;
  let log: string;
  let carry: string;
  let noted: string;

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'okstra guard ')));
    const root = join(folder, 'ws/.okstra/task');
    [log, carry] = [join(root, CONSUMERS), join(root, 'runs/implementation/carry/stage-7.json')];
    for (const [file, text] of [
      [log, ROW],
      [carry, '{}\n'],
    ] as const) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    noted = join(folder, 'data/runs/r1/plan/1');
    const header = { run: 'r1', folder: join(folder, 'ws'), plan: { format: 'okstra', root } };
    drive = { folder: join(folder, 'data/runs/r1'), header: header as Drive['header'] };
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is put right once, and told again by whoever does it again after a crash', async () => {
    assert.equal(await noteOkstra(drive, noted), undefined);
    writeFileSync(log, ROW + FORGED);
    const first = await protectOkstra(drive, noted);
    assert.equal(readFileSync(log, 'utf8'), ROW);
    assert.deepEqual(
      first?.changes.map(({ file }) => file),
      [log],
    );
    const again = await protectOkstra(drive, noted);
    assert.equal(first.foreign?.length, 1);
    assert.deepEqual(again, { ...first, changes: [] });
    assert.match(again.proposals, /^\+\{"impl_task_key":"demo\/x"/m);
  });

  it('lets what another window of ours wrote stand', async () => {
    await noteOkstra(drive, noted);
    const theirs = FORGED.replace('demo/x', 'stage-runner/r2').replace('"stage":1', '"stage":2');
    await noteWritten(writtenFile(drive.folder, drive.header.plan.root), { rows: [theirs.trimEnd()] });
    writeFileSync(log, ROW + theirs);
    assert.deepEqual(await protectOkstra(drive, noted), { changes: [], notes: [], proposals: '' });
    assert.equal(readFileSync(log, 'utf8'), ROW + theirs);
  });

  it('puts a real file in the place of a link', async function () {
    if (process.platform === 'win32') this.skip();
    await noteOkstra(drive, noted);
    const outside = join(folder, 'outside');
    writeFileSync(outside, ROW + FORGED);
    rmSync(log);
    symlinkSync(outside, log);
    rmSync(carry);
    symlinkSync(outside, carry);
    const done = await protectOkstra(drive, noted);
    assert.equal(done?.foreign?.length, 2);
    assert.equal(readFileSync(log, 'utf8'), ROW);
    assert.equal(readFileSync(carry, 'utf8'), '{}\n');
    assert.equal(readFileSync(outside, 'utf8'), ROW + FORGED);
  });

  it('is told where the folder of the log is gone or leads elsewhere', async function () {
    if (process.platform === 'win32') this.skip();
    await noteOkstra(drive, noted);
    rmSync(dirname(log), { recursive: true });
    symlinkSync(folder, dirname(log));
    const done = await protectOkstra(drive, noted);
    assert.match(done?.foreign?.[0] ?? '', /is no folder inside of the workspace folder/);
  });

  it('is not looked at where it was no text of a bearable length before', async () => {
    writeFileSync(log, Buffer.from([0xff, 0xfe]));
    await noteOkstra(drive, noted);
    writeFileSync(log, FORGED);
    assert.deepEqual(await protectOkstra(drive, noted), { changes: [], notes: [], proposals: '' });
  });

  it('is not looked at in other formats', async () => {
    const other = { ...drive, header: { ...drive.header, plan: { ...drive.header.plan, format: 'renn' } } };
    assert.equal(await noteOkstra(other, noted), undefined);
    assert.equal(await protectOkstra(other, noted), undefined);
  });
});
