import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { RestoreEntry } from '../../src/core/checkpoints/checkpoint';
import { checkpointUri } from '../../src/vscode/checkpoints/content';
import type { CheckpointNode } from '../../src/vscode/checkpoints/nodes';
import type { FoundCheckpoint, SeenCheckpoints } from '../../src/vscode/checkpoints/seen';
import type { Internals } from '../../src/extension';
import { answerList, answerText } from './quickInputs';
import { RunWorld, useSettings } from './runWorld';

describe('checkpoints in the editor', () => {
  let internals: Internals;
  let folder: string;
  let file: string;
  let agree: boolean;
  let asked: string[];

  before(async () => {
    const extension = vscode.extensions.getExtension<Internals>('stage-runner.stage-runner');
    assert.ok(extension, 'the extension is installed');
    internals = await extension.activate();
    await internals.store.whenReady;
    folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    assert.ok(folder, 'the tests run in a workspace folder');
  });

  beforeEach(async () => {
    file = join(folder, 'checkpoints-test', 'a.txt');
    [agree, asked] = [true, []];
    internals.running.dialogs.confirm = (message, _detail, action, keep) => {
      asked.push([message, action, keep].join(' | '));
      return Promise.resolve(agree);
    };
    await mkdir(join(folder, 'checkpoints-test'));
    await writeFile(file, 'then');
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(join(folder, 'checkpoints-test'), { recursive: true });
  });

  const run = (command: string, target?: unknown): Thenable<unknown> =>
    vscode.commands.executeCommand(`stageRunner.${command}`, target);

  /** Resolves with a checkpoint once it is seen. */
  function seen(name: string): Promise<FoundCheckpoint> {
    const { checkpoints } = internals.running;
    return new Promise((resolve) => {
      const look = (now: SeenCheckpoints): void => {
        const found = now.checkpoints.find(({ record }) => record.name === name);
        if (!found) return;
        stop();
        resolve(found);
      };
      const stop = checkpoints.onDidChange(look);
      look(checkpoints.seen);
    });
  }

  async function create(name: string): Promise<FoundCheckpoint> {
    answerText(name);
    await run('createCheckpoint');
    return seen(name);
  }

  function node({ record }: FoundCheckpoint): CheckpointNode {
    return { kind: 'checkpoint', checkpoint: record.record_id };
  }

  function git(...args: readonly string[]): string {
    return execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
  }

  /** The rows as they are on screen, without ages. */
  function rows(): string[] {
    const { checkpointTree: tree } = internals.running;
    return tree
      .getChildren()
      .flatMap((group) => tree.getChildren(group))
      .map((one) => tree.getTreeItem(one))
      .map(({ label, contextValue }) => `${label as string} | ${contextValue ?? ''}`);
  }

  it('are created under the name that is given, and shown in their view', async () => {
    await create('$(error) by [hand](command:x)');
    assert.equal(rows()[0], '$(error) by [hand](command:x) | checkpoint exists writable');
  });

  it('give files as they were, read-only', async () => {
    const found = await create('for reading');
    await writeFile(file, 'now');
    const address = { folder, checkpoint: found.record.record_id, path: 'checkpoints-test/a.txt' };
    const uri = checkpointUri(address, vscode.Uri.file(file));
    assert.equal(Buffer.from(await vscode.workspace.fs.readFile(uri)).toString(), 'then');
    assert.equal((await vscode.workspace.openTextDocument(uri)).getText(), 'then');
    assert.equal(vscode.workspace.fs.isWritableFileSystem(uri.scheme), false);
    const missing = checkpointUri({ ...address, path: 'no/such/file' }, vscode.Uri.file(file));
    await assert.rejects(Promise.resolve(vscode.workspace.fs.stat(missing)), vscode.FileSystemError);
  });

  it('are compared with the working tree and with the one before', async () => {
    await create('older');
    await writeFile(file, 'between');
    const newer = await create('newer');
    await writeFile(file, 'now');
    await run('compareCheckpoint', node(newer));
    await tabWhere('“newer” and the working tree');
    await run('compareCheckpointWithPrevious', node(newer));
    await tabWhere('“older” and “newer”');
  });

  it('are returned to after a look and a question, and that is undone', async () => {
    const found = await create('to return to');
    await writeFile(file, 'now');
    answerList('Roll Back Files…');
    await run('rollBack', node(found));
    assert.equal(await readFile(file, 'utf8'), 'then');
    await run('undoRollBack');
    assert.equal(await readFile(file, 'utf8'), 'now');
    assert.deepEqual(
      asked.map((text) => text.replace(/“[^”]*”/, '“…”')),
      Array<string>(2).fill('Roll back 1 file to “…”? | Roll Back 1 File | Keep Files As They Are'),
    );
  });

  it('take the branch along when that is chosen, and bring it back', async () => {
    const head = (): string => git('rev-parse', 'HEAD');
    const before = head();
    const found = await create('with the branch');
    await writeFile(file, 'committed');
    git('add', '--', file);
    git('-c', 'user.name=T', '-c', 'user.email=t@localhost', 'commit', '-q', '-m', 'Since then', '--', file);
    const after = head();
    answerList('Files and Branch…');
    await run('rollBack', node(found));
    assert.deepEqual([head(), await readFile(file, 'utf8')], [before, 'then']);
    await run('undoRollBack');
    assert.deepEqual([head(), await readFile(file, 'utf8')], [after, 'committed']);
    git('reset', '-q', '--soft', before);
    git('rm', '-q', '--cached', '--', file);
  });

  it('change nothing when the question is not answered with yes', async () => {
    const found = await create('not to return to');
    await writeFile(file, 'now');
    agree = false;
    answerList('Roll Back Files…');
    await run('rollBack', node(found));
    assert.equal(await readFile(file, 'utf8'), 'now');
  });

  it('are renamed and deleted', async () => {
    const found = await create('first name');
    answerText('second name');
    await run('renameCheckpoint', node(found));
    await seen('second name');
    await run('deleteCheckpoint', node(found));
    assert.ok(!rows().some((row) => row.startsWith('second name')), rows().join('\n'));
    assert.deepEqual(asked, ['Delete the checkpoint “second name”? | Delete | Keep It']);
  });

  it('clean up nothing that is still needed', async () => {
    await create('needed');
    const count = internals.running.checkpoints.seen.checkpoints.length;
    await run('cleanUpCheckpoints');
    assert.equal(internals.running.checkpoints.seen.checkpoints.length, count);
    assert.deepEqual(asked, []);
  });

  describe('of a run', () => {
    let world: RunWorld;
    let restoreSettings: () => Promise<void>;
    before(async () => {
      restoreSettings = await useSettings();
    });
    after(() => restoreSettings());
    beforeEach(async () => {
      world = await RunWorld.begin();
    });
    afterEach(() => world.end());

    it('are offered on the row of the step, and wait until its run is over', async () => {
      await run('runStep', world.node('01'));
      const agent = await world.nextInvocation();
      await world.stepWhere('01', ({ lastRun }) => lastRun?.checkpoints[0]?.state === 'taken');
      const before = await seen('before step 01');
      assert.equal(before.record.step?.key, world.step('01').step.key);
      const item = internals.tree.getTreeItem(world.node('01'));
      assert.match(item.contextValue ?? '', /\bhasCheckpoint\b/);
      await writeFile(file, 'now');
      const refused = run('rollBackStep', world.node('01'));
      // The refusal stays on the screen until it is closed.
      await closedNotices(refused);
      assert.equal(await readFile(file, 'utf8'), 'now');
      await agent.release();
      await run('stop', world.node('01'));
    });

    it('are on the pages about the plan, with the command that goes back', async () => {
      await run('runStep', world.node('01'));
      await world.stepWhere('01', ({ lastRun }) => lastRun?.checkpoints[0]?.state === 'taken');
      await seen('before step 01');
      const { plan } = world.step('01');
      const page = async (kind: string): Promise<string> => {
        const parts = { scheme: 'stage-runner', path: `/${kind}.md`, query: JSON.stringify({ kind, plan }) };
        return (await vscode.workspace.openTextDocument(vscode.Uri.from(parts))).getText();
      };
      const report = await page('report');
      assert.match(report, /before step 01/);
      assert.match(report, /^end-of-rollback$/m);
      assert.match(await page('resume'), /01/);
      await run('stop', world.node('01'));
    });

    it('hold every run back while a rollback left stray changes that nobody decided about', async () => {
      const found = await create('with stray changes');
      const open = unfinished(([one]) => one?.stray?.[0] === 'a.txt');
      await leaveStray(found);
      await open;
      await run('runStep', world.node('01'));
      assert.equal(world.step('01').lastRun, undefined);
      const decided = unfinished((all) => all.length === 0);
      await run('keepStray', folder);
      await decided;
      await run('runStep', world.node('01'));
      await world.nextInvocation();
      await run('stop', world.node('01'));
    });
  });

  /** Resolves once the rollbacks that are not over are as asked, after they were not. */
  function unfinished(holds: (all: SeenCheckpoints['unfinished']) => boolean): Promise<void> {
    const { checkpoints } = internals.running;
    return new Promise((resolve) => {
      const stop = checkpoints.onDidChange((now) => {
        if (!holds(now.unfinished)) return;
        stop();
        resolve();
      });
    });
  }

  /** Writes down a rollback as it is written when something changes its files meanwhile. */
  async function leaveStray({ record }: FoundCheckpoint): Promise<void> {
    const base = { schema_version: 1, id: record.record_id, at: record.created_at };
    const entries: RestoreEntry[] = [
      {
        ...base,
        type: 'restore_started',
        by: 'Somebody',
        worktree: record.git?.worktree ?? '',
        checkpoint: { id: record.record_id, at: record.created_at, name: record.name },
        safety: { id: record.record_id, at: record.created_at },
      },
      { ...base, type: 'restore_ended', outcome: 'stray_changes', files: 1, stray: ['a.txt'] },
    ];
    const log = join(await internals.store.dataFolderFor(folder), 'restores.jsonl');
    await appendFile(log, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  }

  async function tabWhere(start: string): Promise<void> {
    const isThere = (): boolean =>
      vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.startsWith(start)));
    if (isThere()) return;
    await new Promise<void>((resolve) => {
      const listening = vscode.window.tabGroups.onDidChangeTabs(() => {
        if (!isThere()) return;
        listening.dispose();
        resolve();
      });
    });
  }

  /** Closes notices until the command that waits for one is over. */
  async function closedNotices(command: Thenable<unknown>): Promise<void> {
    const over = Promise.resolve(command).then(() => true);
    const closed = (): Promise<boolean> =>
      Promise.resolve(vscode.commands.executeCommand('notifications.clearAll')).then(() => false);
    while (!(await Promise.race([over, closed()])));
  }
});
