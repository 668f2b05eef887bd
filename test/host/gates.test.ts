import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Gate } from '../../src/core/gateRecord';
import { pickAnswer, type Picked } from '../../src/vscode/gates/gatePick';
import { choose, keys, nextInputBox, nextQuickPick } from './quickInputs';

const gate: Gate = {
  schema_version: 1,
  id: 'g1',
  run: 'r1',
  node: 'gate_review',
  kind: 'approval',
  title: 'Review',
  question: 'Is it good?',
  options: [
    { key: 'approve', leadsTo: 'the step is done', needsReason: false },
    { key: 'reject', leadsTo: 'the run ends', needsReason: true },
  ],
  allowsText: true,
  evidence: [{ label: 'Plan', file: __filename }],
  blocks: 'step 01',
  plan: { root: '/plans', title: 'Plan' },
  step: { key: '01-a', number: '01', title: 'A' },
  openedAt: '2026-01-01T00:00:00.000Z',
};

describe('a gate in the real quick pick', () => {
  let draft: string;
  let opened: string[];
  let left: string[];
  let closed: AbortController;
  beforeEach(() => {
    draft = '';
    opened = [];
    left = [];
    closed = new AbortController();
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeQuickOpen'));

  function ask(): Promise<Picked | undefined> {
    return pickAnswer(
      gate,
      {
        draft: () => Promise.resolve(draft),
        saveDraft: (text) => {
          draft = text;
        },
        openQuestion: () => Promise.resolve(void opened.push('question')),
        openEvidence: (file) => Promise.resolve(void opened.push(file)),
        leave: (how) => Promise.resolve(void left.push(how)),
      },
      closed.signal,
    );
  }

  it('is answered by moving to an option and pressing Enter', async () => {
    const shown = nextQuickPick();
    const answer = ask();
    const pick = await shown;
    assert.equal(pick.title, 'Plan · 01 A · Review');
    assert.equal(pick.ignoreFocusOut, true);
    await choose(pick, 'approve');
    assert.deepEqual(await answer, { choice: 'approve' });
  });

  it('answers nothing on Enter alone: that opens the question, and the pick is there again', async () => {
    const first = nextQuickPick();
    const answer = ask();
    await first;
    const again = nextQuickPick();
    await keys.enter();
    await choose(await again, 'approve');
    assert.deepEqual(opened, ['question']);
    assert.deepEqual(await answer, { choice: 'approve' });
  });

  it('opens evidence without answering', async () => {
    const first = nextQuickPick();
    const answer = ask();
    const pick = await first;
    const again = nextQuickPick();
    await choose(pick, 'Plan');
    await again;
    assert.deepEqual(opened, [__filename]);
    await keys.escape();
    assert.equal(await answer, undefined);
  });

  it('is left for another way out of the stage without an answer', async () => {
    for (const label of ['Skip this step…', 'Stop the stage']) {
      const shown = nextQuickPick();
      const answer = ask();
      await choose(await shown, label);
      assert.equal(await answer, undefined);
    }
    assert.deepEqual(left, ['skipStep', 'stopStage']);
  });

  it('still waits after Escape', async () => {
    const shown = nextQuickPick();
    const answer = ask();
    await shown;
    await keys.escape();
    assert.equal(await answer, undefined);
  });

  it('still waits when another quick input takes the place', async () => {
    const shown = nextQuickPick();
    const answer = ask();
    await shown;
    const other = vscode.window.createQuickPick();
    other.show();
    assert.equal(await answer, undefined);
    other.dispose();
  });

  it('closes when it was answered elsewhere', async () => {
    const shown = nextQuickPick();
    const answer = ask();
    await shown;
    closed.abort();
    assert.equal(await answer, undefined);
  });

  it('takes no empty reason, keeps the draft, and hands the reason over', async () => {
    const shown = nextQuickPick();
    const box = nextInputBox();
    const answer = ask();
    await choose(await shown, 'reject');
    const input = await box;
    await keys.enter();
    while (!input.validationMessage) await new Promise(setImmediate);
    input.value = 'too slow';
    await keys.enter();
    assert.deepEqual(await answer, { choice: 'reject', reason: 'too slow' });
  });

  it('restores a draft in the box', async () => {
    draft = 'half a thought';
    const shown = nextQuickPick();
    const box = nextInputBox();
    const answer = ask();
    await choose(await shown, 'Answer in your own words…');
    assert.equal((await box).value, 'half a thought');
    await keys.enter();
    assert.deepEqual(await answer, { choice: 'half a thought' });
  });
});
