/** A plan of two steps with a protocol of one agent and one gate, and an agent that waits for the test. */
import assert from 'node:assert/strict';
import { watch } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { StageMap, StepView } from '../../src/core/status';
import type { Internals } from '../../src/extension';
import type { TreeNode } from '../../src/vscode/nodes';

/** An invocation of the agent: it is running, and answers once it is released. */
export interface Invocation {
  readonly pid: number;
  release(): Promise<void>;
}

const FIXTURES = join(__dirname, '../../../test/fixtures/commands');

/** Chooses the waiting agent and the small protocol, and lets no gate open by itself. Gives how to take it back. */
export async function useSettings(): Promise<() => Promise<void>> {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  assert(first, 'the tests run in a workspace folder');
  const { WorkspaceFolder, Global } = vscode.ConfigurationTarget;
  const argv = [process.execPath, join(FIXTURES, 'agent.mjs'), '{answers}'];
  const before = vscode.workspace
    .getConfiguration('stageRunner', first.uri)
    .inspect('agent')?.workspaceFolderValue;
  await set(first.uri, 'agents', { waiting: { argv } }, Global);
  await set(first.uri, 'agent', 'waiting', WorkspaceFolder);
  await set(first.uri, 'protocol', 'commands-test/protocol.yaml', WorkspaceFolder);
  await set(first.uri, 'gates.autoOpen', 'never', Global);
  return async () => {
    await set(first.uri, 'agents', undefined, Global);
    await set(first.uri, 'gates.autoOpen', undefined, Global);
    await set(first.uri, 'protocol', undefined, WorkspaceFolder);
    await set(first.uri, 'agent', before, WorkspaceFolder);
  };
}

/** Resolves when the extension host sees the value, which can be later than when it is written. */
async function set(
  scope: vscode.Uri,
  key: string,
  value: unknown,
  target: vscode.ConfigurationTarget,
): Promise<void> {
  const place = target === vscode.ConfigurationTarget.Global ? 'globalValue' : 'workspaceFolderValue';
  const holds = (): boolean =>
    isDeepStrictEqual(vscode.workspace.getConfiguration('stageRunner', scope).inspect(key)?.[place], value);
  const seen = new Promise<void>((resolve) => {
    const listening = vscode.workspace.onDidChangeConfiguration(() => {
      if (!holds()) return;
      listening.dispose();
      resolve();
    });
  });
  await vscode.workspace.getConfiguration('stageRunner', scope).update(key, value, target);
  if (!holds()) await seen;
}

/** Each file of tests is a bundle with a count of its own, so the count alone would not do. */
const bundle = Date.now();
let worlds = 0;

export class RunWorld {
  private constructor(
    readonly internals: Internals,
    /** The workspace folder. */
    readonly folder: string,
    /** Each world has a plan folder of its own, so that it knows nothing of the runs of earlier ones. */
    private readonly count: number,
  ) {}

  static async begin(): Promise<RunWorld> {
    const extension = vscode.extensions.getExtension<Internals>('stage-runner.stage-runner');
    assert(extension, 'the extension is installed');
    const internals = await extension.activate();
    await internals.store.whenReady;
    const [first] = vscode.workspace.workspaceFolders ?? [];
    assert(first, 'the tests run in a workspace folder');
    const world = new RunWorld(internals, first.uri.fsPath, ++worlds);
    await world.fill();
    return world;
  }

  async end(): Promise<void> {
    for (const terminal of vscode.window.terminals) terminal.dispose();
    await rm(this.scratch, { recursive: true, force: true });
    await this.internals.store.refresh();
  }

  /** Puts a protocol of the fixtures in the place of the one that the settings name; for this world. */
  useProtocol(name: string): Promise<void> {
    return copyFile(join(FIXTURES, name), join(this.scratch, 'protocol.yaml'));
  }

  get root(): string {
    return join(this.scratch, `world-${bundle}-${this.count}`, 'plans');
  }

  step(number: string): StepView {
    const view = this.plan?.steps.find(({ step }) => step.number === number);
    assert(view, `step ${number} is on the map`);
    return view;
  }

  node(number: string): TreeNode {
    const view = this.step(number);
    return { kind: 'step', plan: view.plan, step: view.step.key };
  }

  /** Resolves when the map is as asked, now or after one of its next changes. */
  mapWhere(holds: (map: StageMap) => boolean): Promise<void> {
    const { store } = this.internals;
    return new Promise((resolve) => {
      const look = (): void => {
        if (!holds(store.map)) return;
        stop();
        resolve();
      };
      const stop = store.onDidChange(look);
      look();
    });
  }

  stepWhere(number: string, holds: (view: StepView) => boolean): Promise<void> {
    return this.mapWhere(() => holds(this.step(number)));
  }

  /** The next invocation of the agent, once the map shows it. Each is given once. */
  async nextInvocation(): Promise<Invocation> {
    const name = await this.nextFile(join(this.scratch, 'agents'), '.json');
    const file = join(this.scratch, 'agents', name);
    const { pid, folder } = JSON.parse(await readFile(file, 'utf8')) as { pid: number; folder: string };
    await rm(file);
    await this.internals.store.whenShown();
    return { pid, release: () => writeFile(join(folder, 'release'), '') };
  }

  /** Every event type of the step's last run, in order. */
  async journal(number: string): Promise<string[]> {
    const run = this.step(number).lastRun;
    assert(run, `step ${number} was run`);
    const lines = (await readFile(run.file, 'utf8')).trim().split('\n');
    return lines.map((line) => (JSON.parse(line) as { type: string }).type);
  }

  private get scratch(): string {
    return join(this.folder, 'commands-test');
  }

  private get plan() {
    return this.internals.store.map.plans.find(({ plan }) => plan.root === this.root);
  }

  private async fill(): Promise<void> {
    await mkdir(join(this.root, 'steps'), { recursive: true });
    await mkdir(join(this.scratch, 'agents'));
    await this.useProtocol('protocol.yaml');
    await this.writeStep('01-first.md', 'First');
    await this.writeStep('02-second.md', 'Second');
    await this.internals.store.refresh();
    assert.equal(this.plan?.steps.length, 2);
  }

  private writeStep(name: string, title: string): Promise<void> {
    const text = `---\ntitle: ${title}\ndepends_on: []\nstatus: pending\n---\n\n## Objective\n`;
    return writeFile(join(this.root, 'steps', name), text);
  }

  private nextFile(folder: string, ending: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        readdir(folder).then((names) => {
          const name = names.find((one) => one.endsWith(ending));
          if (name === undefined) return;
          watcher.close();
          resolve(name);
        }, reject);
      };
      const watcher = watch(folder, look);
      look();
    });
  }
}
