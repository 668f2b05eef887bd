import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * For a bundle in one file: libraries run when something of theirs is first used, though they are imported at the top.
 *
 * @param {readonly string[]} names
 * @returns {import('esbuild').Plugin}
 */
export function lazyLibraries(names) {
  return {
    name: 'lazy libraries',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^[^./]/ }, ({ path, kind, namespace }) => {
        if (!names.includes(path)) return undefined;
        return namespace === 'lazy' && kind === 'require-call'
          ? { path: require.resolve(path) }
          : { path, namespace: 'lazy' };
      });
      onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path }) => ({
        contents: lazily(path),
        resolveDir: import.meta.dirname,
      }));
    },
  };
}

/**
 * A module that stands for a library. esbuild reads named imports off it at each use.
 *
 * @param {string} name
 */
function lazily(name) {
  const library = require(name);
  const source = JSON.stringify(name);
  const keys = Object.keys(library).map((key) => JSON.stringify(key));
  return [
    typeof library === 'function' ? `module.exports = (...args) => require(${source})(...args);` : '',
    ...keys.map(
      (key) =>
        `Object.defineProperty(module.exports, ${key}, { enumerable: true, get: () => require(${source})[${key}] });`,
    ),
  ].join('\n');
}
