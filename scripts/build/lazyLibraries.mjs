import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * Libraries in files of their own, which are loaded when something of theirs is first used, though they are imported at
 * the top: parsing the text of a library takes longer than most work that does not need it.
 *
 * @param {readonly string[]} names
 * @param {string} folder where the file `<name>.js` of each lies, seen from the bundle: `./chunks`
 * @returns {import('esbuild').Plugin}
 */
export function lazyLibraries(names, folder) {
  return {
    name: 'lazy libraries',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^[^./]/ }, ({ path, kind, namespace }) => {
        if (!names.includes(path)) return undefined;
        return namespace === 'lazy' && kind === 'require-call'
          ? { path: `${folder}/${path}.js`, external: true }
          : { path, namespace: 'lazy' };
      });
      onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path }) => ({
        contents: lazily(path),
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
