/**
 * What a person waits for in the real VS Code with a large real plan open: the first rows after the click on the view,
 * and how long the window stands still while they type into the find box of the tree.
 */
import { openStageMap } from '../e2e/person';
import { withProduct, type Product } from '../e2e/product';
import type { Bench } from './plans';
import { corpora } from './trees';

const ROUNDS = 3;
const TYPED = '434-0';

interface Sample {
  readonly firstRows: number;
  readonly stillWhileTyping: number;
}

let measuring: Promise<Sample[]> | undefined;

/** Both figures come from the same windows. */
function samples(folder: string): Promise<Sample[]> {
  measuring ??= measure(folder);
  return measuring;
}

async function measure(folder: string): Promise<Sample[]> {
  const found: Sample[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    await withProduct({ name: 'a large real plan', workspace: folder }, async (product) => {
      // As after any start: the extension is there before somebody thinks of its view.
      await product.page
        .getByRole('status')
        .getByRole('button', { name: /steps done/ })
        .waitFor();
      const start = performance.now();
      await product.page
        .getByRole('tab', { name: /^Stage Runner/ })
        .first()
        .click();
      await product
        .row(/, \d+\/\d+/)
        .first()
        .waitFor();
      const firstRows = performance.now() - start;
      await product.screenshot('real-plan-map');
      found.push({ firstRows, stillWhileTyping: await stillWhileTyping(product) });
      await openStageMap(product);
      await product.command('Stage Runner: Show Stage Graph');
      await product.page.getByRole('tab', { name: /^Graph of / }).waitFor();
      await product.screenshot('real-plan-graph');
    });
  return found;
}

/** Runs in the page. */
const WATCH_FRAMES = `
  globalThis.frames = { longest: 0, last: performance.now() };
  requestAnimationFrame(function frame(now) {
    frames.longest = Math.max(frames.longest, now - frames.last);
    frames.last = now;
    requestAnimationFrame(frame);
  });`;

/** The longest time between two frames, in milliseconds. */
async function stillWhileTyping({ page }: Product): Promise<number> {
  await page.getByRole('treeitem', { name: /^Wave/ }).first().click();
  await page.keyboard.press('Control+Alt+F');
  await page.getByPlaceholder(/^Type to (search|filter)/).waitFor();
  await page.evaluate(WATCH_FRAMES);
  for (const letter of TYPED) await page.keyboard.press(letter);
  await page.getByRole('treeitem', { name: /^434/ }).first().waitFor();
  return page.evaluate<number>('frames.longest');
}

const large = corpora().find(({ name }) => name === 'corpus/Videra');

export const benches: readonly Bench[] = large
  ? [
      {
        name: 'view.firstRows',
        unit: 'ms',
        goal: 1000,
        run: async () => (await samples(large.folder)).map(({ firstRows }) => firstRows),
      },
      {
        name: 'view.stillWhileTyping',
        unit: 'ms',
        goal: 100,
        run: async () => (await samples(large.folder)).map(({ stillWhileTyping: still }) => still),
      },
    ]
  : [];
