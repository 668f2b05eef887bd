import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { Run } from '../../src/core/run';
import type { Internals } from '../../src/extension';
import { RunNotices } from '../../src/vscode/runNotices';
import { stageRun } from '../unit/core/mapValues';
import { activated, mapWhere } from './extension';
import { nextMessage } from './quickInputs';
import { useSettings } from './runWorld';

const FILES: Readonly<Record<string, string>> = {
  'ROADMAP.md': '# Roadmap\n\n### Phase 1: Base\n\n### Phase 2: Roof\n',
  'phases/01-base/01-01-PLAN.md': '---\nphase: 01-base\nplan: 01\nwave: 1\n---\n',
  'phases/01-base/01-01-SUMMARY.md': '# Summary\n\n**The base is there.**\n',
  'phases/01-base/01-VERIFICATION.md': '---\nphase: 01-base\nstatus: passed\n---\n',
};

describe('the end of a stage', () => {
  let internals: Internals;
  let scratch: string;
  let restoreSettings: () => Promise<void>;
  const log = vscode.window.createOutputChannel('Stage end', { log: true });
  before(async () => {
    const found = await activated();
    internals = found.internals;
    scratch = join(found.folder, 'stage-end-test');
    restoreSettings = await useSettings();
  });
  beforeEach(() => write(FILES));
  afterEach(async () => {
    await rm(scratch, { recursive: true, force: true });
    await internals.store.refresh();
  });
  after(async () => {
    log.dispose();
    await restoreSettings();
  });

  async function write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      const file = join(scratch, '.planning', name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    await internals.store.refresh();
  }

  /** The run of the first phase, which has ended. */
  function ended(): Run {
    const plan = internals.store.map.plans.find(({ plan: { root } }) => root.startsWith(scratch))?.plan;
    const stage = plan?.stages.find(({ number }) => number === '01');
    assert.ok(plan && stage);
    const { header, ...run } = stageRun(stage.key, {
      phase: 'ended',
      stop: { code: 'stage_complete', detail: '' },
    });
    const { id, format, root, title, terms } = plan;
    return { ...run, header: { ...header, plan: { id, format, root, title, terms } } };
  }

  /** Tells that the first phase has ended, and presses the first button. Gives the words of all of them. */
  function pressFirst(): Promise<readonly string[]> {
    const window = vscode.window as { showInformationMessage: unknown };
    const original = window.showInformationMessage;
    return new Promise((resolve) => {
      window.showInformationMessage = (_: string, ...buttons: readonly { readonly title: string }[]) => {
        window.showInformationMessage = original;
        resolve(buttons.map(({ title }) => title));
        return Promise.resolve(buttons[0]);
      };
      new RunNotices({ store: internals.store, log }).changed(ended());
    });
  }

  it('leads to the next one, which begins', async () => {
    await write({ 'phases/02-roof/02-01-PLAN.md': '---\nphase: 02-roof\nplan: 01\nwave: 1\n---\n' });
    assert.deepEqual(await pressFirst(), ['Run Next Phase', 'Show Run', 'Open Plan']);
    const { id: plan } = ended().header.plan;
    const next = () => internals.store.plan(plan)?.stages.find(({ stage }) => stage.number === '02');
    // It begins with a gate: there is no STATE.md.
    await mapWhere(internals, () => next()?.lastRun?.state === 'waiting');
    await vscode.commands.executeCommand('stageRunner.stopStage', {
      kind: 'stage',
      plan,
      stage: next()?.key,
    });
    assert.equal(next()?.lastRun?.run.stop?.code, 'user_stopped');
  });

  it('says what plans the next one, and what completes the milestone', async () => {
    assert.deepEqual((await pressFirst())[0], 'Copy /gsd:plan-phase 2');
    assert.equal(await nextMessage(), '/gsd:plan-phase 2 is on the clipboard. Give it to your agent.');
    assert.equal(await vscode.env.clipboard.readText(), '/gsd:plan-phase 2');
    await write({ 'ROADMAP.md': '# Roadmap\n\n### Phase 1: Base\n' });
    assert.deepEqual((await pressFirst())[0], 'Copy /gsd:complete-milestone');
  });
});
