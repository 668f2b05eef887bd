import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { StageMap } from '../../src/core/status';
import type { Internals } from '../../src/extension';
import { activated, mapWhere } from './extension';

const FIRST = '---\nstatus: pending\n---\n# First\n';
const SECOND = '---\ndepends_on: [1]\nstatus: pending\ntitel: x\n\n---\n# Second\n\n@notes.md\n';

describe('a plan file in the editor', () => {
  let internals: Internals;
  let scratch: string;
  let second: vscode.Uri;

  before(async () => {
    const found = await activated();
    internals = found.internals;
    scratch = join(found.folder, 'planFiles-test');
    const there = mapWhere(internals, (map) => isThere(map));
    await write({
      'plans/steps/01-first.md': FIRST,
      'plans/steps/02-second.md': SECOND,
      'notes.md': 'Notes\n',
    });
    await there;
    second = vscode.Uri.file(join(scratch, 'plans/steps/02-second.md'));
    await vscode.workspace.openTextDocument(second);
  });

  after(async () => {
    const gone = mapWhere(internals, (map) => !isThere(map));
    await rm(scratch, { recursive: true, force: true });
    await gone;
  });

  it('says above the text how its step stands', async () => {
    assert.deepEqual(await lensTitles(), ['blocked by 01']);
  });

  it('leads from a dependency to its step', async () => {
    const found = await vscode.commands.executeCommand<vscode.LocationLink[]>(
      'vscode.executeDefinitionProvider',
      second,
      new vscode.Position(1, 13),
    );
    assert.deepEqual(
      found.map(({ targetUri }) => targetUri.fsPath),
      [join(scratch, 'plans/steps/01-first.md')],
    );
  });

  it('links dependencies and files that are there', async () => {
    const found = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      second,
    );
    assert.deepEqual(found.map(({ target }) => target?.fsPath).sort(), [
      join(scratch, 'notes.md'),
      join(scratch, 'plans/steps/01-first.md'),
    ]);
  });

  it('tells the status of a dependency under the mouse', async () => {
    const found = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      second,
      new vscode.Position(1, 13),
    );
    const text = found.flatMap(({ contents }) =>
      contents.map((part) => (part as vscode.MarkdownString).value),
    );
    assert.match(text.join('\n'), /ready/);
  });

  it('offers the keys that are missing', async () => {
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      second,
      new vscode.Position(4, 0),
    );
    const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(labels.includes('title') && !labels.includes('status'), labels.join());
  });

  it('finds slips of the pen', async () => {
    await slipsWhere((count) => count === 1);
  });

  it('is left alone when the setting is off', async () => {
    const settings = vscode.workspace.getConfiguration('stageRunner');
    await settings.update('planFiles.assistance', false, vscode.ConfigurationTarget.Global);
    try {
      await slipsWhere((count) => count === 0);
      assert.deepEqual(await lensTitles(), []);
    } finally {
      await settings.update('planFiles.assistance', undefined, vscode.ConfigurationTarget.Global);
    }
    await slipsWhere((count) => count === 1);
  });

  async function lensTitles(): Promise<string[]> {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      second,
    );
    return lenses.map(({ command }) => command?.title ?? '');
  }

  /** Resolves when the file has as many slips as wanted; the time-out of the test ends a wait in vain. */
  async function slipsWhere(wanted: (count: number) => boolean): Promise<void> {
    const isSo = (): boolean =>
      wanted(
        vscode.languages.getDiagnostics(second).filter(({ message }) => message.includes('titel')).length,
      );
    await new Promise<void>((resolve) => {
      const listening = vscode.languages.onDidChangeDiagnostics(() => {
        if (!isSo()) return;
        listening.dispose();
        resolve();
      });
      if (!isSo()) return;
      listening.dispose();
      resolve();
    });
  }

  function isThere(map: StageMap): boolean {
    return map.plans.some(({ plan, steps }) => plan.root === join(scratch, 'plans') && steps.length === 2);
  }

  async function write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(join(scratch, name, '..'), { recursive: true });
      await writeFile(join(scratch, name), text);
    }
  }
});
