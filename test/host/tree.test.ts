import assert from 'node:assert/strict';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { StageMap } from '../../src/core/status';
import type { Internals } from '../../src/extension';
import type { TreeNode } from '../../src/vscode/nodes';
import { activated, mapWhere } from './extension';

describe('the Stage Map in the editor', () => {
  let internals: Internals;
  let scratch: string;
  let root: string;

  before(async () => {
    const found = await activated();
    internals = found.internals;
    scratch = join(found.folder, 'tree-test');
    root = join(scratch, 'plans');
  });

  beforeEach(async () => {
    const seen = mapWhere(internals, (map) => stepsOf(map).length === 2);
    await writeSteps({ '01-first.md': 'pending', '02-second.md': 'Pending' });
    await seen;
  });

  afterEach(async () => {
    const gone = mapWhere(internals, (map) => !map.plans.some(({ plan }) => plan.root === root));
    await rm(scratch, { recursive: true, force: true });
    await gone;
  });

  it('shows a plan that appears, with its steps and their status in words', async () => {
    assert.deepEqual(await rows(), [
      '01 01-first.md | ready',
      '02 02-second.md | skipped · status “Pending” is not exact',
    ]);
  });

  it('finds a plan in a folder that is moved in whole, and again where it is moved to', async () => {
    const moved = join(scratch, 'moved');
    const isThere = (map: StageMap) =>
      map.plans.some(({ plan }) => plan.root === join(moved, 'deep', 'plans'));
    const there = mapWhere(internals, isThere);
    await mkdir(join(scratch, 'deep'));
    await rename(root, join(scratch, 'deep', 'plans'));
    await mkdir(moved);
    await rename(join(scratch, 'deep'), join(moved, 'deep'));
    await there;
    const back = mapWhere(internals, (map) => stepsOf(map).length === 2 && !isThere(map));
    await rename(join(moved, 'deep', 'plans'), root);
    await back;
  });

  it('follows one changed file', async () => {
    const changed = mapWhere(internals, (map) => stepsOf(map)[0]?.status === 'unknown');
    await writeSteps({ '01-first.md': 'in-progress' });
    await changed;
    assert.equal((await rows())[0], '01 01-first.md | unknown · marked in progress, no run known');
  });

  it('follows files in folders that were made together with the folders that they are in', async () => {
    const files = Array.from({ length: 10 }, (_, at) =>
      join(scratch, `of-${at}`, 'plans', 'steps', '01-step.md'),
    );
    const firstOf = (map: StageMap, file: string) =>
      map.plans.find(({ plan }) => plan.root === dirname(dirname(file)))?.steps[0];
    const write = async (file: string, status: string) => {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, `---\nstep: 1\nstatus: ${status}\n---\n`);
    };
    // Plans that were just found are searched for once more, so only the later rounds depend on what is watched.
    for (const mark of [
      'pending',
      'in-progress',
      'pending',
      'in-progress',
      'pending',
      'in-progress',
      'pending',
    ]) {
      const status = mark === 'pending' ? 'ready' : 'unknown';
      const seen = mapWhere(internals, (map) => files.every((file) => firstOf(map, file)?.status === status));
      await Promise.all(files.map((file) => write(file, mark)));
      await seen;
    }
  });

  it('puts problems into the Problems panel', () => {
    const found = vscode.languages.getDiagnostics(vscode.Uri.file(join(root, 'steps', '02-second.md')));
    const exact = found.find(({ code }) => code === 'status-not-exact');
    assert.equal(exact?.source, 'Stage Runner');
    assert.equal(exact.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(exact.range.start.line, 2);
  });

  it('reveals rows, also several at once', async () => {
    const steps = await children(await planNode());
    await Promise.all(steps.map((node) => internals.tree.reveal(node)));
  });

  function stepsOf(map: StageMap): StageMap['plans'][number]['steps'] {
    return map.plans.find(({ plan }) => plan.root === root)?.steps ?? [];
  }

  async function writeSteps(marks: Readonly<Record<string, string>>): Promise<void> {
    await mkdir(join(root, 'steps'), { recursive: true });
    for (const [name, mark] of Object.entries(marks)) {
      await writeFile(join(root, 'steps', name), `---\ntitle: ${name}\nstatus: ${mark}\n---\n`);
    }
  }

  function children(node?: TreeNode): Promise<TreeNode[]> {
    return internals.tree.getChildren(node);
  }

  async function planNode(): Promise<TreeNode> {
    const node = (await children()).find(({ plan }) => plan === `coyote:${root}`);
    assert.ok(node);
    return node;
  }

  /** The plan's rows as they are on screen: label and description. */
  async function rows(): Promise<string[]> {
    return (await children(await planNode())).map((node) => {
      const { label, description } = internals.tree.getTreeItem(node);
      assert.ok(typeof label === 'string' && typeof description === 'string');
      return `${label} | ${description}`;
    });
  }
});
