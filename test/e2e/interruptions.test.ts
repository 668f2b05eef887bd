import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../../scripts/paths';
import {
  answerGate,
  gatePrompt,
  startStep,
  escapeGate,
  openStageMap,
  statusBar,
  terminalText,
} from './person';
import { sample, withProduct, type Product } from './product';
import { journals } from './records';

const deviation = '01 Write lengths of time · Deviation';

/** In the place of the sample agent, which the sample's settings name: one that works until the test says `go`. */
const waiting = {
  argv: [process.execPath, path.join(root, 'test/fixtures/e2e/waiting-agent.mjs'), '{answers}'],
};

describe('a run that is interrupted', () => {
  it('is interrupted, not done, when its terminal is closed, and goes on from there', async () => {
    await whileWorking('closed terminal', async (product) => {
      await product.page.getByRole('button', { name: /^Kill Terminal/ }).click();
      await product.row(/^01 Write lengths of time, interrupted/).waitFor();
      assert.deepEqual(await ends(product), ['interrupted']);
      await product.screenshot('interrupted-terminal-closed');
      await resumeAndAnswer(product);
      assert.equal(await starts(product), 2);
    });
  });

  it('is taken up again after a reload, and its agent is started only once', async () => {
    await whileWorking('reload', async (product) => {
      await product.reload();
      await openStageMap(product);
      await product.row(/^01 Write lengths of time, running, orient/).waitFor();
      await writeFile(path.join(product.workspace, 'go'), '');
      await gatePrompt(product, deviation).waitFor();
      assert.equal(await starts(product), 1);
      await answerGate(product, deviation, 'proceed');
      await product.until('The next agent is not at work', async () =>
        /Waiting agent, (?!orient)/.test(await terminalText(product)),
      );
      // Its terminal takes the place of the one from before the reload. A single one is not listed, and a shell that the
      // editor opened by itself, because it restored no terminal into its open panel, does not count.
      await product.until('The terminal from before the reload is still there', async () => {
        const ours = product.page.locator('.terminal-tabs-entry', { hasText: /01 Write/ });
        return (await ours.count()) <= 1;
      });
    });
  });

  it('is taken up again after the extension host crashed, and its agent is started only once', async () => {
    await whileWorking('extension host', async (product) => {
      product.killExtensionHost();
      await answer(product);
      assert.equal(await starts(product), 1);
    });
  });

  it('tells the truth after the whole machine stopped, and goes on from there', async () => {
    await whileWorking('machine', async (product) => {
      await product.crashAndRestart();
      await openStageMap(product);
      await product.row(/^01 Write lengths of time, interrupted/).waitFor();
      await product.screenshot('interrupted-machine-stopped');
      await resumeAndAnswer(product);
      assert.equal(await starts(product), 2);
    });
  });
});

/** The test runs while an agent is at work in the first node of step 01. */
async function whileWorking(name: string, test: (product: Product) => Promise<void>): Promise<void> {
  const settings = { 'stageRunner.agents': { sample: waiting } };
  await withProduct({ name, workspace: sample, settings }, async (product) => {
    await openStageMap(product);
    await startStep(product, '01');
    await product.row(/^01 Write lengths of time, running, orient/).waitFor();
    await product.until('The agent is not at work', async () =>
      (await terminalText(product)).includes('Waiting agent, orient'),
    );
    await statusBar(product, /^Running: 01 Write lengths of time, orient$/).waitFor();
    await test(product);
  });
}

async function resumeAndAnswer(product: Product): Promise<void> {
  await startStep(product, '01', 'Resume');
  // The row says "running" for a moment while the next window takes the run up to write down that it was interrupted.
  await product.until('The run does not go on', async () =>
    (await journals(product.workspace)).flat().some(({ type }) => type === 'run_resumed'),
  );
  await product.row(/^01 Write lengths of time, running, orient/).waitFor();
  await answer(product);
}

/** Lets the agent write its answer, which leads to the first gate. */
async function answer(product: Product): Promise<void> {
  await writeFile(path.join(product.workspace, 'go'), '');
  await escapeGate(product, deviation);
  await openStageMap(product);
  await product.row(/^01 Write lengths of time, waiting for you, Deviation/).waitFor();
}

/** How often an agent was started, in the only run that there is. */
async function starts(product: Product): Promise<number> {
  const runs = await journals(product.workspace);
  assert.equal(runs.length, 1);
  return runs.flat().filter(({ type }) => type === 'agent_started').length;
}

async function ends(product: Product): Promise<string[]> {
  return (await journals(product.workspace))
    .flat()
    .flatMap((event) => (event.type === 'agent_ended' ? [event.outcome.kind] : []));
}
