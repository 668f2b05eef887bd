import assert from 'node:assert/strict';
import { escapeGate, openStageMap, startStep, terminalText, toggle } from './person';
import { sample, withProduct, type Product } from './product';

const review = '01 Write lengths of time · User review';

describe('the window at a glance', () => {
  it('shows what waits, its handoff and its terminal; also in a narrow side bar', async () => {
    await withProduct({ name: 'picture', workspace: sample, theme: 'light' }, async (product) => {
      await openStageMap(product);
      await resizeSideBar(product, 500);
      await startStep(product, '01');
      await escapeGate(product, review);
      await toggle(product, /^01 /);
      await product.row(/^Handoff, complete/).click();
      await product.page.getByRole('tab', { name: /^01-write-durations\.md/ }).waitFor();
      await product.command('Notifications: Clear All Notifications');
      assert.match(await terminalText(product), /Sample agent, write_handoff of step 01/);
      await product.row(/^User review, waiting for you/).waitFor();
      await product.page.getByText('Activating Extensions').waitFor({ state: 'detached' });
      await product.page.mouse.move(900, 300);
      await product.screenshot('stage-map'); // the README's picture, docs/stage-map.png
      await resizeSideBar(product, 220);
      await product.page.mouse.move(900, 300);
      await product.screenshot('stage-map-narrow');
    });
  });
});

/** Drags the edge of the side bar until it is about so many pixels from the window's edge. */
async function resizeSideBar(product: Product, right: number): Promise<void> {
  const { mouse } = product.page;
  const edge = async (): Promise<number> => {
    const box = await product.page.locator('.part.sidebar').boundingBox();
    return box ? box.x + box.width : 0;
  };
  await mouse.move((await edge()) + 1, 400);
  await mouse.down();
  await mouse.move(right, 400, { steps: 5 });
  await mouse.up();
  await product.until('The side bar keeps its width', async () => Math.abs((await edge()) - right) < 10);
}
