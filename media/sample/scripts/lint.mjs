// Two rules: every file parses, and a library does not print.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { sources } from './files.mjs';

const problems = [];
for (const file of sources()) {
  const parsed = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8' });
  if (parsed.status !== 0) problems.push(`${file}: ${parsed.stderr.trim()}`);
  const library = file.startsWith('src/') && file !== 'src/cli.js';
  if (library && readFileSync(file, 'utf8').includes('console.')) problems.push(`${file}: a library does not print`);
}
for (const problem of problems) console.error(problem);
console.log(`${sources().length} files, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
