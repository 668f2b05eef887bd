#!/usr/bin/env node
// What @vscode/test-electron takes for VS Code: see serverHost.ts.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
require('tsx/cjs');
process.exit(await require('./serverHost.ts').main(process.argv.slice(2)));
