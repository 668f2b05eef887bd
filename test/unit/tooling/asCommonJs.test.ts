import assert from 'node:assert/strict';
import { build } from 'esbuild';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asCommonJs } from '../../../scripts/build/asCommonJs.mjs';

interface Built {
  readonly activate: () => Promise<{ readonly same: boolean }>;
}

describe('the chunks of the extension', () => {
  let folder: string;

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'chunks ')));
    write('shared.ts', 'export const shared = { name: "shared" };\n');
    write(
      'later.ts',
      'import { shared } from "./shared";\nexport const same = (other: unknown) => other === shared;\n',
    );
    write(
      'main.ts',
      'import { shared } from "./shared";\nexport async function activate() { return { same: (await import("./later")).same(shared) }; }\nexport function deactivate() {}\n',
    );
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function write(name: string, text: string): void {
    writeFileSync(join(folder, name), text);
  }

  async function make(): Promise<void> {
    await build({
      absWorkingDir: folder,
      entryPoints: { extension: 'main.ts' },
      outdir: 'dist',
      chunkNames: 'chunks/[name]-[hash]',
      ...{ bundle: true, format: 'esm', splitting: true, write: false, metafile: true, logLevel: 'silent' },
      plugins: [asCommonJs('dist/extension.js')],
    });
  }

  const entry = (): string => join(folder, 'dist/extension.js');

  it('that are loaded later find what was loaded at start', async () => {
    await make();
    const { activate } = createRequire(__filename)(entry()) as Built;
    assert.deepEqual(await activate(), { same: true });
  });

  it('stay as they are when a build fails', async () => {
    await make();
    const before = readFileSync(entry(), 'utf8');
    write('main.ts', 'export const = ;\n');
    await assert.rejects(make(), /Build failed/);
    assert.equal(readFileSync(entry(), 'utf8'), before);
  });
});
