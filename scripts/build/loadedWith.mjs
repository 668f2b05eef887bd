/**
 * A file of the bundle and those that are loaded with it.
 *
 * @param {string} entry
 * @param {import('esbuild').Metafile['outputs']} outputs
 * @param {boolean} later also what a dynamic `import()` loads later
 * @returns {string[]}
 */
export function loadedWith(entry, outputs, later = false) {
  const files = new Set([entry]);
  for (const file of files)
    for (const { path: next, kind, external } of outputs[file]?.imports ?? [])
      if (!external && (later || kind === 'import-statement')) files.add(next);
  return [...files];
}
