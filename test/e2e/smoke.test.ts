import assert from 'node:assert/strict';
import { sample, withProduct } from './product';

describe('the packaged extension', () => {
  it('shows the sample plan on the Stage Map', async () => {
    await withProduct({ name: 'smoke', workspace: sample }, async (product) => {
      await product.openView('Stage Runner');
      await product.until('The Stage Map shows no row', async () => (await product.tree()) !== '');
      await product.screenshot('smoke');
      assert.match(await product.tree(), /Write lengths of time/);
    });
  });
});
