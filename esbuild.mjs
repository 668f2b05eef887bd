// `node esbuild.mjs [--check | --watch]`: src -> dist (what the VSIX ships), test -> dist/test (what tests run inside VS Code).
// With `--check` a bundle that breaks a rule (size, what loads at start) fails the build; it is written all the same.
import { build, context } from 'esbuild';
import { readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const root = import.meta.dirname;
const budget = 350 * 1024;
/**
 * What must not be loaded before it is needed: parsers and git cost 20 to 35 ms each. Each is a file of its own that the
 * extension and the command line share, so that a window which needs none of them does not even read them.
 */
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

/** @type {import('esbuild').Plugin} */
const sharedLibraries = {
  name: 'shared libraries',
  setup: ({ onResolve }) =>
    onResolve({ filter: new RegExp(`^(${libraries.join('|')})$`) }, ({ path: name }) => ({
      path: `./libraries/${name}.js`,
      external: true,
    })),
};

/** @type {import('esbuild').BuildOptions} */
const shipped = {
  ...common,
  minify: true,
  alias: { 'js-yaml': path.join(root, 'scripts/build/yamlEngine.cjs') },
};

/** @type {import('esbuild').BuildOptions} */
const libraryFiles = { ...shipped, entryPoints: libraries, outdir: 'dist/libraries' };

/** @type {import('esbuild').BuildOptions} */
const product = {
  ...shipped,
  entryPoints: {
    extension: 'src/extension.ts',
    cli: 'src/cli.ts',
    launcher: 'src/node/launcher/main.ts',
  },
  outdir: 'dist',
  metafile: true,
  plugins: [sharedLibraries],
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
  for (const options of [product, libraryFiles, tests])
    await (await context({ ...options, logLevel: 'info' })).watch();
} else {
  await rm(path.join(root, 'dist/test'), { recursive: true, force: true }); // a deleted test must not run on
  const [{ metafile }] = await Promise.all([build(product), build(libraryFiles), build(tests)]);
  await writeFile(path.join(root, 'dist/meta.json'), JSON.stringify(metafile));
  const problems = process.argv.includes('--check')
    ? [...overBudget(metafile), ...loadedAtStart(metafile)]
    : [];
  for (const problem of problems) {
    console.error(problem);
    process.exitCode = 1;
  }
}

/** @param {import('esbuild').Metafile} metafile */
function overBudget(metafile) {
  const size = metafile.outputs['dist/extension.js']?.bytes ?? 0;
  if (size <= budget) return [];
  return [
    `dist/extension.js is ${kilobytes(size)}, more than its budget of ${kilobytes(budget)}: see dist/meta.json.`,
  ];
}

/**
 * Libraries that `import` reaches from the extension's entry without passing a dynamic `import()`. esbuild runs those when
 * the bundle is loaded, the others when they are first imported.
 *
 * @param {import('esbuild').Metafile} metafile
 */
function loadedAtStart(metafile) {
  const entry = 'src/extension.ts';
  /** @type {Map<string, string | undefined>} */
  const reachedFrom = new Map([[entry, undefined]]);
  for (const file of reachedFrom.keys()) {
    for (const { path: next, kind } of metafile.inputs[file]?.imports ?? []) {
      if (kind !== 'dynamic-import' && !reachedFrom.has(next)) reachedFrom.set(next, file);
    }
  }
  return libraries.flatMap((name) => {
    const file = `./libraries/${name}.js`;
    return reachedFrom.has(file)
      ? [`dist/extension.js loads ${name} at start: ${chain(file, reachedFrom)}`]
      : [];
  });
}

/**
 * @param {string} file
 * @param {Map<string, string | undefined>} reachedFrom
 */
function chain(file, reachedFrom) {
  const files = [file];
  for (let at = reachedFrom.get(file); at; at = reachedFrom.get(at)) files.unshift(at);
  return files.join(' > ');
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} KB`;
}
