import assert from 'node:assert/strict';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GateAnswer } from '../../../../src/core/gateRecord';
import { isSealed, loadKey, sealOf } from '../../../../src/node/runner/seal';

describe('the seal of an answer', () => {
  const answer: GateAnswer = {
    schema_version: 1,
    gate: 'g1',
    choice: 'approve',
    reason: 'it is fine',
    by: 'Ada',
    window: 'w1',
    at: '2026-01-31T12:00:00.000Z',
  };
  const key = Buffer.alloc(32, 'k');

  for (const [field, value] of Object.entries({
    schema_version: 2,
    gate: 'g2',
    choice: 'reject',
    reason: 'it is not',
    by: 'Bo',
    window: 'w2',
    at: '2026-02-01T12:00:00.000Z',
  })) {
    it(`covers ${field}`, () => {
      const seal = sealOf(key, answer);
      assert.equal(isSealed(key, { ...answer, seal }), true);
      assert.equal(isSealed(key, { ...answer, [field]: value, seal }), false);
    });
  }
});

describe('the key of the seal', () => {
  let folder: string;
  const file = (): string => join(folder, 'made on demand', 'answers.key');
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'key ')));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is made once, and all windows that ask at the same time get the same', async () => {
    const keys = await Promise.all([1, 2, 3, 4, 5].map(() => loadKey(file())));
    const first = Buffer.from(keys[0] ?? []);
    assert.equal(first.length, 32);
    assert.ok(keys.every((key) => first.equals(key)));
    assert.ok(first.equals(await loadKey(file())));
    assert.deepEqual(readdirSync(join(folder, 'made on demand')), ['answers.key']);
  });

  it('is different for each editor', async () => {
    const [one, other] = [await loadKey(join(folder, 'one')), await loadKey(join(folder, 'other'))];
    assert.notDeepEqual(one, other);
  });

  it('is readable by its owner only', async function () {
    // Windows has no such permissions; there the folder's own keep others out.
    if (process.platform === 'win32') this.skip();
    await loadKey(file());
    assert.equal(statSync(file()).mode & 0o777, 0o600);
  });

  for (const [name, text] of [
    ['empty', ''],
    ['cut short', 'ab'.repeat(31)],
    ['no digits', 'zz'.repeat(32)],
    ['too long', 'ab'.repeat(33)],
  ] as const) {
    it(`is never guessed from a file that is ${name}, and the file stays`, async () => {
      const damaged = join(folder, 'answers.key');
      writeFileSync(damaged, text);
      await assert.rejects(loadKey(damaged), /answers\.key should be 64 hexadecimal digits.*Delete it/);
      assert.equal(readFileSync(damaged, 'utf8'), text);
    });
  }
});
