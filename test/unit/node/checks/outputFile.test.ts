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

  it('keeps so much, says so once, and judges by all of it', async () => {
    const file = join(folder, 'x.log');
    const output = await OutputFile.open(file, 10);
    for (const text of ['12345', '67890', 'more', '\n1 failing\n']) await output.take(Buffer.from(text));
    await output.close();
    assert.equal(
      await readFile(file, 'utf8'),
      '1234567890\n[Output is kept up to 10 bytes; the rest was left out.]\n',
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
