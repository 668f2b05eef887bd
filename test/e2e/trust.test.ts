import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openStageMap, statusBar } from './person';
import { sample, withProduct, type Product } from './product';
import { changedFiles, journals } from './records';

const restricted =
  'Restricted Mode: plans are shown from their files alone. Trust the workspace to see runs and gates and to run steps.';

describe('Restricted Mode', () => {
  it('shows the map, and runs, writes and starts nothing', async () => {
    await withProduct({ name: 'restricted', workspace: sample, trust: 'ask' }, async (product) => {
      await openStageMap(product);
      await product.expectTree(`
        Totals of working time — 0/3
          ▸ 01 Write lengths of time — ready
          ▸ 02 Add lengths of time up — blocked by 01
          ▸ 03 Print a total on the command line — blocked by 02
      `);
      await product.page.getByText(restricted).waitFor();
      await product.page.getByText('In Restricted Mode no git is run, so no checkpoints').waitFor();
      await product.screenshot('trust-restricted');
      await refusesToRun(product);
      assert.deepEqual(await journals(product.workspace), []);
      assert.deepEqual(await changedFiles(product.workspace), []);
      await product.trustFolder();
      await product.page.getByText(restricted).waitFor({ state: 'detached' });
      await statusBar(product, /^0 of 3 steps done/).waitFor();
      await product.page.getByText(/^No checkpoint yet/).waitFor();
    });
  });

  it('says so where no plan is found', async () => {
    await withProduct({ name: 'restricted, empty', trust: 'ask' }, async (product) => {
      await product.openView('Stage Runner');
      await product.page.getByText(/^No plan found\. This folder is in Restricted Mode/).waitFor();
      await product.page.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
      await product.screenshot('trust-welcome');
    });
  });
});

/** A command whose enablement does not hold is not in the palette, and its button does nothing. */
async function refusesToRun(product: Product): Promise<void> {
  const { page } = product;
  await product.row(/^01 /).hover(); // shows the actions of the view
  assert.equal(await page.getByRole('button', { name: 'Run Next' }).isEnabled(), false);
  await page.keyboard.press('F1');
  await page.keyboard.type('Stage Runner: ');
  await page.getByRole('option', { name: /^Stage Runner: Refresh/ }).waitFor();
  assert.equal(
    await page
      .getByRole('option', {
        name: /^Stage Runner: (Run|Resume|Answer|Set Status|Create|Compare|Roll|Undo|Clean)/,
      })
      .count(),
    0,
  );
  await page.keyboard.press('Escape');
}

describe('a plan with hostile content', () => {
  it('is shown as plain text, and none of it is carried out', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'stage-runner-hostile-'));
    try {
      await writeHostilePlan(folder);
      await withProduct({ name: 'hostile', workspace: folder, theme: 'light' }, async (product) => {
        await openStageMap(product);
        await product
          .row(/^01 \[click\]\(command:workbench\.action\.quit\) \$\(rm -rf \.\) <b>bold<\/b> \$\(error\),/)
          .waitFor();
        await product.row(/^02 .*, step 2 of 3$/).waitFor();
        assert.match(await product.tree(), /03 A{100}/);
        await product.row(/^01 /).hover();
        const hover = product.page.locator('.monaco-hover').filter({ hasText: '[click](command' });
        await hover.waitFor();
        assert.equal(await hover.getByRole('link').count(), 0);
        assert.equal(
          await hover
            .locator('b, h1, img')
            .filter({ hasText: /^bold$/ })
            .count(),
          0,
        );
        await product.screenshot('trust-hostile');
        assert.deepEqual(await readdir(folder), ['plans']); // the code in front matter would have left a file here
        assert.deepEqual(await changedFiles(product.workspace), []);
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

async function writeHostilePlan(folder: string): Promise<void> {
  const steps = path.join(folder, 'plans/steps');
  await mkdir(steps, { recursive: true });
  const evil = `require('node:fs').writeFileSync(${JSON.stringify(path.join(folder, 'owned'))}, '')`;
  const title = '[click](command:workbench.action.quit) $(rm -rf .) <b>bold</b> $(error)';
  await writeFile(
    path.join(steps, '01-first.md'),
    `---\nstep: 1\ntitle: "${title}"\nstatus: pending\n---\n\n## Objective\nx\n`,
  );
  await writeFile(
    path.join(steps, '02-$(rm)-[x](command:y).md'),
    `---js\n${evil}; module.exports = {}\n---\n\n## Objective\nx\n`,
  );
  await writeFile(
    path.join(steps, '03-third.md'),
    `---\nstep: 3\ntitle: ${'A'.repeat(5000)}\nstatus: pending\n---\n\n## Objective\nx\n`,
  );
}
