import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { run } from '../command';
import { root } from '../paths';
import { ToolError } from '../toolError';
import { aptInstall } from './apt';

const onPath = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macApps = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * A Chromium to drive: the one that `CHROMIUM_PATH` names, Playwright's own, the system's, else a fresh install.
 *
 * @returns the program's path
 */
export async function ensureChromium(): Promise<string> {
  const present = findChromium();
  if (present) {
    console.log(`[setup] Chromium: ${present}`);
    return present;
  }
  console.log('[setup] Chromium: installing');
  if (!(await aptInstall('chromium'))) {
    await run(process.execPath, [
      path.join(root, 'node_modules/playwright-core/cli.js'),
      'install',
      'chromium',
    ]);
  }
  const installed = findChromium();
  if (installed) return installed;
  throw new ToolError(
    'Chromium is missing and could not be installed: run "sudo apt-get install -y chromium" or ' +
      '"npx playwright-core install chromium", or set CHROMIUM_PATH to a Chromium or Chrome program.',
  );
}

function findChromium(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  if (named) {
    if (existsSync(named)) return named;
    throw new ToolError(`CHROMIUM_PATH names "${named}", which does not exist: correct it or unset it.`);
  }
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const system = onPath.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [chromium.executablePath(), ...system, ...macApps].find((file) => file !== '' && existsSync(file));
}
