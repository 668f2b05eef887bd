/** What every CLI is tried with: a step carried out, a gate raised and answered, a stop, and a run without a terminal. */
import assert from 'node:assert/strict';
import { existsSync, watch } from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentOutcome } from '../../src/core/agentResult';
import type { Attempt, Bench } from './bench';
import type { Cli } from './clis';

/** One case; it throws when something is not as it should be, and else says what it saw. */
export type Case = (cli: Cli, bench: Bench) => Promise<string>;

const GATE = {
  type: 'decision',
  title: 'Which greeting',
  details: 'Hello or **hi**?',
  options: ['hello', 'hi'],
};

export const CASES: Readonly<Record<string, Case>> = {
  'step carried out': async (cli, bench) => {
    const attempt = await bench.begin({}, carryOut);
    assert.deepEqual(await outcomeOf(attempt), complete);
    assert.ok(existsSync(path.join(bench.workspace, 'hello.txt')), 'hello.txt is not there');
    if (cli.id !== 'gemini')
      assert.match(results(attempt), /this page is the whole task/, 'the prompt was not read');
    assert.deepEqual(await bench.left(), []);
    await attempt.terminals.leave();
    return 'result';
  },

  'gate raised, answered': async (cli, bench) => {
    const asked = await bench.begin({}, (answers) => [
      writeResult(answers, { status: 'gate', summary: 'One question first.', gate: GATE }),
      { text: 'I asked.' },
    ]);
    const gate = { status: 'gate', summary: 'One question first.', fields: {}, gate: GATE } as const;
    assert.deepEqual(await outcomeOf(asked), { kind: 'result', result: gate });
    const answers = [{ question: GATE.details, answer: 'hi it is' }];
    const told = await bench.begin({ answers }, carryOut);
    assert.deepEqual(await outcomeOf(told), complete);
    if (cli.id !== 'gemini') assert.match(results(told), /hi it is/, 'the answer was not read');
    assert.deepEqual(await bench.left(), []);
    return 'gate, then result';
  },

  stop: async (cli, bench) => {
    const started = path.join(bench.workspace, 'started');
    const attempt = await bench.begin({}, () => [
      cli.shell ? { shell: 'touch started && tail -f /dev/null' } : { hang: true, text: 'never' },
    ]);
    if (cli.shell) await appears(started, bench.workspace, attempt);
    else while (attempt.model.log.length === 0) await once(attempt);
    const before = (await bench.left()).length;
    assert.ok(before > 0, 'its processes cannot be seen');
    const began = performance.now();
    await attempt.port.stop(attempt.place);
    assert.deepEqual(await outcomeOf(attempt), { kind: 'stopped' });
    assert.deepEqual(await bench.left(), []);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    return `${before} ${before === 1 ? 'process' : 'processes'} ${cli.shell ? 'with a running command ' : ''}gone in ${seconds} s`;
  },

  headless: async (cli, bench) => {
    const attempt = await bench.begin({ mode: 'headless' }, carryOut);
    const outcome = await outcomeOf(attempt);
    assert.equal(outcome.kind, cli.headless);
    assert.deepEqual(await bench.left(), []);
    return outcome.kind === 'no_result' ? 'no result (not permitted), as expected' : outcome.kind;
  },

  'headless, granted': async (_cli, bench) => {
    const attempt = await bench.begin({ mode: 'headless', grant: true }, carryOut);
    const outcome = await outcomeOf(attempt);
    assert.deepEqual(outcome, complete, results(attempt));
    assert.ok(!existsSync(path.join(bench.workspace, 'hello.txt')), 'the grant let it write elsewhere too');
    assert.deepEqual(await bench.left(), []);
    return 'result, and nothing else written';
  },
};

const complete: AgentOutcome = {
  kind: 'result',
  result: { status: 'complete', summary: 'Said hello.', fields: {} },
};

function carryOut(answers: string): readonly object[] {
  return [
    { read: `${answers}/prompt.md` },
    { write: { path: 'hello.txt', content: 'hello\n' } },
    writeResult(answers, { status: 'complete', summary: 'Said hello.' }),
    { text: 'Done.' },
  ];
}

function writeResult(answers: string, content: object): object {
  return { write: { path: `${answers}/result.json`, content } };
}

/** What the CLI told the model of its tool calls. */
function results(attempt: Attempt): string {
  return attempt.model.log.map(({ lastResult = '' }) => lastResult).join('\n');
}

/** The outcome; one that nobody expects comes with what stood on the screen. */
async function outcomeOf(attempt: Attempt): Promise<AgentOutcome> {
  const outcome = await attempt.outcome();
  if (!['result', 'stopped', 'no_result'].includes(outcome.kind)) {
    throw new Error(
      `${JSON.stringify(outcome)}\n${attempt.terminals.screen}\n${JSON.stringify(attempt.model.log, null, 1)}`,
    );
  }
  return outcome;
}

const PATIENCE = 60_000;

async function appears(file: string, folder: string, attempt: Attempt): Promise<void> {
  const deadline = AbortSignal.timeout(PATIENCE);
  const changes = watch(folder);
  changes.setMaxListeners(0);
  try {
    while (!existsSync(file)) {
      if (deadline.aborted) throw new Error(`${file} did not appear.\n${attempt.terminals.screen}`);
      await Promise.race([new Promise((resolve) => changes.once('change', resolve)), sleep(500)]);
    }
  } finally {
    changes.close();
  }
}

/** A moment in which the model may be asked; gives up when the agent is over. */
async function once(attempt: Attempt): Promise<void> {
  await sleep(100);
  if ((await attempt.port.state(attempt.place)) === 'over')
    throw new Error(`It ended early.\n${attempt.terminals.screen}`);
}
