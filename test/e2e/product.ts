/**
 * The packaged product as a user sees it: the VSIX in a fresh VS Code server, the workbench in Chromium, driven by role.
 *
 * @example
 * describe('running a step', () => {
 *   it('shows the plan', async () => {
 *     await withProduct({ name: 'shows the plan', workspace: sample }, async (product) => {
 *       await product.openView('Stage Runner');
 *       await product.expectTree(`
 *         Sample plan — 0/3
 *           01 Write lengths of time — pending
 *       `);
 *       await product.row(/Write lengths/).click();
 *       await product.command('Stage Runner: Run Next');
 *       await product.choose('Proceed');          // an option of a quick-pick
 *       await product.press('Run');               // a button of a dialog
 *       await product.screenshot('after-run');    // test/e2e/artifacts/after-run.png
 *     });
 *   });
 * });
 */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../../scripts/browser';
import { buildBundles, packageVsix } from '../../scripts/package';
import { root } from '../../scripts/paths';
import { signal } from '../../scripts/processTree';
import { copyAsRepository, scratchFolder } from '../../scripts/scratch';
import { setUp } from '../../scripts/setup';
import { newest, releases, type Host } from '../../scripts/setup/hosts';
import {
  installExtension,
  startServer,
  writeSettings,
  type Server,
  type ServerOptions,
} from '../../scripts/vscodeServer';
import { poll } from './poll';
import { expectTree, renderTree } from './treeText';

/** The workspace that `npm start` opens. */
export const sample = path.join(root, 'media/sample');

/** How long anything may take to appear, in milliseconds: what a busy machine needs, many times what a quiet one does. */
const patience = 60_000;

export const artifacts = path.join(root, 'test/e2e/artifacts');

/** Names of settings, and the class that the workbench has while it shows the theme. */
const themes = {
  light: { label: 'Default Light Modern', shown: 'vs' },
  dark: { label: 'Default Dark Modern', shown: 'vs-dark' },
  highContrast: { label: 'Default High Contrast', shown: 'hc-black' },
} as const;

export type Theme = keyof typeof themes;

export interface ProductOptions {
  /** Names the screenshot that is taken when the test fails. */
  name: string;
  /** Folder that is copied (never opened itself) and made a git repository. Without one, VS Code opens an empty folder. */
  workspace?: string;
  theme?: Theme;
  size?: { width: number; height: number };
  /** Machine settings on top of quiet ones, e.g. `{'stageRunner.agent': 'sample'}`. */
  settings?: Readonly<Record<string, unknown>>;
  /** `ask` is what users have: Restricted Mode until they answer. Default: `granted`. */
  trust?: 'granted' | 'ask';
  /** Of the server, and so of terminals and agents. */
  env?: Readonly<Record<string, string>>;
}

/** Starts the product, hands it to the test, and ends everything however the test ends. */
export async function withProduct(
  options: ProductOptions,
  test: (product: Product) => Promise<void>,
): Promise<void> {
  const product = await Product.start(options);
  try {
    await test(product);
  } catch (error) {
    await product.screenshot(`failed-${options.name.replace(/\W+/g, '-')}`);
    throw error;
  } finally {
    await product.close();
  }
}

/** One VS Code with the packaged extension and one page that shows it. */
export class Product {
  private constructor(
    /** Absolute path of the workspace copy. */
    readonly workspace: string,
    /** Playwright's page, for what the methods here do not cover. */
    readonly page: Page,
    private server: Server,
    private readonly options: ServerOptions,
    private readonly browser: Browser,
    private readonly scratch: string,
  ) {}

  static async start(wanted: ProductOptions): Promise<Product> {
    const { host, chromium, vsix } = await prepared();
    const scratch = await scratchFolder('e2e');
    const workspace = path.join(scratch, wanted.workspace ? path.basename(wanted.workspace) : 'empty');
    if (wanted.workspace) await copyAsRepository(wanted.workspace, workspace);
    else await mkdir(workspace);
    const options: ServerOptions = {
      host,
      dataDir: path.join(scratch, 'data'),
      extensionsDir: path.join(scratch, 'extensions'),
      workspaceTrust: wanted.trust === 'ask',
      settings: {
        'workbench.colorTheme': themes[wanted.theme ?? 'dark'].label,
        'terminal.integrated.gpuAcceleration': 'off', // so that tests can read what a terminal shows
        'workbench.reduceMotion': 'on', // a screenshot shows how things are, not how they fade in
        ...wanted.settings,
      },
      env: { ...process.env, ...wanted.env },
    };
    await installExtension(host, options, vsix);
    const server = await startServer(options);
    const browser = await launchBrowser(chromium);
    const page = await browser.newPage({ viewport: wanted.size ?? { width: 1280, height: 800 } });
    page.setDefaultTimeout(patience);
    const product = new Product(workspace, page, server, options, browser, scratch);
    await product.open();
    return product;
  }

  /** Shows a view container by the name of its tab in the activity bar. */
  async openView(name: string): Promise<void> {
    const tab = this.page.getByRole('tab', { name }).first();
    const title = this.page.getByRole('heading', { name: new RegExp(`^${name}`) });
    await tab.waitFor();
    await this.until(`The view ${name} does not open`, async () => {
      // A click hides the view that is open, so one that is just being restored after a reload gets its time.
      if (await appears(title, 1500)) return true;
      await tab.click();
      return appears(title, 1500);
    });
  }

  /** A row of the Stage Map by its accessible name. */
  row(name: string | RegExp): Locator {
    return this.stageMap().getByRole('treeitem', { name });
  }

