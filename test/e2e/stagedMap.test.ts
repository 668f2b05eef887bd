import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { scratchFolder } from '../../scripts/scratch';
import { openStageMap, toggle } from './person';
import { type Product, withProduct } from './product';

/** Phases 01 to 40, of which all before the 30th are finished and verified. */
async function writePhases(root: string): Promise<void> {
  for (let number = 1; number <= 40; number += 1) {
    const id = String(number).padStart(2, '0');
    const folder = path.join(root, '.planning', 'phases', `${id}-part`);
    await mkdir(folder, { recursive: true });
    if (number < 30)
      await writeFile(
        path.join(folder, `${id}-VERIFICATION.md`),
        '---\nstatus: passed\nscore: 1/1\n---\n# Report\n',
      );
    const plan = (wave: number): string =>
      `---\nphase: ${id}-part\nplan: 0${wave}\ntype: execute\nwave: ${wave}\ndepends_on: []\nfiles_modified: []\n` +
      `autonomous: true\nmust_haves: {}\n---\n<objective>\nBuild part ${id}, wave ${wave}.\n</objective>\n`;
    for (const wave of [1, 2]) {
      await writeFile(path.join(folder, `${id}-0${wave}-PLAN.md`), plan(wave));
      if (number >= 30) continue;
      await writeFile(
        path.join(folder, `${id}-0${wave}-SUMMARY.md`),
        `---\nphase: ${id}-part\n---\n# Done\n`,
      );
    }
  }
  const old = path.join(root, '.planning', 'milestones', 'v0.9-phases', '00-old');
  await mkdir(old, { recursive: true });
  await writeFile(path.join(old, '00-01-PLAN.md'), '---\nphase: 00-old\nplan: 01\n---\n');
}

describe('a plan with many stages', () => {
  it('begins where the work stands, hides what is done, is sorted, and finds by text', async () => {
    const scratch = await scratchFolder('phases');
    const workspace = path.join(scratch, 'house');
    await writePhases(workspace);
    try {
      await withProduct({ name: 'many stages', workspace }, async (product) => {
        await openStageMap(product);
        await product.row(/^30-01 .*ready/).waitFor();
        assert.doesNotMatch(await product.tree(), /01 Part/, 'the first stages are scrolled away');

        await product.command('Stage Runner: Hide Done');
        await product.page.getByText('What is done is hidden. 22 of 80 steps are shown').waitFor();
        await toggle(product, /^32 Part/);
        await product
          .row(/^Wave 1.*/)
          .nth(1)
          .waitFor();
        assert.doesNotMatch(await product.tree(), /29 Part|v0\.9/);

        await product.command('Stage Runner: Show All');
        await product.page.getByText('What is done is hidden').waitFor({ state: 'detached' });
        await product
          .row(/^\d\d Part, verified/)
          .first()
          .waitFor();

        await product.command('Stage Runner: Sort by Status');
        await firstStage(product, /^30 Part/);
        await product.command('Stage Runner: Sort in Plan Order');
        await firstStage(product, /^01 Part/);

        await product.page.keyboard.press('Control+Alt+F');
        await product.page.getByPlaceholder(/^Type to (search|filter)/).waitFor();
        await product.page.keyboard.type('38 part');
        await product.row(/^38 Part/).waitFor();
        await product.screenshot('stage-map-find');
      });
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  });
});

/** Goes to the top of the Stage Map and waits until its first stage is this one. */
async function firstStage(product: Product, stage: RegExp): Promise<void> {
  const map = product.page.getByRole('tree', { name: /^Stage Map/ });
  await product.until(`The first stage is not ${String(stage)}`, async () => {
    await map.focus();
    await product.page.keyboard.press('Home');
    const rows = (await product.tree()).split('\n').map((row) => row.replace(/^[ ▸]+/, ''));
    return stage.test(rows[1] ?? '');
  });
}
