import assert from 'node:assert/strict';
import { access, appendFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { answerGate, escapeGate, expectMap, openStageMap, photograph, startStep, statusBar } from './person';
import { sample, withProduct, type Product } from './product';
import { changedFiles, read } from './records';
import { renderTree } from './treeText';

const review = '01 Write lengths of time · User review';

describe('checkpoints', () => {
  it('are taken around a step, compared, and lead back to before it and again to after it', async () => {
    await withProduct({ name: 'checkpoints', workspace: sample, theme: 'light' }, async (product) => {
      await openStageMap(product);
      await startStep(product, '01');
      await escapeGate(product, review);
      await refuseWhileRunning(product);
      await product.row(/^01 /).click();
      await product.command('Stage Runner: Answer Gate');
      await answerGate(product, review, 'approve');
      await statusBar(product, /^1 of 3 steps done/).waitFor();
      await expectCheckpoints(
        product,
        '01 Write lengths of time, run 1 — age',
        '  after step 01 — age · 5 files changed',
        '  before step 01 — age · 0 files changed',
      );
      await photograph(product, 'checkpoints-1-tree');
      await compareBefore(product);
      const done = await changedFiles(product.workspace);
      await writeFile(path.join(product.workspace, 'mine.txt'), 'mine');
      await rollBackFromTree(product);
      assert.deepEqual(await changedFiles(product.workspace), []);
      await expectMap(
        product,
        'Totals of working time — 0/3',
        '  ▸ 01 Write lengths of time — ready',
        '  ▸ 02 Add lengths of time up — blocked by 01',
        '  ▸ 03 Print a total on the command line — blocked by 02',
      );
      await product.screenshot('checkpoints-5-restored');
      await undo(product);
      assert.deepEqual(sorted(await changedFiles(product.workspace)), sorted([...done, '?? mine.txt']));
      await product.row(/^01 Write lengths of time, done, approved/).waitFor();
    });
  });

  it('lead back from the status bar, after unsaved changes are saved', async () => {
    const settings = { 'files.autoSave': 'off' };
    await withProduct({ name: 'checkpoints-status-bar', workspace: sample, settings }, async (product) => {
      await openStageMap(product);
      await createCheckpoint(product, 'before I try');
      const before = await read(product.workspace, 'README.md');
      await writeFile(path.join(product.workspace, 'README.md'), `${before}\nA saved thought.\n`);
      await typeInto(product, 'README.md', 'half a thought ');
      await writeFile(path.join(product.workspace, 'new.txt'), 'new');
      await rollBackFromStatusBar(product);
      await product.press('Save All and Go On');
      await product.choose(/Roll Back Files…/);
      await product.press('Roll Back 2 Files');
      await product.page.getByText('Restored 2 files to “before I try”.').first().waitFor();
      assert.equal(await read(product.workspace, 'README.md'), before);
      assert.deepEqual(await changedFiles(product.workspace), []);
      await product.command('Stage Runner: Undo Last Rollback…');
      await product.press('Roll Back 2 Files');
      await product.until('The undo does not bring the words back', async () =>
        (await read(product.workspace, 'README.md')).startsWith('half a thought '),
      );
    });
  });

  it('are returned to after all when the extension host crashed on the way', async () => {
    await withProduct({ name: 'checkpoints-crash', workspace: sample }, async (product) => {
      const filter = await slowFilter(product.workspace);
      await openStageMap(product);
      await writeFile(path.join(product.workspace, 'a.slow'), 'then');
      await writeFile(path.join(product.workspace, 'z.txt'), 'then');
      await createCheckpoint(product, 'before the crash');
      await writeFile(path.join(product.workspace, 'a.slow'), 'now');
      await writeFile(path.join(product.workspace, 'z.txt'), 'now');
      await rollBackFromStatusBar(product);
      await product.choose(/Roll Back Files…/);
      await filter.arm();
      await product.press('Roll Back 2 Files');
      await product.until('No file is on its way back', () => filter.isAtWork());
      product.killExtensionHost();
      await filter.crash();
      await product.page
        .getByText(/^The rollback to “before the crash” was cut short/)
        .first()
        .waitFor();
      await product.screenshot('checkpoints-6-cut-short');
      assert.equal(await read(product.workspace, 'z.txt'), 'now');
      await product.press('Finish…');
      await product.choose(/Roll Back Files…/);
      await product.press(/^Roll Back \d Files?$/);
      await product.page
        .getByText(/^Restored \d files? to “before the crash”/)
        .first()
        .waitFor();
      assert.equal(await read(product.workspace, 'a.slow'), 'then');
      assert.equal(await read(product.workspace, 'z.txt'), 'then');
    });
  });
});

async function compareBefore(product: Product): Promise<void> {
  const row = checkpoint(product, /^before step 01/);
  await row.hover();
  await row.getByRole('button', { name: 'Compare with Working Tree' }).click();
  await product.page.getByRole('tab', { name: /before step 01/ }).waitFor();
  await photograph(product, 'checkpoints-2-compare');
}

/** By the row's own action, with a look at what Enter alone does on the way. */
async function rollBackFromTree(product: Product): Promise<void> {
  const row = checkpoint(product, /^before step 01/);
  await row.hover();
  await row.getByRole('button', { name: 'Roll Back…' }).click();
  await product.page.getByRole('option', { name: /Show Changes/ }).waitFor();
  await photograph(product, 'checkpoints-3-preview');
  await product.choose(/Roll Back Files…/);
  const question = product.page.getByRole('dialog', { name: /Roll back 6 files/ });
  await question.waitFor();
  await photograph(product, 'checkpoints-4-question');
  await product.page.keyboard.press('Enter'); // Enter alone changes nothing
  await question.waitFor({ state: 'detached' });
  assert.equal(await read(product.workspace, 'mine.txt'), 'mine');
  await row.hover();
  await row.getByRole('button', { name: 'Roll Back…' }).click();
  await product.choose(/Roll Back Files…/);
  await question.getByRole('button', { name: 'Roll Back 6 Files' }).click();
  await product.page.getByText('Restored 6 files to “before step 01”.').first().waitFor();
}

async function undo(product: Product): Promise<void> {
  await product.press('Undo');
  const question = product.page.getByRole('dialog', { name: /Roll back 6 files/ });
  await question.getByRole('button', { name: 'Roll Back 6 Files' }).click();
  await product.page
    .getByText(/^Restored 6 files to/)
    .first()
    .waitFor();
}

async function createCheckpoint(product: Product, name: string): Promise<void> {
  await product.command('Stage Runner: Create Checkpoint…');
  const box = product.page.getByRole('textbox', { name: /^Create a checkpoint of all files/ });
  await box.fill(name);
  await box.press('Enter');
  await product.page.getByText(`Checkpoint “${name}” created.`).first().waitFor();
  await product.command('Notifications: Clear All Notifications');
}

async function rollBackFromStatusBar(product: Product): Promise<void> {
  await statusBar(product, /^Checkpoint: A rollback would return to/).click();
  await product.page.getByRole('option', { name: /Create Checkpoint…/ }).waitFor();
  await product.screenshot('checkpoints-7-menu');
  await product.choose(/Roll Back…/);
}

/** At the start of a file, without saving. */
async function typeInto(product: Product, file: string, text: string): Promise<void> {
  await product.page.keyboard.press('Control+P');
  await product.page.locator('.quick-input-widget input[type="text"]').fill(file);
  await product.page
    .getByRole('option', { name: new RegExp(`^${file}`) })
    .first()
    .click();
  await product.page.getByRole('tab', { name: new RegExp(`^${file}`) }).waitFor();
  await product.page.locator('.editor-instance .monaco-editor.focused').waitFor();
  await product.page.keyboard.press('Control+Home');
  await product.page.keyboard.type(text);
}

/**
 * A git filter that every file `*.slow` passes on its way back. Once armed, the next one waits, and takes its git
 * along when it is told to crash: that leaves a tree between two states.
 */
async function slowFilter(workspace: string) {
  const folder = path.join(workspace, '..', 'filter');
  const file = (name: string): string => path.join(folder, name);
  await mkdir(folder);
  const script = [
    '#!/bin/sh',
    `if [ -e ${file('armed')} ]; then`,
    `  mv ${file('armed')} ${file('at-work')}`,
    `  while [ ! -e ${file('crash')} ]; do sleep 0.1; done`,
    '  kill -9 $PPID',
    'fi',
    'cat',
  ];
  await writeFile(file('smudge'), script.join('\n'), { mode: 0o755 });
  await writeFile(path.join(workspace, '.git/info/attributes'), '*.slow filter=slow\n');
  await appendFile(
    path.join(workspace, '.git/config'),
    `[filter "slow"]\n\tclean = cat\n\tsmudge = ${file('smudge')}\n`,
  );
  return {
    arm: () => writeFile(file('armed'), ''),
    isAtWork: () =>
      access(file('at-work')).then(
        () => true,
        () => false,
      ),
    crash: () => writeFile(file('crash'), ''),
  };
}

function sorted(lines: readonly string[]): string[] {
  return [...lines].sort();
}

/** The agent has answered, and its run waits for a person: nothing is taken from under it. */
async function refuseWhileRunning(product: Product): Promise<void> {
  const row = checkpoint(product, /^before step 01/);
  await row.hover();
  await row.getByRole('button', { name: 'Roll Back…' }).click();
  await product.page
    .getByText(/^Step 01 Write lengths of time is being run in this folder/)
    .first()
    .waitFor();
  await product.screenshot('checkpoints-0-refused');
  await product.command('Notifications: Clear All Notifications');
}

function checkpoint(product: Product, name: RegExp): Locator {
  return product.checkpoints().getByRole('treeitem', { name });
}

/** Waits until the Checkpoints view reads like this; ages are written as `age`. */
async function expectCheckpoints(product: Product, ...lines: readonly string[]): Promise<void> {
  const wanted = lines.join('\n');
  let last = '';
  await product
    .until('', async () => {
      last = (await renderTree(product.checkpoints())).replace(/<?\d+m\b/g, 'age');
      return last === wanted;
    })
    .catch(() => {
      throw new Error(`The Checkpoints view should read\n${wanted}\nand reads\n${last}`);
    });
}
