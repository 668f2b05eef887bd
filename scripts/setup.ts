import { ensureChromium } from './setup/chromium';
import { ensureHost, releases, type Host, type HostRelease } from './setup/hosts';
import { ToolError } from './toolError';

export interface Setup {
  chromium: string;
  hosts: Host[];
}

/** Brings what is missing for the given VS Code releases, with one progress line for each thing. */
export async function setUp(wanted: readonly HostRelease[]): Promise<Setup> {
  if (process.platform === 'win32') {
    throw new ToolError(
      'The VS Code server does not run on Windows: use "npm start -- --desktop", and VSCODE_TEST_HOST=desktop for tests.',
    );
  }
  const chromium = await ensureChromium();
  const hosts: Host[] = [];
  for (const release of wanted) hosts.push(await ensureHost(release));
  return { chromium, hosts };
}

/** `npm run setup`: everything that `npm test` needs. */
export async function main(): Promise<number> {
  await setUp(releases);
  return 0;
}
