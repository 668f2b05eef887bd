import { sample, withProduct } from './product';
it('x', async () => {
  await withProduct({ name: 'x', workspace: sample, theme: 'light' }, async (p) => {
    await p.openView('Stage Runner');
    await p.until('rows', async () => (await p.tree()).includes('03'));
    console.log(await p.tree());
    const aria = async () => console.log(await p.page.locator('.sidebar').ariaSnapshot());
    await p.row(/^03/).hover();
    await aria();
    await p
      .row(/^03/)
      .getByRole('button', { name: /Run Step/ })
      .click({ timeout: 3000 })
      .catch((e) => console.log(String(e)));
    await p.page
      .locator('.quick-input-widget')
      .waitFor({ timeout: 5000 })
      .catch((e) => console.log(String(e)));
    await p.screenshot('zy1');
    await p.page.waitForTimeout(3000);
    await p.screenshot('zy2');
    console.log(await p.page.locator('.quick-input-widget').ariaSnapshot());
    console.log(await p.page.locator('footer, .statusbar').first().ariaSnapshot());
    console.log(await p.page.locator('.activitybar').first().ariaSnapshot());
    console.log(await p.tree());
  });
});
