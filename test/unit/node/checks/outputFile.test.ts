import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OutputFile } from '../../../../src/node/checks/outputFile';

describe('the output file of a check', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'output-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('keeps the beginning and the end, says what is left out, and judges by all of it', async () => {
    const file = join(folder, 'x.log');
    const output = await OutputFile.open(file, { head: 10, tail: 11 });
    for (const text of ['12345', '67890', 'more', '\n1 failing\n']) await output.take(Buffer.from(text));
    await output.close();
    assert.equal(
      await readFile(file, 'utf8'),
      '1234567890\n[4 bytes of the output are left out here.]\n\n1 failing\n',
    );
    assert.deepEqual(output.decisive(), ['1234567890more', '1 failing']);
  });

  it('reads a character that arrives in two pieces', async () => {
    const output = await OutputFile.open(join(folder, 'x.log'));
    const bytes = Buffer.from('✖ übel');
    for (const byte of bytes) await output.take(Buffer.from([byte]));
    await output.close();
    assert.deepEqual(output.decisive(), ['✖ übel']);
  });
});
