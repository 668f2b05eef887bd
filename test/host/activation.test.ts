import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('activation', () => {
  it('is the packaged identity and activates', async () => {
    const extension = vscode.extensions.getExtension('stage-runner.stage-runner');
    assert.ok(extension, 'the extension is not known to VS Code');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('runs on the workspace that the runner prepared', () => {
    const folders = vscode.workspace.workspaceFolders?.map((folder) => folder.name);
    assert.deepEqual(folders, ['host-workspace']);
  });
});
