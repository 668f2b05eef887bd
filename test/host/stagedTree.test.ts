import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { StageMap } from '../../src/core/status';
import type { Internals } from '../../src/extension';
import type { TreeNode } from '../../src/vscode/nodes';
import { activated, mapWhere } from './extension';
import { nextMessage } from './quickInputs';

const FILES: Readonly<Record<string, string>> = {
  'ROADMAP.md': '# Roadmap: House\n\n- [x] **Phase 1: Ground** - a\n- [ ] **Phase 2: Walls** - b\n',
  'phases/01-ground/01-01-PLAN.md': plan('01-ground', '01', 1),
  'phases/01-ground/01-01-SUMMARY.md': '---\nphase: 01-ground\nplan: 01\n---\n# Summary\n',
  'phases/01-ground/01-VERIFICATION.md': '---\nphase: 01-ground\nstatus: passed\nscore: 3/3\n---\n# Report\n',
  'phases/02-walls/02-01-PLAN.md': plan('02-walls', '01', 1),
  'phases/02-walls/02-02-PLAN.md': plan('02-walls', '02', 2),
  'milestones/v0.9-ROADMAP.md': '# Milestone v0.9: Tent\n',
  'milestones/v0.9-phases/00-pegs/00-01-PLAN.md': plan('00-pegs', '01', 1),
};

function plan(phase: string, number: string, wave: number): string {
  const head = `phase: ${phase}\nplan: ${number}\ntype: execute\nwave: ${wave}\ndepends_on: []\n`;
  const lists = 'files_modified: []\nautonomous: true\nmust_haves: {}\n';
  return `---\n${head}${lists}---\n<objective>\nPut ${phase} up.\n</objective>\n`;
}

describe('a staged plan in the editor', () => {
  let internals: Internals;
  let root: string;
  let scratch: string;

  before(async () => {
    const found = await activated();
    internals = found.internals;
    scratch = join(found.folder, 'staged-test');
    root = join(scratch, '.planning');
    for (const [name, text] of Object.entries(FILES)) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      await writeFile(join(root, name), text);
    }
    await internals.store.refresh();
    await mapWhere(internals, (map) => (planOf(map)?.steps.length ?? 0) === 3);
  });

  after(async () => {
    await vscode.commands.executeCommand('stageRunner.showAllRows');
    await rm(scratch, { recursive: true, force: true });
    await internals.store.refresh();
  });

  it('shows its stages with their status, and the batches of the one that has two', async () => {
    assert.deepEqual(await rows(planNode()), [
      '01 Ground | verified · 1/1',
      '02 Walls | planned · 0/2',
      'v0.9 | archived · 1 phase',
    ]);
    assert.deepEqual(await rows(stageNode('02')), ['Wave 1 | 0/1 · next', 'Wave 2 | 0/1 · waits']);
  });

  it('reads an archived milestone when its row is opened, and not before', async () => {
    assert.equal(planOf(internals.store.map)?.plan.archives?.[0]?.opened, false);
    const [archive] = (await children(planNode())).filter(({ kind }) => kind === 'archive');
    assert.ok(archive);
    assert.deepEqual(await rows(archive), ['00 Pegs | planned · 0/1']);
    assert.deepEqual([planOf(internals.store.map)?.done, planOf(internals.store.map)?.total], [1, 3]);
  });

  it('hides what is done, and shows it again', async () => {
    await vscode.commands.executeCommand('stageRunner.hideDone');
    assert.deepEqual(await rows(planNode()), ['02 Walls | planned · 0/2']);
    await vscode.commands.executeCommand('stageRunner.showDone');
    assert.equal((await rows(planNode())).length, 3);
  });

  it('filters by a status that is picked from those that there are', async () => {
    answerLists('verified');
    await vscode.commands.executeCommand('stageRunner.filterByStatus');
    assert.deepEqual(await rows(planNode()), ['01 Ground | verified · 1/1']);
    await vscode.commands.executeCommand('stageRunner.showAllRows');
    assert.equal((await rows(planNode())).length, 3);
  });

  it('shows everything again when a hidden row is revealed', async () => {
    await vscode.commands.executeCommand('stageRunner.hideDone');
    await internals.tree.reveal(stageNode('01'));
    assert.equal((await rows(planNode())).length, 3);
  });

  it('has no status of a step that anybody could set', async () => {
    const [step] = planOf(internals.store.map)?.steps.filter(({ status }) => status === 'ready') ?? [];
    assert.ok(step);
    const said = nextMessage();
    const node = { kind: 'step', plan: step.plan, step: step.step.key };
    await vscode.commands.executeCommand('stageRunner.setStatus', node);
    assert.equal(
      await said,
      'In this plan no status is written: what is done is told by its own files, such as the summary of each plan.',
    );
  });

  /** Picks the rows with these labels of the next list that takes several. */
  function answerLists(...labels: readonly string[]): void {
    const window = vscode.window as { showQuickPick: unknown };
    const original = window.showQuickPick;
    window.showQuickPick = (items: readonly vscode.QuickPickItem[]) => {
      window.showQuickPick = original;
      return Promise.resolve(items.filter(({ label }) => labels.includes(label)));
    };
  }

  function planOf(map: StageMap): StageMap['plans'][number] | undefined {
    return map.plans.find(({ plan: { root: of } }) => of === root);
  }

  function planNode(): TreeNode {
    return { kind: 'plan', plan: `gsd:${root}` };
  }

  function stageNode(number: string): TreeNode {
    const stage = planOf(internals.store.map)?.stages.find((one) => one.stage.number === number);
    assert.ok(stage);
    return { kind: 'stage', plan: `gsd:${root}`, stage: stage.key };
  }

  function children(node: TreeNode): Promise<TreeNode[]> {
    return internals.tree.getChildren(node);
  }

  /** The rows under a node as they are on screen; documents and hints left out. */
  async function rows(node: TreeNode): Promise<string[]> {
    const shown = (await children(node)).filter(({ kind }) => !['file', 'documents', 'hint'].includes(kind));
    return shown.map((one) => {
      const { label, description } = internals.tree.getTreeItem(one);
      assert.ok(typeof label === 'string' && typeof description === 'string');
      return `${label} | ${description}`;
    });
  }
});
