import { PackageManager, listFiles } from '@vscode/vsce';
import assert from 'node:assert/strict';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');

/** Everything but the built files and the media, of which there may be more. */
const topLevel = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json', 'package.nls.json'];
const folders = ['dist', 'l10n', 'media'];

describe('the VSIX', () => {
  it('holds the product and nothing of its making', async function () {
    this.timeout(30_000); // vsce looks at every file below the repository, dependencies included

    const files = (await listFiles({ cwd: root, packageManager: PackageManager.None })).map((file) =>
      file.replace(/\\/g, '/'),
    );
    assert.deepEqual(files.filter((file) => !file.includes('/')).sort(), topLevel);
    const outside = files.filter((file) => file.includes('/') && !folders.includes(file.split('/')[0] ?? ''));
    assert.deepEqual(outside, []);
    const dist = files.filter((file) => file.startsWith('dist/'));
    const product = /^dist\/((extension|cli|launcher|chunks\/[\w-]+)\.js|webview\/graph\.(js|css))$/;
    assert.deepEqual(
      dist.filter((file) => !product.test(file)),
      [],
    );
  });
});
