import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CappedFile } from '../../../../src/node/processes/cappedFile';

describe('a file with a limit', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'capped-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  for (const [name, pieces, text] of [
    ['nothing', [], ''],
    ['what fits', ['1234', '56'], '123456'],
    ['what fits just so', ['123456', '789'], '123456789'],
    ['one byte too much', ['123456', '7890'], '123456\n[1 bytes of the output are left out here.]\n890'],
    ['one large piece', ['1234567890abc'], '123456\n[4 bytes of the output are left out here.]\nabc'],
    [
      'many small pieces',
      Array.from('1234567890abc'),
      '123456\n[4 bytes of the output are left out here.]\nabc',
    ],
  ] as const) {
    it(`keeps of ${name} the beginning and the end`, async () => {
      const file = new CappedFile(join(folder, 'x.log'), { head: 6, tail: 3 });
      for (const piece of pieces) await file.take(Buffer.from(piece));
      await file.close();
      assert.equal(await readFile(join(folder, 'x.log'), 'utf8'), text);
    });
  }

  it('goes on when the disk is full, and says so in the end', async function () {
    if (process.platform !== 'linux') this.skip();
    const file = new CappedFile('/dev/full');
    const piece = Buffer.alloc(100_000, 'x');
    for (let count = 0; count < 5; count++) await file.take(piece);
    await assert.rejects(file.close(), { code: 'ENOSPC' });
  });

  it('says in the end, or when asked, that it could not be made', async () => {
    const file = new CappedFile(join(folder, 'gone', 'x.log'));
    await assert.rejects(file.opened(), { code: 'ENOENT' });
    await file.take(Buffer.from('x'));
    await assert.rejects(file.close(), { code: 'ENOENT' });
  });
});
