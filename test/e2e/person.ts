/** What a person does with the Stage Map and its gates, and what they see: by role and name, never by position. */
import type { Locator } from 'playwright-core';
import type { Product, Theme } from './product';

/** Opens the view and waits for the rows of a plan. */
export async function openStageMap(product: Product): Promise<void> {
  await product.openView('Stage Runner');
  await product
    .row(/, \d+\/\d+/)
    .first()
    .waitFor();
}

/** Starts or resumes a step by the action that its row shows while the mouse is over it. */
export async function startStep(product: Product, number: string, action = 'Run Step'): Promise<void> {
  const row = product.row(new RegExp(`^${number} `));
  await row.hover();
  await row.getByRole('button', { name: action }).click();
  // While the editor reads its rows anew it does not know which one was clicked, and the command asks for the step.
  const asked = product.page.getByText(/which step\?$/);
  await asked
    .or(product.row(new RegExp(`^${number} .*(running|waiting for you)`)))
    .first()
    .waitFor();
  if (await asked.isVisible())
    await product.page.getByRole('option', { name: new RegExp(`^${number} `) }).click();
}

/** Chooses an entry of a row's context menu. */
export async function clickMenu(product: Product, row: string | RegExp, entry: string): Promise<void> {
  const item = product.page.getByRole('menuitem', { name: entry, exact: true });
  await product.until(`The context menu has no "${entry}"`, async () => {
    // A view that gets its rows anew closes the menu of the old ones, and one that opened too early lies over the rows.
    await product.page.keyboard.press('Escape');
    return product
      .row(row)
      .click({ button: 'right', timeout: 2000 })
      .then(() => item.waitFor({ timeout: 2000 }))
      .then(
        () => true,
        () => false,
      );
  });
  await product.until(`"${entry}" of the context menu does nothing`, async () => {
    // The editor ignores a click while its menu is just opening.
    await item.click({ timeout: 500 }).catch(() => undefined);
    return !(await item.isVisible());
  });
}

/** Opens a row that is closed, or closes an open one, by its arrow. */
export async function toggle(product: Product, row: string | RegExp): Promise<void> {
  await product.row(row).locator('.monaco-tl-twistie').click();
}

/** The prompt of a gate, by the end of its title, such as `01 Write lengths of time · User review`. */
export function gatePrompt(product: Product, title: string): Locator {
  return product.page.getByRole('textbox', { name: new RegExp(`${escaped(title)}$`) });
}

/** An answer of the open prompt, by its exact words. */
export function answer(product: Product, words: string): Locator {
  const list = product.page.locator('.quick-input-list');
  return list.getByRole('option', { name: new RegExp(`^\\S+ ${escaped(words)}(,|$)`) });
}

/** Waits for a gate's prompt, takes an answer, and waits until the prompt is gone. */
export async function answerGate(product: Product, title: string, words: string): Promise<void> {
  const prompt = gatePrompt(product, title);
  await prompt.waitFor();
  await answer(product, words).click();
  await prompt.waitFor({ state: 'hidden' });
}

/** Waits for a gate's prompt and leaves it with Escape. */
export async function escapeGate(product: Product, title: string): Promise<void> {
  const prompt = gatePrompt(product, title);
  await prompt.waitFor();
  await prompt.press('Escape');
  await prompt.waitFor({ state: 'hidden' });
}

/** Our item of the status bar, by what a screen reader says of it. */
export function statusBar(product: Product, spoken: RegExp): Locator {
  return product.page.getByRole('status').getByRole('button', { name: spoken });
}

/** Our tab in the activity bar; its name tells how many gates wait. */
export function tab(product: Product, name: string): Locator {
  return product.page.getByRole('tab', { name, exact: true });
}

/** What the terminal shows. */
export async function terminalText(product: Product): Promise<string> {
  const rows = await product.page.locator('.xterm-rows > div').allTextContents();
  return rows.map((row) => row.replace(/\u00a0/g, ' ').trimEnd()).join('\n');
}

/** Waits until the Stage Map reads like this; ages of runs and gates are written as `age`. */
export async function expectMap(product: Product, ...lines: readonly string[]): Promise<void> {
  const wanted = lines.join('\n');
  let last = '';
  await product
    .until('', async () => {
      last = (await product.tree()).replace(/<?\d+m$/gm, 'age');
      return last === wanted;
    })
    .catch(() => {
      throw new Error(`The Stage Map should read\n${wanted}\nand reads\n${last}`);
    });
}

/** Screenshots `<name>-<theme>.png` of the window in light, dark and high contrast. */
export async function photograph(product: Product, name: string): Promise<void> {
  for (const theme of ['dark', 'highContrast', 'light'] satisfies Theme[]) {
    await product.theme(theme);
    await product.screenshot(`${name}-${theme}`);
  }
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