  /** The Stage Map as indented text, see treeText.ts. */
  tree(): Promise<string> {
    return renderTree(this.stageMap());
  }

  /** The view below the Stage Map, by its accessible name. */
  checkpoints(): Locator {
    return this.page.getByRole('tree', { name: /^Checkpoints/ });
  }

  /** Waits until the Stage Map reads like `expected` (common indentation is removed); a time-out shows both. */
  async expectTree(expected: string, timeoutMs = patience): Promise<void> {
    await expectTree(this.stageMap(), expected, timeoutMs);
  }

  /** Runs a command from the palette by the title it has there, e.g. `Stage Runner: Run Next`. */
  async command(title: string): Promise<void> {
    // The accessible name of an option goes on with ", <keybinding>" where there is one.
    const name = new RegExp(`^${title.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(,|$)`);
    const option = this.page.getByRole('option', { name });
    const taken = async (): Promise<boolean> => {
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('F1');
      const input = this.page.locator('.quick-input-widget input[type="text"]');
      // A view that takes the focus closes the palette again.
      const typed = await input.fill(`>${title}`, { timeout: 2000 }).then(
        () => true,
        () => false,
      );
      // The list is made when the palette opens: a later command needs a new one.
      if (!typed || !(await appears(option, 2000))) return false;
      return option.click({ timeout: 2000 }).then(
        () => true,
        () => false,
      );
    };
    await this.until(`The palette does not offer "${title}"`, taken);
  }

  /** Takes an option of the open quick-pick. */
  async choose(name: string | RegExp): Promise<void> {
    await this.page.getByRole('option', { name }).first().click();
  }

  /** Presses a button of a dialog, a notification or a welcome view. */
  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name }).first().click();
  }

  /** Leaves Restricted Mode as a user of the newest VS Code does (`trust: 'ask'`); older ones ask in a dialog at start. */
  async trustFolder(): Promise<void> {
    await this.press(/Restricted Mode/);
    await this.page.getByRole('button', { name: 'Trust', exact: true }).click();
    await this.page.getByRole('button', { name: /Restricted Mode/ }).waitFor({ state: 'detached' });
    // Newer versions show the question in an editor that lies above everything else.
    const above = this.page.locator('.monaco-modal-editor-block');
    if (await above.isVisible())
      await above
        .getByRole('button', { name: /^Close/ })
        .first()
        .click();
  }

  /** Waits until something holds; `what` is the message of the time-out. */
  async until(what: string, holds: () => Promise<boolean>, timeoutMs = patience): Promise<void> {
    await poll(
      holds,
      (value) => value,
      timeoutMs,
      () => what,
    );
  }

  /** Saves what the window shows as `test/e2e/artifacts/<name>.png`. */
  async screenshot(name: string): Promise<void> {
    await mkdir(artifacts, { recursive: true });
    await this.page.screenshot({ path: path.join(artifacts, `${name}.png`) });
  }

  /** Changes the colour theme, as the settings do it. */
  async theme(theme: Theme): Promise<void> {
    const { label, shown } = themes[theme];
    const settings = { ...this.options.settings, 'workbench.colorTheme': label };
    await writeSettings({ ...this.options, settings });
    await this.page.locator(`.monaco-workbench.${shown}`).waitFor();
  }

  /** A window reload. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.workbench();
  }

  /** A crash of the extension host. */
  killExtensionHost(): void {
    const pids = [...this.server.log().matchAll(/<(\d+)> Launched Extension Host Process/g)];
    const pid = Number(pids.at(-1)?.[1]);
    if (!Number.isInteger(pid))
      throw new Error(`The server has named no extension host:\n${this.server.log()}`);
    signal(pid, 'SIGKILL');
  }

  /** A crash of the machine: every process is killed, then VS Code starts again on the same data. */
  async crashAndRestart(): Promise<void> {
    await this.server.kill();
    this.server = await startServer({ ...this.options, port: this.server.port });
    await this.open();
  }

  /** A second window on the same workspace and server. */
  async secondWindow(): Promise<Page> {
    const page = await this.browser.newPage({ viewport: this.page.viewportSize() });
    await page.goto(this.server.address(this.workspace));
    return page;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    await rm(this.scratch, { recursive: true, force: true });
  }

  private async open(): Promise<void> {
    await this.page.goto(this.server.address(this.workspace));
    await this.workbench();
  }

  private async workbench(): Promise<void> {
    await this.page
      .getByRole('tab', { name: /^Explorer/ })
      .first()
      .waitFor({ timeout: 60_000 });
  }

  private stageMap(): Locator {
    return this.page.getByRole('tree', { name: /Stage Map/ });
  }
}

function appears(what: Locator, timeoutMs: number): Promise<boolean> {
  return what.waitFor({ timeout: timeoutMs }).then(
    () => true,
    () => false,
  );
}

interface Prepared {
  host: Host;
  chromium: string;
  vsix: string;
}

let preparing: Promise<Prepared> | undefined;

/** Once for all tests of a process. `npm test` hands in a packaged VSIX; a spec that is run by itself builds one. */
function prepared(): Promise<Prepared> {
  preparing ??= (async () => {
    const release = releases.find((one) => one.vscode === process.env['VSCODE_TEST_VERSION']) ?? newest;
    const { chromium, hosts } = await setUp([release]);
    const [host] = hosts;
    if (!host) throw new Error(`VS Code ${release.vscode} was not set up`);
    const given = process.env['STAGE_RUNNER_VSIX'];
    if (!given) await buildBundles();
    return { host, chromium, vsix: given ?? (await packageVsix()) };
  })();
  return preparing;
}
