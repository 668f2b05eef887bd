import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { choose, keys, nextList, nextQuickPick } from './quickInputs';
import { RunWorld, useSettings } from './runWorld';

describe('commands', () => {
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

  const run = (command: string, ...args: unknown[]): Thenable<unknown> =>
    vscode.commands.executeCommand(`stageRunner.${command}`, ...args);

  /** Runs a step up to its gate. */
  async function toTheGate(number: string): Promise<void> {
    await run('runStep', world.node(number));
    await (await world.nextInvocation()).release();
    await world.stepWhere(number, ({ gates }) => gates.length === 1);
  }

  it('are all there', async () => {
    const { contributes } = vscode.extensions.getExtension('stage-runner.stage-runner')?.packageJSON as {
      contributes: { commands: { command: string }[] };
    };
    const known = new Set(await vscode.commands.getCommands(true));
    const missing = contributes.commands.filter(({ command }) => !known.has(command));
    assert.deepEqual(missing, []);
  });

  it('run a step in a terminal named for it, up to its gate, and on when the gate is answered', async () => {
    await run('runStep', world.node('01'));
    const agent = await world.nextInvocation();
    assert.deepEqual(
      vscode.window.terminals.map(({ name }) => name),
      ['01 First'],
    );
    assert.equal(world.step('01').status, 'running');
    await agent.release();
    await world.stepWhere('01', ({ status }) => status === 'waiting');

    const shown = nextQuickPick();
    const answered = run('answerGate', world.node('01'));
    const pick = await shown;
    assert.match(pick.title ?? '', /· 01 First · Review$/);
    await choose(pick, 'approve');
    await answered;
    await world.stepWhere('01', ({ lastRun }) => lastRun?.phase === 'ended');
    const [gate] = world.step('01').lastRun?.gates ?? [];
    assert.equal(gate?.answer?.choice, 'approve');
    assert.equal(gate.answer.window, world.internals.running.window);
    assert.notEqual(gate.answer.by, '');
  });

  it('leave a gate waiting on Escape', async () => {
    await toTheGate('01');
    const shown = nextQuickPick();
    const asked = run('answerGate');
    await shown;
    await keys.escape();
    await asked;
    assert.equal(world.step('01').status, 'waiting');
    await run('stop', world.node('01'));
  });

  it('close the prompt when another window answers', async () => {
    await toTheGate('01');
    const [gate] = world.step('01').gates;
    assert(gate);
    const shown = nextQuickPick();
    const asked = run('answerGate', world.node('01'));
    await shown;
    const runs = await world.internals.store.runStoreFor(world.folder);
    const answered = await runs.answerGate(gate.id, {
      choice: 'approve',
      by: 'Somebody',
      window: 'another',
      at: gate.openedAt,
    });
    assert.deepEqual(answered, { recorded: true });
    await asked;
    await world.stepWhere('01', ({ lastRun }) => lastRun?.phase === 'ended');
    assert.equal(world.step('01').lastRun?.gates[0]?.answer?.by, 'Somebody');
  });

  it('say "interrupted" of a run whose terminal was closed, and resume it with a new attempt', async () => {
    await run('runStep', world.node('01'));
    await world.nextInvocation();
    for (const terminal of vscode.window.terminals) terminal.dispose();
    await world.stepWhere('01', ({ status }) => status === 'interrupted');
    assert.equal(world.step('01').lastRun?.stop?.code, 'terminal_closed');
    await run('resume', world.node('01'));
    await (await world.nextInvocation()).release();
    await world.stepWhere('01', ({ status }) => status === 'waiting');
    await run('stop', world.node('01'));
  });

  it('stop a run and its agent', async () => {
    await run('runStep', world.node('01'));
    const { pid } = await world.nextInvocation();
    await run('stop', world.node('01'));
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
    await world.stepWhere('01', ({ status }) => status === 'stopped');
  });

  it('run one step of a folder at a time', async () => {
    await run('runStep', world.node('01'));
    await world.nextInvocation();
    await run('runStep', world.node('02'));
    assert.equal(world.step('02').lastRun, undefined);
    await run('stop', world.node('01'));
  });

  it('use one terminal for all attempts of a step', async () => {
    for (let time = 0; time < 2; time++) {
      await run('runStep', world.node('02'));
      const agent = await world.nextInvocation();
      assert.equal(vscode.window.terminals.filter(({ name }) => name === '02 Second').length, 1);
      await agent.release();
      await world.stepWhere('02', ({ gates }) => gates.length === 1);
      const shown = nextQuickPick();
      const answered = run('answerGate', world.node('02'));
      await choose(await shown, 'approve');
      await answered;
      await world.stepWhere('02', ({ lastRun }) => lastRun?.phase === 'ended');
    }
    assert.equal(world.step('02').lastRun?.header.attempt, 2);
  });

  it('give agents that work at the same time a terminal each', async () => {
    await world.useProtocol('branches.yaml');
    await run('runStep', world.node('01'));
    await (await world.nextInvocation()).release();
    const agents = [await world.nextInvocation(), await world.nextInvocation()];
    assert.equal(vscode.window.terminals.filter(({ name }) => name === '01 First').length, 2);
    for (const agent of agents) await agent.release();
    await world.stepWhere('01', ({ lastRun }) => lastRun?.phase === 'ended');
    assert.deepEqual(
      world.step('01').lastRun?.attempts.map(({ outcome }) => outcome?.kind),
      ['result', 'result', 'result'],
    );
  });

  it('show a run as a rendered page', async () => {
    await toTheGate('01');
    const page = new Promise<vscode.TextDocument>((resolve) => {
      const open = vscode.workspace.onDidOpenTextDocument((document) => {
        if (document.uri.scheme !== 'stage-runner') return;
        open.dispose();
        resolve(document);
      });
    });
    await run('showRun', world.node('01'));
    assert.match((await page).getText(), /Review/);
    await run('stop', world.node('01'));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('open the plan file of a row', async () => {
    await run('openPlan', world.node('02'));
    const file = vscode.window.activeTextEditor?.document.uri.fsPath ?? '';
    assert.equal(file, world.step('02').step.file);
    assert.match(await readFile(file, 'utf8'), /title: Second/);
  });

  it('list what Check Setup finds, in words', async () => {
    const shown = nextList();
    const listed = run('checkSetup');
    const rows = (await shown).map(({ label, description }) => `${label} | ${description ?? ''}`);
    assert(
      rows.some((row) => /^\$\(check\) .*: steps are run by waiting \| fine/.test(row)),
      rows.join('\n'),
    );
    await keys.escape();
    await listed;
  });
});
