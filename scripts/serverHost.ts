import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { launchBrowser } from './browser';
import { setUp } from './setup';
import { releases } from './setup/hosts';
import { startServer } from './vscodeServer';

/** How long the tests of one extension host may take as a whole. */
const limitMs = 10 * 60_000;

/** What the workbench tells of its own affairs among the output of the tests. */
const workbenchNoise =
  /^(\[\S|Resolv(ing|ed) connection|Creating a socket|Updating additional|getaddrinfo ENOTFOUND|Timed out waiting for auth)/;

/**
 * Runs the tests of `--extensionTestsPath` in the extension host of a VS Code server, with the command line and the exit code of
 * VS Code's own program: so `@vscode/test-electron` can start it as `vscodeExecutablePath`. The workbench in a headless Chromium
 * starts the tests and reports their result. `VSCODE_TEST_VERSION` names the VS Code.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const args = readArgs(argv);
  const wanted = releases.filter((release) => release.vscode === process.env['VSCODE_TEST_VERSION']);
  const { chromium, hosts } = await setUp(wanted);
  const [host] = hosts;
  if (!host)
    throw new Error(`VSCODE_TEST_VERSION is none of ${releases.map((one) => one.vscode).join(', ')}`);

  const server = await startServer({
    host,
    dataDir: args.userDataDir,
    extensionsDir: args.extensionsDir,
    workspaceTrust: false,
    testDriver: true,
  });
  const browser = await launchBrowser(chromium);
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const { exit } = await reportedExit(page);
    const remote = `vscode-remote://127.0.0.1:${server.port}`;
    const payload = [
      ['extensionDevelopmentPath', remote + args.developmentPath],
      ['extensionTestsPath', remote + args.testsPath],
      ['skipWelcome', 'true'],
    ];
    await page.goto(server.address(args.folder, { payload: JSON.stringify(payload) }));
    const code = await Promise.race([exit, server.ended.then(() => undefined), limit()]);
    if (code === undefined) console.error(`The tests did not report a result.\n${server.log()}`);
    return code ?? 1;
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Gives the result of the tests when it comes: the workbench hands it to a function that it expects on the page. */
async function reportedExit(page: Page): Promise<{ exit: Promise<number> }> {
  await page.exposeFunction('codeAutomationLog', (type: string, values: unknown[]) => {
    if (type === 'warn' || workbenchNoise.test(String(values[0]))) return;
    console.log(...values);
  });
  let report: (code: number) => void = () => undefined;
  const exit = new Promise<number>((resolve) => {
    report = resolve;
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => {
    report(code);
  });
  return { exit };
}

function limit(): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => {
      resolve(undefined);
    }, limitMs).unref();
  });
}

interface Args {
  folder: string;
  developmentPath: string;
  testsPath: string;
  userDataDir: string;
  extensionsDir: string;
}

function readArgs(argv: readonly string[]): Args {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: [...argv],
    strict: false, // Electron's own flags come along; they mean nothing here
    allowPositionals: true,
    options: {
      extensionDevelopmentPath: text,
      extensionTestsPath: text,
      'user-data-dir': text,
      'extensions-dir': text,
    },
  });
  const named = (name: keyof typeof values): string => {
    const value = values[name];
    if (typeof value === 'string') return value;
    throw new Error(`--${String(name)} is missing`);
  };
  const [folder] = positionals;
  if (folder === undefined) throw new Error('The folder to open is missing');
  return {
    folder,
    developmentPath: named('extensionDevelopmentPath'),
    testsPath: named('extensionTestsPath'),
    userDataDir: named('user-data-dir'),
    extensionsDir: named('extensions-dir'),
  };
}
