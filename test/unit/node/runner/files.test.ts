import assert from 'node:assert/strict';
import promises from 'node:fs/promises';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWhole } from '../../../../src/node/runner/files';

/** Lets the next renames fail as the system does; gives back how many were tried. */
function failRenames(codes: readonly string[]): { tried: () => number; restore: () => void } {
  const { rename } = promises;
  let tries = 0;
  promises.rename = (from, to) => {
    const code = codes[tries];
    tries += 1;
    if (code === undefined) return rename(from, to);
    return Promise.reject(Object.assign(new Error(`${code}: no`), { code }));
  };
  return { tried: () => tries, restore: () => (promises.rename = rename) };
}

describe('a whole write', () => {
  let folder: string;
  const content = (): string[] =>
    readdirSync(folder).map((name) => `${name}: ${readFileSync(join(folder, name), 'utf8')}`);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'files '));
    writeFileSync(join(folder, 'a'), 'old');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('replaces the file, keeps its permissions, and makes folders', async () => {
    chmodSync(join(folder, 'a'), 0o640);
    await writeWhole(join(folder, 'a'), 'new');
    assert.deepEqual(content(), ['a: new']);
    if (process.platform !== 'win32') assert.equal(statSync(join(folder, 'a')).mode & 0o777, 0o640);
    await writeWhole(join(folder, 'b/c/d'), 'deep');
    assert.equal(readFileSync(join(folder, 'b/c/d'), 'utf8'), 'deep');
  });

  const cases: readonly (readonly [
    name: string,
    failures: readonly string[],
    tried: number,
    told: string,
  ])[] = [
    ['waits while another program holds the file', ['EPERM', 'EBUSY', 'EACCES', 'EBUSY', 'EPERM'], 6, 'ok'],
    ['gives up after five more tries', Array<string>(6).fill('EBUSY'), 6, 'EBUSY: no'],
    ['does not try again what cannot get better', ['ENOSPC'], 1, 'ENOSPC: no'],
  ];
  for (const [name, failures, tried, told] of cases)
    it(`${name}, and leaves nothing half-written (runr.md 14 case 21)`, async () => {
      const renames = failRenames(failures);
      try {
        const said = await writeWhole(join(folder, 'a'), 'new').then(
          () => 'ok',
          (error: unknown) => (error instanceof Error ? error.message : ''),
        );
        assert.equal(said, told);
      } finally {
        renames.restore();
      }
      assert.equal(renames.tried(), tried);
      assert.deepEqual(content(), [told === 'ok' ? 'a: new' : 'a: old']);
    });
});
