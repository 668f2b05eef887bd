import assert from 'node:assert/strict';
import { gatePrompt, statusBar } from './person';
import { sample, withProduct } from './product';
import { changedFiles } from './records';

describe('a folder without a plan', () => {
  it('offers the sample, which appears at once, and Check Setup', async () => {
    await withProduct({ name: 'no plan', theme: 'light' }, async (product) => {
      await product.openView('Stage Runner');
      await product.page.getByText(/^No plan found\./).waitFor();
      await product.screenshot('empty-welcome');
      await product.press('Create Sample Plan');
      await product.expectTree(`
        Totals of working time — 0/3
          ▸ 01 Write lengths of time — ready
          ▸ 02 Add lengths of time up — blocked by 01
          ▸ 03 Print a total on the command line — blocked by 02
      `);
      await product.command('Stage Runner: Check Setup');
      await product.page.getByText(/^Setup: /).waitFor();
      await product.page.getByRole('option', { name: /Git/i }).first().waitFor();
      await product.screenshot('empty-check-setup');
      await product.page.getByText(/^This folder is in no git repository/).waitFor();
    });
  });
});

describe('the keyboard alone', () => {
  it('opens the view, reaches a step and runs it through the palette', async () => {
    await withProduct({ name: 'keyboard', workspace: sample, theme: 'highContrast' }, async (product) => {
      const { keyboard } = product.page;
      await product.page.getByRole('tab', { name: 'Stage Runner' }).waitFor();
      await statusBar(product, /^0 of 3 steps done/).waitFor();
      await keyboard.press('F1');
      await keyboard.type('Stage Runner: Focus on Stage Map View');
      await product.page.getByRole('option', { name: /Focus on Stage Map View/ }).waitFor();
      await keyboard.press('Enter');
      await product.row(/^01 /).waitFor();
      await keyboard.press('Control+0'); // the editor focused the view while it had no rows yet
      const focused = product.page.locator('.monaco-list-row.focused');
      await product.until('The arrow keys do not reach step 01', async () => {
        await keyboard.press('ArrowDown');
        return /^01 /.test(
          (await focused
            .first()
            .getAttribute('aria-label', { timeout: 500 })
            .catch(() => '')) ?? '',
        );
      });
      await product.screenshot('keyboard-step');
      await keyboard.press('F1');
      await keyboard.type('Stage Runner: Run Step');
      await product.page.getByRole('option', { name: /^Stage Runner: Run Step/ }).waitFor();
      await keyboard.press('Enter');
      await product.page.getByText('Run which step?').waitFor();
      await keyboard.type('01');
      await keyboard.press('Enter');
      await gatePrompt(product, '01 Write lengths of time · User review').waitFor();
      assert.ok((await changedFiles(product.workspace)).includes('?? plans/handoffs/01-write-durations.md'));
    });
  });
});
