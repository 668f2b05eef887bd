// The house style: no trailing white space, one newline at the end, no tabs.
import { readFileSync, writeFileSync } from 'node:fs';
import { sources } from './files.mjs';

let changed = 0;
for (const file of sources()) {
  const before = readFileSync(file, 'utf8');
  const after = before.replaceAll('\t', '  ').replace(/[ \t]+$/gm, '').replace(/\n*$/, '\n');
  if (after !== before) {
    writeFileSync(file, after);
    changed += 1;
    console.log(`formatted ${file}`);
  }
}
console.log(`${sources().length} files, ${changed} formatted`);
