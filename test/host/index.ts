// Bundled to dist/test/host/index.js, which VS Code loads in the extension host as `extensionTestsPath`.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

/** Runs every test/host/*.test.ts with mocha; VS Code takes a rejection as exit code 1. */
export async function run(): Promise<void> {
  const root = path.resolve(__dirname, '../../..');
  const mocha = new Mocha({
    ui: 'bdd',
    color: false,
    timeout: 90_000,
    forbidOnly: true,
    reporter: path.join(root, 'scripts/test/reporter.cjs'),
  });
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith('.test.js')) mocha.addFile(path.join(__dirname, name));
  }
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
