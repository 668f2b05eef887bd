// Copies the sources to dist/ and loads them from there, so that a broken import fails the build.
import { cpSync, rmSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
cpSync('src', 'dist', { recursive: true });
const built = await import('../dist/index.js');
console.log(`built dist/index.js: ${Object.keys(built).sort().join(', ')}`);
