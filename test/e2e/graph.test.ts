import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { root } from '../../scripts/paths';
import { clickMenu, openStageMap, photograph } from './person';
import { withProduct, type Product } from './product';

/** What is used of the page's elements here, see treeText.ts. */
interface PageElement {
  setAttribute(name: string, value: string): void;
}

const house = path.join(root, 'test/fixtures/graph/house');

describe('the stage graph', () => {
  it('is walked by keyboard into a stage, opens plan files and goes back', async () => {
    await withProduct({ name: 'graph', workspace: house }, async (product) => {
      await openStageMap(product);
      await product.command('Stage Runner: Show Stage Graph');
      await hasFocus(product, /^02 Walls, in progress, next, 1\/6, Level 2, waits for 01 Ground/);
      await photograph(product, 'graph-stages');
      await press(product, 'ArrowLeft', /^01 Ground, verified/);
      await press(product, 'End', /^05 Windows/);
      await press(product, 'Home', /^01 Ground/);
      await press(product, 'ArrowRight', /^02 Walls/);
      await press(product, 'ArrowRight', /^03 Roof, planned/);
      await press(product, 'ArrowLeft', /^02 Walls/);
      await press(product, 'Enter', /^02-01 Raise the outer walls, ready, next, Wave 1, needed by 02-03 /);
      await photograph(product, 'graph-steps');
      await press(product, 'ArrowDown', /^02-02 Order bricks, done/);
      await press(product, 'ArrowRight', /^02-03 Raise the inner walls, blocked by 02-01, Wave 2/);
      await product.page.keyboard.press('Enter');
      await product.page.getByRole('tab', { name: /^02-03-PLAN\.md/ }).waitFor();
      await product.screenshot('graph-beside');
      await box(product, /^02-03 /).focus();
      await press(product, 'Escape', /^02 Walls, in progress/);
    });
  });

  it('follows a change without losing its place, and is there again after a reload', async () => {
    await withProduct({ name: 'graph, live', workspace: house }, async (product) => {
      await openStageMap(product);
      await clickMenu(product, /^02 Walls/, 'Show Stage Graph');
      await hasFocus(product, /^02-01 Raise the outer walls, ready/);
      await press(product, 'ArrowRight', /^02-0\d .*Wave 2/);
      const focused = await page(product).locator(':focus').getAttribute('aria-label');
      await box(product, /^02-01 /).evaluate((element: PageElement) =>
        element.setAttribute('data-kept', 'yes'),
      );
      await finish(product, '02-01');
      await box(product, /^02-01 Raise the outer walls, done/).waitFor();
      assert.equal(await box(product, /^02-01 /).getAttribute('data-kept'), 'yes', 'its box was made anew');
      assert.equal(await page(product).locator(':focus').getAttribute('data-id'), idOf(focused));
      await product.page.keyboard.press('+');
      await page(product).getByText('125 %').waitFor();
      await product.until('The editor saves nothing of the graph', async () =>
        /"zoom\W+1\.25/.test(await saved(product)),
      );
      await product.reload();
      await box(product, /^02-01 Raise the outer walls, done/).waitFor();
      await page(product).getByText('125 %').waitFor();
    });
  });

  it('says more than colours in Restricted Mode and in a narrow window too', async () => {
    const size = { width: 640, height: 700 };
    await withProduct({ name: 'graph, narrow', workspace: house, trust: 'ask', size }, async (product) => {
      await openStageMap(product);
      await clickMenu(product, /^02 Walls/, 'Show Stage Graph');
      await box(product, /^02-01 /).waitFor();
      await product.screenshot('graph-narrow');
      await page(product)
        .getByRole('button', { name: /^Fit to Window/ })
        .click();
      await product.screenshot('graph-narrow-fit');
    });
  });
});

/** The page of the graph that is in front. */
function page(product: Product): FrameLocator {
  return product.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
}

function box(product: Product, spoken: RegExp): Locator {
  return page(product).getByRole('button', { name: spoken });
}

/** Waits until a box has the focus, by what a screen reader says of it. */
async function hasFocus(product: Product, spoken: RegExp): Promise<void> {
  let last: string | null = null;
  await product
    .until('', async () => {
      last = await page(product)
        .locator(':focus')
        .getAttribute('aria-label', { timeout: 1000 })
        .catch(() => null);
      return spoken.test(last ?? '');
    })
    .catch(() => {
      throw new Error(`The focus should be on ${String(spoken)} and is on ${last ?? 'no box'}`);
    });
}

async function press(product: Product, key: string, then: RegExp): Promise<void> {
  await product.page.keyboard.press(key);
  await hasFocus(product, then);
}

/** The id of `02-03 Raise the inner walls, …`, as its box has it. */
function idOf(spoken: string | null): string {
  return `02-walls/${/^\S+/.exec(spoken ?? '')?.[0] ?? ''}-PLAN`;
}

/** All that the editor has saved of its window, as text; in a browser it saves every few seconds. */
async function saved(product: Product): Promise<string> {
  return product.page.evaluate<string>(`(async () => {
    const asked = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const texts = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await asked(indexedDB.open(name));
      for (const store of database.objectStoreNames)
        texts.push(JSON.stringify(await asked(database.transaction(store).objectStore(store).getAll())));
      database.close();
    }
    return texts.join();
  })()`);
}

async function finish(product: Product, number: string): Promise<void> {
  const folder = path.join(product.workspace, '.planning/phases/02-walls');
  const summary = await readFile(path.join(folder, '02-02-SUMMARY.md'), 'utf8');
  await writeFile(path.join(folder, `${number}-SUMMARY.md`), summary.replace('plan: 02', 'plan: 01'));
}
