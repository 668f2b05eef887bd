import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import type { StageMap } from '../../src/core/status';
import type { Internals } from '../../src/extension';
import type { GraphPanel } from '../../src/vscode/graph/panel';
import { activated, mapWhere } from './extension';
import { nextMessage } from './quickInputs';

const names = ['First & foremost', 'Second <b>bold</b>', 'Third "quoted"'];

describe('the stage graph in the editor', () => {
  let internals: Internals;
  let scratch: string;
  let plan: string;

  before(async () => {
    const found = await activated();
    internals = found.internals;
    scratch = join(found.folder, 'graph-test');
    plan = `coyote:${join(scratch, 'plans')}`;
    const seen = mapWhere(internals, (map) => stepsIn(map).length === names.length);
    for (const at of names.keys()) await write(at, 'pending');
    await seen;
  });

  after(async () => {
    for (const panel of [...internals.running.graphs.panels]) panel.dispose();
    const gone = mapWhere(internals, (map) => stepsIn(map).length === 0);
    await rm(scratch, { recursive: true, force: true });
    await gone;
  });

  it('is drawn as a well-formed SVG with every step, and follows a change', async () => {
    const panel = await drawnPanel();
    const before = await drawn(panel);
    assert.deepEqual(elementsLeftOpen(before), []);
    for (const [at, name] of names.entries())
      assert.ok(textsIn(before).includes(`0${at + 1} ${name}`), `${name} is not in ${before}`);
    assert.doesNotMatch(before, /var\(|style=|class="[^"]*"[^>]*style|href|script/i);
    assert.match(before, /fill="rgb/);
    const marked = mapWhere(internals, (map) => stepsIn(map)[0]?.status === 'unknown');
    await write(0, 'in-progress');
    await marked;
    const after = await drawn(panel);
    assert.ok(textsIn(after).some((text) => text.startsWith('unknown')));
    assert.deepEqual(elementsLeftOpen(after), []);
  });

  it('is saved as a file that a person names, and not at all where they name none', async () => {
    await vscode.commands.executeCommand('stageRunner.showGraph', { kind: 'plan', plan });
    const shown = await drawn(panelOf(plan));
    const file = join(scratch, 'drawing.svg');
    const offered = answerSaveDialogs(undefined, vscode.Uri.file(file));
    const said = nextMessage();
    await vscode.commands.executeCommand('stageRunner.exportGraph');
    await assert.rejects(readFile(file), { code: 'ENOENT' });
    await vscode.commands.executeCommand('stageRunner.exportGraph');
    assert.match(await said, /^The graph was saved as .*drawing\.svg\.$/);
    assert.equal(await readFile(file, 'utf8'), shown);
    assert.deepEqual(offered, ['Graph-of-graph-test-plans.svg', 'Graph-of-graph-test-plans.svg']);
    for (const panel of [...internals.running.graphs.panels]) panel.dispose();
    const advice = nextMessage();
    await vscode.commands.executeCommand('stageRunner.exportGraph');
    assert.equal(await advice, 'Show a graph first; its drawing is saved.');
  });

  it('has one panel for a plan, and one that says so when the plan goes away', async () => {
    await vscode.commands.executeCommand('stageRunner.showGraph', { kind: 'plan', plan });
    assert.equal(internals.running.graphs.panels.size, 1);
    const none = await internals.running.graphs.show({ plan: 'coyote:/nowhere' });
    assert.deepEqual(textsIn(await drawn(none)), []);
    assert.equal(internals.running.graphs.active(), none);
    none.dispose();
    assert.equal(internals.running.graphs.panels.size, 1);
  });

  /** Answers the next questions for a file to save, in this order; gives the names that were offered. */
  function answerSaveDialogs(...answers: readonly (vscode.Uri | undefined)[]): string[] {
    const window = vscode.window as { showSaveDialog: unknown };
    const original = window.showSaveDialog;
    const offered: string[] = [];
    window.showSaveDialog = ({ defaultUri }: vscode.SaveDialogOptions) => {
      const answer = answers[offered.length];
      offered.push(basename(defaultUri?.path ?? ''));
      if (offered.length === answers.length) window.showSaveDialog = original;
      return Promise.resolve(answer);
    };
    return offered;
  }

  /** The panel of the plan once it draws. A page that never loads, as on a busy machine, is closed and shown anew. */
  async function drawnPanel(): Promise<GraphPanel> {
    for (;;) {
      await vscode.commands.executeCommand('stageRunner.showGraph', { kind: 'plan', plan });
      const panel = panelOf(plan);
      if ((await panel.drawing().catch(isNotDrawn)) !== undefined) return panel;
      panel.dispose();
    }
  }

  function panelOf(id: string): GraphPanel {
    const found = [...internals.running.graphs.panels].find(({ target }) => target.plan === id);
    assert.ok(found, 'no panel was opened');
    return found;
  }

  function stepsIn(map: StageMap): StageMap['plans'][number]['steps'] {
    return map.plans.find((view) => view.plan.id === plan)?.steps ?? [];
  }

  async function write(at: number, status: string): Promise<void> {
    const folder = join(scratch, 'plans', 'steps');
    await mkdir(folder, { recursive: true });
    const needs = at === 0 ? '' : String(at);
    const text = `---\nstep: ${at + 1}\ntitle: '${names[at] ?? ''}'\ndepends_on: [${needs}]\nstatus: ${status}\n---\n`;
    await writeFile(join(folder, `0${at + 1}-step.md`), text);
  }
});

/** The drawing, asked for until there is one: on a busy machine the page answers late. */
async function drawn(panel: GraphPanel): Promise<string> {
  for (;;) {
    const svg = await panel.drawing().catch(isNotDrawn);
    if (svg !== undefined) return svg;
  }
}

function isNotDrawn(error: unknown): undefined {
  if (!String(error).includes('The graph was not drawn')) throw error;
}

function textsIn(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) =>
    text
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&amp;/g, '&'),
  );
}

/** What keeps a text from being well-formed: unbalanced elements, bare ampersands. */
function elementsLeftOpen(svg: string): string[] {
  const open: string[] = [];
  for (const [, end, name = '', alone] of svg.matchAll(/<(\/?)([\w:]+)(?:\s+[\w:-]+="[^"<]*")*\s*(\/?)>/g)) {
    if (end === '') {
      if (alone === '') open.push(name);
    } else if (open.pop() !== name) return [`</${name}>`];
  }
  const bare = svg.match(/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/gi) ?? [];
  const other = svg.replace(/<\/?[\w:]+(?:\s+[\w:-]+="[^"<]*")*\s*\/?>/g, '').match(/</g) ?? [];
  return [...open, ...bare, ...other];
}
