import { transform } from 'esbuild';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadedWith } from './loadedWith.mjs';

/**
 * Writes chunks in Node's own format. esbuild splits only modules of the standard's format, and VS Code loads those as
 * extensions in its newer versions only. What is loaded with the entry is one file: the editor takes longer to find a
 * small file than to read it. Chunks that are loaded later find theirs of it by a file that leads back.
 *
 * @param {string} entry as the metafile names it
 * @returns {import('esbuild').Plugin}
 */
export function asCommonJs(entry) {
  return {
    name: 'as CommonJS',
    setup: ({ initialOptions: { absWorkingDir = '' }, onEnd }) =>
      onEnd(async ({ outputFiles, metafile }) => {
        // A build that failed gives neither: what the last good one wrote stays.
        if (outputFiles === undefined || metafile === undefined) return;
        const start = new Set(loadedWith(entry, metafile.outputs));
        /** @type {Map<string, string>} */
        const parts = new Map();
        for (const { path: file, text } of outputFiles) {
          const code = await commonJs(text);
          const isAtStart = start.has(path.relative(absWorkingDir, file).split(path.sep).join('/'));
          if (isAtStart) parts.set(path.basename(file), code);
          await mkdir(path.dirname(file), { recursive: true });
          await writeFile(file, isAtStart ? leadingBack(file, entry) : code);
        }
        await writeFile(path.join(absWorkingDir, entry), together(parts, path.basename(entry)));
      }),
  };
}

/** @param {string} text */
async function commonJs(text) {
  const { code } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minify: true,
    supported: { 'dynamic-import': false },
  });
  return code;
}

/**
 * @param {string} file
 * @param {string} entry
 */
function leadingBack(file, entry) {
  return `module.exports=require("../${path.basename(entry)}").part("${path.basename(file)}");\n`;
}

/**
 * @param {ReadonlyMap<string, string>} parts by the names of their files, which lie in `chunks` but for the entry
 * @param {string} entry
 */
function together(parts, entry) {
  // A function in brackets is compiled when it is read, and not read twice.
  const all = [...parts].map(([name, code]) => `"${name}":(function(exports,module,require){${code}})`);
  return `"use strict";
const parts={${all.join(',\n')}};
const made=new Map();
const part=(name)=>{
  const known=made.get(name);
  if(known)return known.exports;
  const module={exports:{}};
  made.set(name,module);
  parts[name](module.exports,module,find);
  return module.exports;
};
const find=(wanted)=>{
  if(!wanted.startsWith("."))return require(wanted);
  const name=wanted.slice(wanted.lastIndexOf("/")+1);
  return Object.hasOwn(parts,name)?part(name):require("./chunks/"+name);
};
const {activate,deactivate}=part("${entry}");
module.exports={activate,deactivate,part};
`;
}
