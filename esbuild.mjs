// `node esbuild.mjs [--check | --watch]`: src -> dist (what the VSIX ships), test -> dist/test (what tests run inside VS Code).
// With `--check` a bundle that breaks a rule (size, what loads at start) fails the build; it is written all the same.
import { build, context } from 'esbuild';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { asCommonJs } from './scripts/build/asCommonJs.mjs';
import { lazyLibraries } from './scripts/build/lazyLibraries.mjs';
import { loadedWith } from './scripts/build/loadedWith.mjs';

const root = import.meta.dirname;
/** What loading the extension and activating it may read: everything else waits in chunks until it is first used. */
const startBudget = 350 * 1024;
/** What must not be loaded before it is needed: parsers and git cost 20 to 35 ms each. */
const libraries = ['yaml', 'gray-matter', 'simple-git'];

/** @type {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  external: ['vscode'],
  logLevel: 'warning',
};

/** @type {import('esbuild').BuildOptions} */
const shipped = {
  ...common,
  minify: true,
  alias: { 'js-yaml': path.join(root, 'scripts/build/yamlEngine.cjs') },
};

/**
 * The extension, with chunks that are loaded when they are first imported.
 *
 * @type {import('esbuild').BuildOptions & { metafile: true }}
 */
const product = {
  ...shipped,
  format: 'esm',
  splitting: true,
  write: false,
  entryPoints: { extension: 'src/extension.ts' },
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  metafile: true,
  plugins: [asCommonJs('dist/extension.js')],
};

/** What most maps can be made without. */
const lazily = ['yaml', 'gray-matter', 'picomatch'];

/**
 * The command line, in one file but for these: each further one takes longer to find than to read.
 *
 * @type {import('esbuild').BuildOptions}
 */
const cli = {
  ...shipped,
  entryPoints: { cli: 'src/cli.ts' },
  outdir: 'dist',
  plugins: [lazyLibraries(lazily, './chunks')],
};

/** @type {import('esbuild').BuildOptions} */
const cliLibraries = { ...shipped, entryPoints: lazily, outdir: 'dist/chunks' };

/** @type {import('esbuild').BuildOptions} */
const launcher = {
  ...shipped,
  entryPoints: { launcher: 'src/node/launcher/main.ts' },
  outdir: 'dist',
};

/**
 * What runs in the page of a webview.
 *
 * @type {import('esbuild').BuildOptions}
 */
const page = {
  ...common,
  minify: true,
  format: 'iife',
  platform: 'browser',
  target: 'es2022',
  entryPoints: ['src/webview/graph.ts', 'src/webview/graph.css'],
  outdir: 'dist/webview',
};

const hostTests = (await readdir(path.join(root, 'test/host'))).filter((name) =>
  /^index\.ts$|\.test\.ts$/.test(name),
);

/** @type {import('esbuild').BuildOptions} */
const tests = {
  ...common,
  entryPoints: [...hostTests.map((name) => `test/host/${name}`), 'test/bench/activationProbe.ts'],
  outbase: 'test',
  outdir: 'dist/test',
  packages: 'external',
  sourcemap: 'inline',
};

if (process.argv.includes('--watch')) {
  for (const options of [product, cli, cliLibraries, launcher, page, tests])
    await (await context({ ...options, logLevel: 'info' })).watch();
} else {
  // A deleted test must not run on, and a chunk that nothing loads any more must not be shipped.
  for (const folder of ['dist/test', 'dist/chunks'])
    await rm(path.join(root, folder), { recursive: true, force: true });
  const [{ metafile }] = await Promise.all([
    build(product),
    build(cli),
    build(cliLibraries),
    build(launcher),
    build(page),
    build(tests),
  ]);
  await writeFile(path.join(root, 'dist/meta.json'), JSON.stringify(metafile));
  const problems = process.argv.includes('--check') ? await checkStart(metafile) : [];
  for (const problem of problems) {
    console.error(problem);
    process.exitCode = 1;
  }
}

/**
 * What is wrong with what the extension loads at start: too much, or a library that has to wait.
 *
 * @param {import('esbuild').Metafile} metafile
 */
async function checkStart({ outputs }) {
  const files = loadedWith('dist/extension.js', outputs);
  const sizes = await Promise.all(files.map(async (file) => (await stat(path.join(root, file))).size));
  const size = sizes.reduce((sum, one) => sum + one, 0);
  const tooLarge =
    size > startBudget
      ? [
          `The extension loads ${kilobytes(size)} at start, more than its budget of ${kilobytes(startBudget)}.`,
        ]
      : [];
  const inputs = files.flatMap((file) => Object.keys(outputs[file]?.inputs ?? {}));
  const early = libraries.filter((name) => inputs.some((input) => input.includes(`node_modules/${name}/`)));
  return [...tooLarge, ...early.map((name) => `The extension loads ${name} at start: see dist/meta.json.`)];
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} KB`;
}
