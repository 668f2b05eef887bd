// The one entry of every npm script: `node scripts/run.mjs <start|test|setup|bench> [arguments]`.
import { createRequire } from 'node:module';
import { ensureDependencies } from './dependencies.mjs';

const [major] = process.versions.node.split('.').map(Number);
const [task, ...args] = process.argv.slice(2);
const missing =
  major < 20 ? `Node.js 20 or newer is needed; this is ${process.versions.node}.` : ensureDependencies();

if (missing) {
  console.error(missing);
  process.exitCode = 1;
} else {
  const require = createRequire(import.meta.url);
  // From here on TypeScript can be required, and imported by what was required.
  require('tsx/cjs');
  const { register } = await import('tsx/esm/api');
  register();
  const { main } = require(`./${task}.ts`);
  const { ToolError } = require('./toolError.ts');
  try {
    process.exitCode = await main(args);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
