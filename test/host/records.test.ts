import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { PlanView } from '../../src/core/status';
import type { Internals } from '../../src/extension';
import type { TreeNode } from '../../src/vscode/nodes';
import { activated, mapWhere } from './extension';

const FIXTURE = join(__dirname, '../../../test/fixtures/runr/history/.runr');
const RUN = '20260106090000';

describe('the records of another tool', () => {
  let internals: Internals;
  let folder: string;
  let root: string;

  before(async () => {
    const found = await activated();
    internals = found.internals;
    folder = found.folder;
    root = join(folder, '.runr');
  });

  beforeEach(async () => {
    const seen = mapWhere(internals, () => view() !== undefined);
    await cp(FIXTURE, root, { recursive: true });
    await seen;
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const gone = mapWhere(internals, () => view() === undefined);
    await rm(root, { recursive: true });
    await gone;
  });

  it('appear when their folder does, and count for nothing to do', () => {
    const found = view();
    assert.deepEqual([found?.done, found?.total, found?.next], [4, 9, undefined]);
    const others = internals.store.map.plans.filter(({ plan }) => !plan.readOnly);
    assert.equal(
      internals.store.map.total,
      others.reduce((sum, { total }) => sum + total, 0),
    );
  });

  it('are followed while the tool works', async () => {
    const file = join(root, 'runs', RUN, 'state.json');
    const state = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    const followed = mapWhere(internals, () => step(1)?.status === 'unknown');
    await writeFile(file, JSON.stringify({ ...state, phase: 'IMPLEMENT', stop_reason: undefined }));
    await followed;
  });

  it('are not run, resumed, set or written', async () => {
    const before = await contents();
    for (const command of ['runStep', 'resume', 'setStatus', 'stop'])
      await vscode.commands.executeCommand(`stageRunner.${command}`, node(1));
    await vscode.commands.executeCommand('stageRunner.runNext', { kind: 'plan', plan: `runr:${root}` });
    assert.deepEqual(vscode.window.terminals, []);
    assert.equal(step(1)?.lastRun, undefined);
    assert.deepEqual(await contents(), before);
  });

  it('name commits that the working tree is compared with', async () => {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
    const sha = git('rev-parse', 'HEAD');
    const sidecar = { schema_version: 1, sha, run_id: RUN, milestone_index: 1, milestone_title: 'Print' };
    const named = mapWhere(internals, () => step(1)?.status === 'done');
    const text = JSON.stringify({ ...sidecar, created_at: '2026-01-06T09:30:00.000Z' });
    await writeFile(join(root, 'checkpoints', `${sha}.json`), text);
    await named;
    await vscode.commands.executeCommand('stageRunner.compareRecorded', node(1));
    assert.match(
      vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '',
      /^“02 Print the total” and the working tree/,
    );
  });

  function view(): PlanView | undefined {
    return internals.store.plan(`runr:${root}`);
  }

  function node(milestone: number): TreeNode {
    return { kind: 'step', plan: `runr:${root}`, step: `${RUN}/${milestone}` };
  }

  function step(milestone: number) {
    return internals.store.step(`runr:${root}`, `${RUN}/${milestone}`);
  }

  async function contents(): Promise<string[]> {
    const files = await readdir(root, { recursive: true, withFileTypes: true });
    const texts = files
      .filter((file) => file.isFile())
      .map(async ({ parentPath, name }) => `${name} ${await readFile(join(parentPath, name), 'utf8')}`);
    return (await Promise.all(texts)).sort();
  }

  /** Resolves when the map is as asked, now or after one of its next changes. */
});
